import { dump } from "js-yaml";
import type { Fleet } from "../fleet/index.ts";
import { subscriptionLabel } from "../fleet/labels.ts";
import { foldName } from "../fleet/scalars.ts";
import type { UnmanagedSubscription } from "./coverage.ts";

/**
 * Renders YAML that adds the subscriptions to the fleet: a document for each customer, with a comment. For a known
 * customer it contains entries for its `subscriptions:`; for an unknown tenant a whole file.
 */
export function adoptionYaml(fleet: Fleet, unmanaged: readonly UnmanagedSubscription[]): string {
  const documents = [...byTenant(unmanaged)].map(([tenantId, found]) => documentOf(fleet, tenantId, found));
  return documents.join("---\n");
}

function byTenant(unmanaged: readonly UnmanagedSubscription[]): Map<string, UnmanagedSubscription[]> {
  const tenants = new Map<string, UnmanagedSubscription[]>();
  for (const one of unmanaged) {
    const known = tenants.get(one.tenantId ?? "");
    if (known === undefined) tenants.set(one.tenantId ?? "", [one]);
    else known.push(one);
  }
  return tenants;
}

function documentOf(fleet: Fleet, tenantId: string, found: readonly UnmanagedSubscription[]): string {
  const customer = fleet.customers.find((one) => one.tenantId === tenantId);
  const taken = new Set(customer?.subscriptions.map(({ name }) => foldName(name)));
  const subscriptions = found.map(({ displayName, subscriptionId }) => ({
    id: subscriptionId,
    name: subscriptionLabel(displayName, subscriptionId, taken),
  }));
  if (customer !== undefined) {
    return `# ${customer.position().file}: add these to its subscriptions\n${yaml({ subscriptions })}`;
  }
  if (tenantId === "") {
    return `# No source shows the tenant of these: add them to their customer\n${yaml({ subscriptions })}`;
  }
  const key = `tenant-${tenantId}`;
  const file = { customer: key, displayName: `Tenant ${tenantId}`, tenantId, subscriptions };
  return `# customers/${key}.yaml: a new file; set the customer's name\n${yaml(file)}`;
}

function yaml(value: object): string {
  return dump(value, { lineWidth: -1, noRefs: true });
}
