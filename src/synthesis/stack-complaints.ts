import type { StackEvidence } from "../evidence/index.ts";
import type { SynthesizedStack } from "./synthesized-stack.ts";

/** Something wrong with a stack as such. */
export interface Complaint {
  readonly message: string;
  readonly fix: string;
  readonly resource?: string;
}

/** Whose stack it is. */
export interface StackOwner {
  /** The only subscription that its providers may be for. */
  readonly subscriptionId: string;
  /** The place of its state has one of these in it, in lower case: then no other stack has the same. */
  readonly state: readonly string[];
}

/** What makes a stack unfit to be deployed, whatever it declares. */
export function stackComplaints(
  owner: StackOwner,
  stack: SynthesizedStack,
  evidence: StackEvidence,
): Complaint[] {
  return [
    ...stack.errors.map((error) => ({ message: oneLine(error), fix: "Correct the construct" })),
    ...misplaced(owner, evidence),
    ...unstored(owner, stack.json),
    ...secrets(stack.json),
  ];
}

/** Providers and resources that go to another subscription, or to one that only the environment knows. */
function misplaced(owner: StackOwner, evidence: StackEvidence): Complaint[] {
  const complaints: Complaint[] = [];
  const fix = "Set subscription_id of the provider to the subscription's own id";
  for (const { name, subscriptionId } of evidence.providers) {
    if (!/^(azurerm|azapi)$/.test(name) || subscriptionId === owner.subscriptionId) continue;
    const message =
      subscriptionId === undefined
        ? `provider ${name} does not say which subscription it is for`
        : `provider ${name} points at another subscription, ${subscriptionId}`;
    complaints.push({ message, fix });
  }
  for (const [subscriptionId, { resources }] of evidence.subscriptions) {
    if (subscriptionId === owner.subscriptionId) continue;
    for (const { address = "a resource" } of resources) {
      complaints.push({
        message: `${address} is declared in another subscription, ${subscriptionId}`,
        fix,
        resource: address,
      });
    }
  }
  for (const address of evidence.placeless) {
    complaints.push({
      message: `it cannot be told in which subscription ${address} is declared`,
      fix,
      resource: address,
    });
  }
  return complaints;
}

/** A state that is nowhere, or that another stack may share. */
function unstored({ state }: StackOwner, json: SynthesizedStack["json"]): Complaint[] {
  const terraform = member(json, "terraform");
  const backend = member(terraform, "backend") ?? member(terraform, "cloud");
  const fix = "Use the fleet's backend: SubscriptionStack sets it";
  if (backend === undefined) return [{ message: "the stack has no state backend", fix }];
  // Whatever the backend: its key, path or workspace is the stack's own only when it names whose it is.
  const place = (JSON.stringify(backend) ?? "").toLowerCase();
  if (state.some((own) => place.includes(own))) return [];
  return [
    { message: "the state's place does not name the subscription, so two stacks may share one state", fix },
  ];
}

const SECRET_ARGUMENTS = [
  "access_key",
  "client_certificate",
  "client_certificate_password",
  "client_secret",
  "oidc_request_token",
  "oidc_token",
  "sas_token",
  "token",
];

/** Credentials written into a provider or backend; they would be stored with the stack, and shown in plans. */
function secrets(json: SynthesizedStack["json"]): Complaint[] {
  const configurations = [
    ...entries(member(json, "provider")).flatMap(([name, value]) =>
      list(value).map((item) => [name, item] as const),
    ),
    ...entries(member(member(json, "terraform"), "backend")),
    ...list(member(member(json, "terraform"), "cloud")).map((item) => ["cloud", item] as const),
  ];
  return configurations.flatMap(([name, configuration]) =>
    SECRET_ARGUMENTS.filter((argument) => member(configuration, argument) !== undefined).map((argument) => ({
      message: `${name}.${argument} puts a credential into the stack`,
      fix: "Leave credentials to the environment: ARM_USE_OIDC, or ARM_CLIENT_SECRET and the like",
    })),
  );
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function entries(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
