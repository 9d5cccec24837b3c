import { items, member } from "../evidence/json.ts";
import { stateResources } from "../evidence/plan/index.ts";

/**
 * Ids in ARM's shape, lower case, of what Azure is known to have: the lists of resources that the plan itself has
 * read, and the security contacts of subscriptions of which somebody else knows.
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
