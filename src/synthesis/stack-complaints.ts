import type { StackEvidence } from "../evidence/index.ts";
import type { Complaint } from "./limits/complaint.ts";
import { credentials } from "./limits/credentials.ts";
import type { StackOwner } from "./limits/owner.ts";
import { providers } from "./limits/providers.ts";
import { reach } from "./limits/reach.ts";
import { state } from "./limits/state.ts";
import { templates } from "./limits/templates.ts";
import { writers } from "./limits/writers.ts";
import type { SynthesizedStack } from "./synthesized-stack.ts";

/** Returns the problems that make a stack unfit to be deployed, apart from the controls. */
export function stackComplaints(
  owner: StackOwner,
  stack: SynthesizedStack,
  evidence: StackEvidence,
): Complaint[] {
  const { configuration } = evidence;
  return [
    ...stack.errors.map((error) => ({ message: oneLine(error), fix: "Correct the construct" })),
    ...configuration.faults.map((fault) => ({
      message: `the stack cannot be read as Terraform reads it: ${fault}`,
      fix: "Write it as CDK for Terraform does",
    })),
    ...providers(owner, configuration),
    ...misplaced(owner, evidence),
    ...disowned(evidence),
    ...state(owner, configuration),
    ...credentials(configuration),
    ...reach(owner, evidence),
    ...writers(evidence),
    ...templates(owner, configuration),
    ...evidence.declared.filter(({ ofBaseline }) => ofBaseline).flatMap(notCounted),
  ];
}

/**
 * Returns resources of the app that would be evidence if the gate understood them, for a subscription that lacks
 * something.
 */
export function notCountedBeside({ declared }: StackEvidence): Complaint[] {
  return declared.filter(({ ofBaseline }) => !ofBaseline).flatMap(notCounted);
}

function notCounted({ address, unread }: StackEvidence["declared"][number]): Complaint[] {
  const [reason] = unread;
  if (reason === undefined) return [];
  return [
    {
      message: `${address} does not count: ${oneLine(reason)}`,
      fix: "Remove the argument: for resources that controls judge, the gate accepts only arguments that it knows",
      resource: address,
    },
  ];
}

/** Reports resources of the baseline in a `moved` or `removed` block: Terraform refuses to plan such a stack. */
function disowned({ configuration: { moved, removed }, declared }: StackEvidence): Complaint[] {
  const own = new Set(declared.filter(({ ofBaseline }) => ofBaseline).map(({ address }) => address));
  return [...moved, ...removed].flatMap(({ from }) => {
    const address = typeof from === "string" ? from.replace(/^\$\{(.*)\}$/, "$1").trim() : "";
    if (!own.has(address)) return [];
    const message = `a moved or removed block removes ${address} from the stack that declares it`;
    return [{ message, fix: "Remove the block", resource: address }];
  });
}

/** Reports resources in another subscription, or in one that only the environment defines. */
function misplaced(owner: StackOwner, evidence: StackEvidence): Complaint[] {
  const complaints: Complaint[] = [];
  const fix = "Set subscription_id of the provider to the subscription's own id";
  for (const [subscriptionId, { resources }] of evidence.subscriptions) {
    if (subscriptionId === owner.subscriptionId || owner.allowed.includes(subscriptionId)) continue;
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
      message: `it is unknown in which subscription ${address} is declared`,
      fix,
      resource: address,
    });
  }
  return complaints;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
