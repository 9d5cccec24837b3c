import { AzureFailure, azureFailure, type signIns } from "../../audit/index.ts";
import { JUDGED_TYPES, readArmResource } from "../../evidence/arm/index.ts";
import type { ArmResource, Evidence } from "../../evidence/index.ts";
import type { Fleet } from "../../fleet/index.ts";

/** The types that proposals use. */
const READ = JUDGED_TYPES.filter(({ type }) => /securityContacts$|budgets$/.test(type));
const AT_ONCE = 16;

type SignIns = Awaited<ReturnType<typeof signIns>>;

/**
 * Reads the security contacts and budgets of these subscriptions from Azure; unreadable types are recorded in the
 * evidence.
 *
 * @param fleet the fleet with the subscriptions
 */
export async function readLiveEvidence(
  fleet: Fleet,
  ids: readonly string[],
  all: SignIns,
): Promise<Map<string, Evidence>> {
  const found = new Map<string, Evidence>();
  for (let first = 0; first < ids.length; first += AT_ONCE) {
    const some = ids.slice(first, first + AT_ONCE);
    const read = await Promise.all(some.map((id) => readOne(fleet, id, all)));
    for (const evidence of read) found.set(evidence.subscriptionId, evidence);
  }
  return found;
}

async function readOne(fleet: Fleet, subscriptionId: string, all: SignIns): Promise<Evidence> {
  const subscription = fleet.subscription(subscriptionId);
  const connection = subscription && all.find(({ shows }) => shows(subscription))?.connection;
  const resources: ArmResource[] = [];
  const unreadable: { type: string; reason: string }[] = [];
  for (const { apiVersion, type } of READ) {
    try {
      if (connection === undefined) throw new AzureFailure("no sign-in covers its tenant");
      const path = `/subscriptions/${subscriptionId}/providers/${type}?api-version=${apiVersion}`;
      for (const value of await connection.list(path)) {
        resources.push(
          ...readArmResource(value, { type, apiVersion, subscriptionId }).map((one) => one.resource),
        );
      }
    } catch (error) {
      unreadable.push({ type, reason: azureFailure(error).message });
    }
  }
  return { source: "azure", subscriptionId, resources, unreadable };
}
