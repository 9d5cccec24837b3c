import { type ArmResource, type Evidence, read } from "../evidence/index.ts";
import { isAtSubscription } from "./arm.ts";
import type { Criterion } from "./criteria.ts";

/** Requires that the resource is at the subscription: in a resource group, the same type watches only that group. */
export function atSubscription(evidence: Evidence, resource: ArmResource): Criterion {
  return () => {
    const id = read(resource).get("id").text() ?? "";
    if (isAtSubscription(id, evidence.subscriptionId, resource.type)) return undefined;
    const message = "it is not at the subscription itself";
    return { message, path: "id", fix: "declare it at the subscription" };
  };
}
