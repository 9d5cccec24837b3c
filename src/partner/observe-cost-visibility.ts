import { serviceOf } from "../azure/client.ts";
import { credentialFor } from "../azure/credential.ts";
import { endpointsOf } from "../azure/endpoints.ts";
import { azureFailure } from "../azure/failure.ts";
import type { Fleet } from "../fleet/index.ts";
import { partnerBillingAccounts, readEach } from "./billing/cost-visibility.ts";
import type { ConnectPartnerOptions } from "./connect.ts";
import type { PartnerObservations } from "./observations.ts";

/**
 * Reads whether the users of every customer see their costs. Failures are returned.
 * @throws {EndpointError} when the environment names an address without TLS
 */
export async function observeCostVisibility(
  { customers }: Fleet,
  options: ConnectPartnerOptions,
): Promise<NonNullable<PartnerObservations["costVisibility"]>> {
  const { env, tenantId } = options;
  const endpoints = options.endpoints ?? endpointsOf(env);
  try {
    const credential = options.credential ?? (await credentialFor({ tenantId }, endpoints, env));
    const arm = await serviceOf("arm", { ...options, credential, endpoints });
    const found = await readEach(arm, await partnerBillingAccounts(arm), customers);
    const keysOf = (visibility: "not-allowed" | undefined) =>
      found.filter((one) => one.visibility === visibility).map(({ customer }) => customer);
    return { customers: found.length, hidden: keysOf("not-allowed"), notRead: keysOf(undefined) };
  } catch (error) {
    return { unread: azureFailure(error).message };
  }
}
