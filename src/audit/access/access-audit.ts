import type { AzureConnection } from "../../azure/connection.ts";
import { azureFailure } from "../../azure/failure.ts";
import type { Judgement } from "../../controls/index.ts";
import { type Finding, findingOf } from "../../findings/index.ts";
import type { AccessControlId, Customer, Subscription } from "../../fleet/index.ts";
import { lastActivities } from "../activity-log.ts";
import {
  ACCESS_CONTROLS,
  type AccessControl,
  judgeAoboOwner,
  judgeDelegation,
  judgeRemovedDelegation,
  judgeStandingAccess,
} from "./controls.ts";
import { delegationOf, missingGrants, type RoleName, readDelegations } from "./delegation.ts";
import { type RemovedDelegations, removedDelegations } from "./removed-delegations.ts";
import { readRoleAssignments } from "./role-assignments.ts";

export interface AccessOptions {
  readonly partnerTenantId: string;
  /** The properties of the registration definition that the fleet asks of a customer, as ARM has them. */
  readonly asked: (customer: Customer) => unknown;
  readonly roleName: RoleName;
  readonly now: Date;
}

/** Judges the partner's access to subscriptions, of the controls that the fleet names for their customers. */
export class AccessAudit {
  readonly #options: AccessOptions;
  readonly #removed = new Map<AzureConnection, Promise<RemovedDelegations>>();

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  /** Of a subscription that Azure shows. What cannot be read is unknown. */
  async judge(connection: AzureConnection, subscription: Subscription): Promise<Finding[]> {
    const wanted = wantedOf(subscription.customer);
    if (wanted.length === 0) return [];
    const [delegations, aobo] = await Promise.all([
      wanted.some((id) => id !== "aobo-owner") ? this.#delegations(connection, subscription) : undefined,
      wanted.includes("aobo-owner") ? this.#aobo(connection, subscription) : undefined,
    ]);
    return findings(subscription, (id) => (id === "aobo-owner" ? aobo : delegations?.(id)));
  }

  /** Of a subscription that Azure does not show. @param reason where it is not certain that it is gone */
  async invisible(
    connection: AzureConnection,
    subscription: Subscription,
    reason: string | undefined,
  ): Promise<Finding[]> {
    const wanted = wantedOf(subscription.customer);
    if (reason !== undefined || !wanted.includes("delegation")) {
      return this.unknown(subscription, reason ?? "Azure does not show the subscription");
    }
    const removed = this.#removed.get(connection) ?? removedDelegations(connection, this.#options.now);
    this.#removed.set(connection, removed);
    const { days, unread } = await removed;
    return findings(subscription, (id) =>
      id === "delegation"
        ? judgeRemovedDelegation(days.get(subscription.id), unread)
        : { status: "unknown", message: "Azure does not show the subscription" },
    );
  }

  /** Where nothing can be asked. */
  unknown(subscription: Subscription, reason: string): Finding[] {
    return findings(subscription, () => ({ status: "unknown", message: reason }));
  }

  async #delegations(connection: AzureConnection, { customer, id: subscriptionId }: Subscription) {
    const { asked, now, partnerTenantId, roleName } = this.#options;
    const expected = delegationOf(asked(customer));
    if (expected.permanent.length === 0) return (): Judgement => NOBODY_NAMED;
    try {
      const all = await readDelegations(connection, subscriptionId);
      const seen = all.filter(({ tenantId }) => tenantId === partnerTenantId);
      const isChanged = seen.length > 0 && missingGrants(expected, seen, roleName).length > 0;
      const ids = seen.map(({ id }) => id);
      const log = isChanged ? await lastActivities(connection, subscriptionId, ids, now) : undefined;
      const change = ids.flatMap((id) => log?.byResource.get(id.toLowerCase()) ?? [])[0];
      return (id: AccessControlId): Judgement =>
        id === "delegation"
          ? judgeDelegation(expected, seen, roleName, change)
          : judgeStandingAccess(expected, seen, roleName);
    } catch (error) {
      const judgement = unread(error, "Microsoft.ManagedServices/registrationAssignments/read");
      return (): Judgement => judgement;
    }
  }

  async #aobo(connection: AzureConnection, { id }: Subscription): Promise<Judgement> {
    try {
      return judgeAoboOwner(await readRoleAssignments(connection, id));
    } catch (error) {
      return unread(error, "Microsoft.Authorization/roleAssignments/read");
    }
  }
}

const NOBODY_NAMED: Judgement = {
  status: "unknown",
  message: "the fleet does not say who deploys and who reads: access.deployer and access.reader",
};

/** The controls that are in force for a customer. */
export function wantedOf({ access }: Customer): readonly AccessControlId[] {
  return access.controls ?? [];
}

function findings(
  subscription: Subscription,
  judge: (id: AccessControlId) => Judgement | undefined,
): Finding[] {
  const wanted = wantedOf(subscription.customer);
  return ACCESS_CONTROLS.filter(({ id }) => wanted.includes(id)).flatMap((control) => {
    const judgement = judge(control.id);
    return judgement === undefined ? [] : [findingOf(subscription, withCheck(control), judgement)];
  });
}

const controls = new Map<AccessControl, AccessControl & { readonly check: () => Judgement }>();

/** The same object for every finding of a control: findings share its references. */
function withCheck(control: AccessControl) {
  const known = controls.get(control) ?? {
    ...control,
    check: (): Judgement => ({ status: "unknown", message: "judged by the audit" }),
  };
  controls.set(control, known);
  return known;
}

function unread(error: unknown, permission: string): Judgement {
  const { message, status } = azureFailure(error);
  const reason = status === 403 ? `the signed-in identity lacks ${permission}` : message;
  return { status: "unknown", message: `it cannot be read: ${reason}` };
}
