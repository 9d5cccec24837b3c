import { type ArmResource, sameName, Unknown } from "../evidence/index.ts";
import type { PlanEvidence } from "../evidence/plan/index.ts";
import { items, member, textMember } from "../text/json.ts";
import { actionsOf } from "./actions.ts";
import { baselineKind } from "./baseline-resources.ts";
import type { Possibility } from "./possibility.ts";

/** A call of Azure's API that a plan makes outside of managed resources. */
export interface RunAction {
  readonly address: string;
  readonly type: string;
  /** `DELETE`, for example; undefined when the plan does not show it. */
  readonly method: string | undefined;
  /** The ARM id of the resource, and its type; undefined when the plan does not show them. */
  readonly resourceId: string | undefined;
  readonly armType: string | undefined;
}

const CALL = "azapi_resource_action";
/** Methods that only read. */
const HARMLESS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/**
 * Returns the calls of a plan: each `azapi_resource_action` that it creates or removes, and Terraform's own actions.
 */
export function callsOf(plan: unknown, evidence: PlanEvidence): RunAction[] {
  const managed = evidence.resources.flatMap(({ address, entry, type }) => {
    if (type !== CALL || entry === undefined) return [];
    const change = member(entry, "change");
    const actions = actionsOf(entry);
    const after = member(change, "after");
    const before = member(change, "before");
    const runs = actions.some((action) => /create|update/.test(action));
    const ends = actions.includes("delete") && textMember(before, "when") === "destroy";
    if (runs && textMember(after, "when") !== "destroy") return [callOf(address, type, after)];
    return ends ? [callOf(address, type, before)] : [];
  });
  const invoked = items(member(plan, "action_invocations")).map((one) =>
    callOf(textMember(one, "address") ?? "", textMember(one, "type") ?? "", member(one, "config_values")),
  );
  return [...managed, ...invoked].filter(({ method }) => method === undefined || !HARMLESS.has(method));
}

function callOf(address: string, type: string, values: unknown): RunAction {
  const id = textMember(values, "resource_id");
  return {
    address,
    type,
    method: textMember(values, "method")?.toUpperCase() ?? (type === CALL ? "POST" : undefined),
    resourceId: id === undefined || id === "" ? undefined : id.replace(/\/+$/, ""),
    armType: textMember(values, "type")?.split("@")[0],
  };
}

/** Returns the possible effects of calls on the resources of a subscription. */
export function runActions(plan: unknown, evidence: PlanEvidence, subscriptionId: string): Possibility[] {
  return callsOf(plan, evidence).flatMap((call) => {
    const { address, armType, method = "a call", resourceId } = call;
    if (armType === undefined) return [];
    if (resourceId === undefined) return [anyOfType(address, armType, method)];
    const scope = `/subscriptions/${subscriptionId}`;
    const id = resourceId.toLowerCase();
    if (id !== scope && !id.startsWith(`${scope}/`)) return [];
    const named = (one: ArmResource) => typeof one.id === "string" && one.id.toLowerCase() === id;
    const open: ArmResource = {
      type: armType,
      id: resourceId,
      name: resourceId.split("/").at(-1) ?? "",
      properties: new Unknown(),
      address,
    };
    return [
      {
        resource: address,
        effect: method === "DELETE" ? ("takes" as const) : ("both" as const),
        reason: `${address} sends ${method} to ${resourceId}, and the plan does not show the result`,
        fix: "declare the resource's state in a resource block, and remove the action",
        apply: (resources: readonly ArmResource[]) =>
          method === "DELETE"
            ? resources.filter((one) => !named(one))
            : [...resources.filter((one) => !named(one)), open],
      },
    ];
  });
}

/** A call to a resource that is known only after the apply. */
function anyOfType(address: string, armType: string, method: string): Possibility {
  return {
    resource: address,
    effect: "takes",
    reason: `${address} sends ${method} to a ${armType} that the plan does not show`,
    fix: "declare the resource's state in a resource block, and remove the action",
    apply: (resources) =>
      resources.map((one) =>
        sameName(one.type, armType) ? { ...one, properties: new Unknown(address) } : one,
      ),
  };
}

/** Returns a warning for a call to a resource of the baseline. */
export function callWarning({ armType, method = "a call", resourceId }: RunAction): string | undefined {
  if (armType === undefined) return undefined;
  const name = resourceId?.split("/").at(-1) ?? "";
  const kind = baselineKind({
    type: armType,
    id: resourceId ?? new Unknown(),
    name,
    properties: new Unknown(),
  });
  if (kind === undefined) return undefined;
  const may = method === "DELETE" ? "which removes it" : "which may change or remove it";
  return `sends ${method} to ${kind.noun}, ${may}`;
}
