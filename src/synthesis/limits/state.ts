import type { Configuration } from "../../evidence/terraform/configuration.ts";
import { isRecord, member, members } from "../../text/json.ts";
import type { Complaint } from "./complaint.ts";
import type { StackOwner } from "./owner.ts";

/** Arguments that control the sign-in, not the location of the state. */
const SIGN_IN = ["use_cli", "use_msi", "use_oidc"];
const KNOWN = ["//", "backend", "cloud", "required_providers", "required_version"];

/** Checks that the state is kept exactly where the fleet configures it, so that no two stacks share one. */
export function state({ state: wanted }: StackOwner, { terraform }: Configuration): Complaint[] {
  const fix = "Use the fleet's backend: SubscriptionStack sets it";
  const unknown = terraform
    .flatMap((block) => Object.keys(block))
    .filter((name) => !KNOWN.includes(name))
    .map((name) => ({
      message: `terraform.${name} is not known to the gate`,
      fix: "Remove it from the stack",
    }));
  const found = terraform.flatMap((block) => [
    ...members(member(block, "backend"))
      .filter(([type]) => type !== "//")
      .map(([type, body]) => ({ type, body: only(body) })),
    ...(block["cloud"] === undefined || block["cloud"] === null
      ? []
      : [{ type: "cloud", body: only(block["cloud"]) }]),
  ]);
  const [place, ...more] = found;
  if (place === undefined) return [...unknown, { message: "the stack has no state backend", fix }];
  if (more.length > 0) return [...unknown, { message: "the stack has two state backends", fix }];
  const complaint = (what: string) => ({
    message: `${what} is not the fleet's, so two stacks may share one state`,
    fix,
  });
  if (place.type !== wanted.type) return [...unknown, complaint(`the state's backend ${place.type}`)];
  const paths = differences(place.body, wanted.members, place.type, wanted.type === "azurerm");
  return [...unknown, ...paths.map(complaint)];
}

function differences(
  found: unknown,
  wanted: Readonly<Record<string, unknown>>,
  path: string,
  signsIn: boolean,
): string[] {
  if (!isRecord(found)) return [`the state's ${path}`];
  const names = new Set([...Object.keys(found), ...Object.keys(wanted)]);
  return [...names].flatMap((name) => {
    const at = `${path}.${name}`;
    const [there, expected] = [found[name], wanted[name]];
    if (name === "//" || there === expected || (there === null && expected === undefined)) return [];
    if (isRecord(expected)) return differences(only(there), expected, at, false);
    if (signsIn && SIGN_IN.includes(name) && typeof there === "boolean") return [];
    return [`the state's ${at}`];
  });
}

/** Returns a block that may be in a list of one. */
function only(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}
