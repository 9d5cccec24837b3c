import { serviceOf } from "../../azure/client.ts";
import { credentialFor } from "../../azure/credential.ts";
import { endpointsOf } from "../../azure/endpoints.ts";
import { azureFailure } from "../../azure/failure.ts";
import type { AttestedControlId, Fleet } from "../../fleet/index.ts";
import { type ConnectPartnerOptions, connectPartnerCenter, connectPartnerGraph } from "../connect.ts";
import { Directory } from "./directory.ts";
import { MFA_LOOKS } from "./mfa.ts";
import { PRIVILEGED_LOOKS } from "./privileged.ts";
import type { Look, Sighting, SightingWorld } from "./sighting.ts";
import { TENANT_LOOKS } from "./tenants.ts";

export type { Sighting } from "./sighting.ts";

const LOOKS: readonly Look[] = [...MFA_LOOKS, ...PRIVILEGED_LOOKS, ...TENANT_LOOKS];

/** Duties that an API shows, with the least permissions. */
export const VISIBLE_DUTIES: ReadonlyMap<AttestedControlId, readonly string[]> = new Map(
  LOOKS.map(({ duty, permissions }) => [duty, permissions]),
);

export interface ObserveSightingsOptions extends ConnectPartnerOptions {
  readonly now: Date;
  /** Whether to read customers' tenants, as far as GDAP or an application there permits. @default false */
  readonly customers?: boolean;
}

/**
 * Reads every duty that an API shows. Read-only; failures are returned.
 * @throws {EndpointError} when the environment names an address without TLS
 */
export async function observeSightings(fleet: Fleet, options: ObserveSightingsOptions): Promise<Sighting[]> {
  const { now } = options;
  const { env, tenantId } = options;
  const endpoints = options.endpoints ?? endpointsOf(env);
  const directoryOf = (id: string) =>
    new Directory(() => connectPartnerGraph({ ...options, endpoints, tenantId: id }, "v1.0"));
  const world: SightingWorld = {
    fleet,
    now,
    partner: directoryOf(tenantId),
    customers:
      options.customers === true
        ? fleet.customers.map((one) => ({ key: one.key, directory: directoryOf(one.tenantId) }))
        : undefined,
    arm: async () => {
      const credential = options.credential ?? (await credentialFor({ tenantId }, endpoints, env));
      return serviceOf("arm", { ...options, credential, endpoints });
    },
    partnerCenter: () => connectPartnerCenter({ ...options, endpoints }, "user"),
  };
  return Promise.all(LOOKS.map((look) => lookAt(look, world)));
}

async function lookAt({ duty, permissions, see }: Look, world: SightingWorld): Promise<Sighting> {
  try {
    return { duty, permissions, ...(await see(world)) };
  } catch (error) {
    return { duty, permissions, state: "unread", message: azureFailure(error).message };
  }
}
