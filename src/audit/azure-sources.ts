import type { TokenCredential } from "@azure/identity";
import { type AzureConnection, connect } from "../azure/connection.ts";
import { credentialFor, type Identity } from "../azure/credential.ts";
import type { Endpoints } from "../azure/endpoints.ts";
import type { Fleet, Subscription } from "../fleet/index.ts";
import { ArmList } from "./sources/arm-list.ts";
import { PartnerCenter } from "./sources/partner-center.ts";
import { ResourceGraphList } from "./sources/resource-graph.ts";
import type { SourceKind, SubscriptionSource } from "./sources/source.ts";

export type AzureSourceKind = Exclude<SourceKind, "files">;

export const AZURE_SOURCES: readonly AzureSourceKind[] = ["arm", "graph", "partner-center"];

/** A tenant to sign in to, with the subscriptions visible from it. */
export interface SignIn {
  readonly connection: AzureConnection;
  readonly shows: (subscription: Subscription) => boolean;
}

export interface SignInOptions {
  readonly endpoints: Endpoints;
  /** The environment for credentials. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default - the credential of the environment */
  readonly credential?: TokenCredential;
  readonly certificateAuthority?: string;
}

/**
 * Returns one sign-in for the partner's tenant, from which all delegated subscriptions are visible, and one for each
 * tenant with an application.
 */
export async function signIns(fleet: Fleet, options: SignInOptions): Promise<SignIn[]> {
  const { certificateAuthority, endpoints, env } = options;
  const to = async (identity: Identity) =>
    connect({
      endpoints,
      tenantId: identity.tenantId,
      credential: options.credential ?? (await credentialFor(identity, endpoints, env)),
      ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    });
  const lighthouse: SignIn = {
    connection: await to({ tenantId: fleet.partner.tenantId }),
    shows: ({ customer }) => customer.access.model === "lighthouse",
  };
  const identities = new Map<string, Identity>();
  for (const { access, tenantId } of fleet.customers) {
    if (access.model !== "customer-app") continue;
    const { clientId } = access;
    identities.set(tenantId, { tenantId, ...(clientId === undefined ? {} : { clientId }) });
  }
  const own = [...identities.values()].map(async (identity): Promise<SignIn> => {
    const { tenantId } = identity;
    return {
      connection: await to(identity),
      shows: ({ customer }) => customer.access.model === "customer-app" && customer.tenantId === tenantId,
    };
  });
  return [lighthouse, ...(await Promise.all(own))];
}

/** Returns the sources of these kinds for every sign-in; Partner Center only for the first, the partner's. */
export function azureSources(
  all: readonly SignIn[],
  kinds: readonly AzureSourceKind[],
): SubscriptionSource[] {
  const perSignIn = all.flatMap(({ connection, shows }) => [
    ...(kinds.includes("arm") ? [new ArmList(connection, shows)] : []),
    ...(kinds.includes("graph") ? [new ResourceGraphList(connection, shows)] : []),
  ]);
  const [partner] = all;
  const asksPartnerCenter = kinds.includes("partner-center") && partner !== undefined;
  return asksPartnerCenter ? [...perSignIn, new PartnerCenter(partner.connection)] : perSignIn;
}
