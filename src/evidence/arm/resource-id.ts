import { GUID } from "../../text/guid.ts";

/** The parts of an ARM id. */
export interface ResourceId {
  /** The subscription's GUID, in lower case. */
  readonly subscriptionId: string;
  /** `Microsoft.Insights/actionGroups`, as in the id; undefined for the id of a subscription. */
  readonly type: string | undefined;
  readonly name: string | undefined;
}

const SUBSCRIPTION = new RegExp(`^/?subscriptions/(${GUID})(?=/|$)`, "i");
const LONGEST = 2048;

/** Returns the subscription of an id, in lower case; undefined without a subscription. */
export function subscriptionInId(id: string): string | undefined {
  return SUBSCRIPTION.exec(id)?.[1]?.toLowerCase();
}

/**
 * Parses an id: the last provider in it determines the type, as in `.../providers/Microsoft.Sql/servers/s/providers/
 * Microsoft.Insights/diagnosticSettings/d`. Undefined when it is not the id of a resource in a subscription.
 */
export function parseResourceId(id: string): ResourceId | undefined {
  const subscriptionId = id.length > LONGEST ? undefined : subscriptionInId(id);
  if (subscriptionId === undefined) return undefined;
  const provider = id.toLowerCase().lastIndexOf("/providers/");
  if (provider >= 0) {
    const [namespace = "", ...path] = segments(id.slice(provider + "/providers/".length));
    const types = path.filter((_, index) => index % 2 === 0);
    if (types.length === 0) return { subscriptionId, type: undefined, name: undefined };
    return { subscriptionId, type: `${namespace}/${types.join("/")}`, name: path.at(-1) };
  }
  const [, , kind, name] = segments(id);
  if (kind?.toLowerCase() !== "resourcegroups") return { subscriptionId, type: undefined, name: undefined };
  return { subscriptionId, type: "Microsoft.Resources/resourceGroups", name };
}

function segments(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}
