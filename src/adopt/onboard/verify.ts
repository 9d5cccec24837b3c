import { delegationOf, missingGrants, readDelegations } from "../../audit/access/delegation.ts";
import type { SignIn } from "../../audit/azure-sources.ts";
import type { AzureConnection } from "../../azure/connection.ts";
import { type AzureFailure, azureFailure } from "../../azure/failure.ts";
import type { Customer, Fleet, Subscription } from "../../fleet/index.ts";
import { isRecord, member, textMember } from "../../text/json.ts";
import { delegationBody } from "./authorizations.ts";
import { onboardingOf } from "./onboarding.ts";
import { isPermitted, type Permission } from "./operation.ts";
import { OPERATION_GROUPS, type Purpose } from "./operations.ts";
import { roleFor, roleName } from "./roles.ts";

/** The permissions for one part of the baseline. */
export interface VerifiedGroup {
  readonly id: string;
  readonly title: string;
  /** Missing operations for planning and auditing. */
  readonly missingReads: readonly string[];
  /** Additional missing operations for deploying; empty for a reader. */
  readonly missingWrites: readonly string[];
}

/** The visibility of a subscription to the signed-in identity. */
export type Visibility =
  /** Delegated with Lighthouse to the tenant of the sign-in. */
  | "delegated"
  /** Visible, by a role in the customer's own tenant. */
  | "own"
  /** Visible, but not delegated to the partner's tenant, although its access model is Lighthouse. */
  | "not-delegated"
  /** Not in the list of subscriptions. */
  | "not-seen"
  /** The list could not be read. */
  | "unknown";

export interface VerifiedSubscription {
  readonly subscription: Subscription;
  readonly visibility: Visibility;
  /** Only the parts that the subscription has; empty if permissions could not be read. */
  readonly groups: readonly VerifiedGroup[];
  /** Eligible roles of people; undefined if the fleet names no operators. */
  readonly justInTime?: JustInTime;
  /** Why the permissions could not be read. */
  readonly failure?: string;
}

/** The eligible authorizations of the delegation, as Azure shows them. */
export interface JustInTime {
  /** A line for each role: `Contributor for Fabrikam operators: PT4H, multifactor, 1 approver`. */
  readonly given: readonly string[];
  /** Authorizations of the fleet that are missing, or less protected. */
  readonly missing: readonly string[];
}

/** A missing operation and the role that would permit it. */
export interface MissingOperation {
  readonly operation: string;
  readonly role: string | undefined;
}

const PERMISSIONS_VERSION = "2022-04-01";
/** The number of subscriptions that are read concurrently. */
const WIDTH = 16;

/**
 * Reads the permissions of the signed-in identity in each subscription from Azure, and compares them with the
 * operations that the subscription's baseline needs. Read-only. A failure of one subscription does not affect the
 * others.
 */
export async function verifyAccess(
  fleet: Fleet,
  subscriptions: readonly Subscription[],
  purpose: Purpose,
  signIns: readonly SignIn[],
): Promise<readonly VerifiedSubscription[]> {
  const lists = new Map<AzureConnection, Promise<ReadonlyMap<string, unknown> | AzureFailure>>();
  const verified: VerifiedSubscription[] = [];
  for (let start = 0; start < subscriptions.length; start += WIDTH) {
    const batch = subscriptions.slice(start, start + WIDTH).map(async (subscription) => {
      const connection = signIns.find(({ shows }) => shows(subscription))?.connection;
      if (connection === undefined) {
        return failed(subscription, "unknown", "no sign-in covers its tenant");
      }
      const list = lists.get(connection) ?? listed(connection);
      lists.set(connection, list);
      const visibility = visibilityOf(subscription, await list, fleet.partner.tenantId);
      try {
        const groups = verifiedGroups(subscription, purpose, await permissionsIn(connection, subscription));
        const justInTime = await justInTimeIn(connection, subscription, fleet);
        return { subscription, visibility, groups, ...(justInTime === undefined ? {} : { justInTime }) };
      } catch (error) {
        return failed(subscription, visibility, azureFailure(error).message);
      }
    });
    verified.push(...(await Promise.all(batch)));
  }
  return verified;
}

function failed(subscription: Subscription, visibility: Visibility, failure: string): VerifiedSubscription {
  return { subscription, visibility, groups: [], failure };
}

async function justInTimeIn(
  connection: AzureConnection,
  { customer, id }: Subscription,
  fleet: Fleet,
): Promise<JustInTime | undefined> {
  const onboarding = onboardingOf(fleet, customer);
  const { operators } = onboarding;
  if (operators === undefined) return undefined;
  const asked = delegationOf(delegationBody(onboarding));
  const own = asked.permanent.filter(({ principalId }) => principalId === operators.id);
  const all = await readDelegations(connection, id);
  const seen = all.filter(({ tenantId }) => tenantId === fleet.partner.tenantId);
  const given = seen.flatMap(({ eligible }) =>
    eligible.map(({ approvers, maximumDuration, multifactor, principal, roleId }) => {
      const factor = multifactor ? "multifactor" : "no multifactor";
      const approved = approvers.length === 0 ? "no approval" : `${approvers.length} approvers`;
      return `${roleName(roleId)} for ${principal}: ${maximumDuration}, ${factor}, ${approved}`;
    }),
  );
  return { given, missing: missingGrants({ ...asked, permanent: own }, seen, roleName) };
}

/** A customer app signs in as the application that the fleet names; a reader as the one for reading. */
export function customerFor(as: Purpose, customer: Customer): Customer {
  const { access } = customer;
  if (as !== "reader" || access.model !== "customer-app" || access.readerClientId === undefined)
    return customer;
  const asReader = { ...access, clientId: access.readerClientId };
  return { ...customer, access: asReader, position: () => customer.position() };
}

/** Returns every operation that is missing in any of the subscriptions, without duplicates. */
export function missingOperations(
  verified: readonly VerifiedSubscription[],
  purpose: Purpose,
): readonly MissingOperation[] {
  const operations = new Set(
    verified.flatMap(({ groups }) =>
      groups.flatMap(({ missingReads, missingWrites }) => [...missingReads, ...missingWrites]),
    ),
  );
  return [...operations].map((operation) => ({ operation, role: roleFor(operation, purpose)?.name }));
}

function verifiedGroups(
  subscription: Subscription,
  purpose: Purpose,
  permissions: readonly Permission[],
): VerifiedGroup[] {
  const missing = (operations: readonly string[]) =>
    operations.filter((operation) => !isPermitted(permissions, operation));
  return OPERATION_GROUPS.filter((group) => group.isNeeded(subscription)).map(
    ({ id, reads, title, writes }) => ({
      id,
      title,
      missingReads: missing(reads),
      missingWrites: purpose === "reader" ? [] : missing(writes),
    }),
  );
}

async function permissionsIn(connection: AzureConnection, { id }: Subscription): Promise<Permission[]> {
  const path = `/subscriptions/${id}/providers/Microsoft.Authorization/permissions`;
  const found = await connection.list(`${path}?api-version=${PERMISSIONS_VERSION}`);
  return found.filter(isRecord).map((one) => ({
    actions: texts(one["actions"]),
    notActions: texts(one["notActions"]),
  }));
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** Returns the visible subscriptions by id. */
async function listed(connection: AzureConnection): Promise<ReadonlyMap<string, unknown> | AzureFailure> {
  const seen = new Map<string, unknown>();
  try {
    for await (const page of connection.subscriptions()) {
      for (const one of page) {
        const id = textMember(one, "subscriptionId")?.toLowerCase();
        if (id !== undefined) seen.set(id, one);
      }
    }
    return seen;
  } catch (error) {
    return azureFailure(error);
  }
}

function visibilityOf(
  { customer, id }: Subscription,
  seen: ReadonlyMap<string, unknown> | AzureFailure,
  partnerTenantId: string,
): Visibility {
  if (!(seen instanceof Map)) return "unknown";
  const one: unknown = seen.get(id);
  if (one === undefined) return "not-seen";
  if (customer.access.model === "customer-app") return "own";
  const managing = member(one, "managedByTenants");
  const tenants = Array.isArray(managing) ? managing.map((tenant) => textMember(tenant, "tenantId")) : [];
  return tenants.some((tenant) => tenant?.toLowerCase() === partnerTenantId) ? "delegated" : "not-delegated";
}
