import { stateResources } from "../evidence/plan/index.ts";
import { items, member } from "../text/json.ts";

/**
 * Returns the ARM ids in lower case of resources that exist in Azure: from lists of resources that the plan has read,
 * and the known security contacts of subscriptions.
 */
export function existingIds(plan: unknown, knownContacts: Iterable<string>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const subscriptionId of knownContacts) {
    ids.add(
      `/subscriptions/${subscriptionId.toLowerCase()}/providers/microsoft.security/securitycontacts/default`,
    );
  }
  for (const { data, type, values } of stateResources(plan)) {
    if (!data || type !== "azapi_resource_list") continue;
    const output = member(values, "output");
    const named = [items(member(output, "value")), items(output)].flat().map((item) => member(item, "id"));
    for (const id of [...named, ...items(member(output, "ids"))]) {
      if (typeof id === "string") ids.add(id.toLowerCase());
    }
  }
  return ids;
}
