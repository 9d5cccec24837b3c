import { DEFAULT_ACTIVATION_MINUTES } from "../../fleet/access.ts";
import type { Access, Customer, EligibleRole, Fleet, Partner } from "../../fleet/index.ts";
import { neededGroups, type OperationGroup, type Purpose } from "./operations.ts";
import { type BuiltInRole, DELEGATION_DELETE, ELIGIBLE, READER, rolesFor } from "./roles.ts";

/** A principal of the partner that gets roles in the customer's subscriptions. */
export interface Delegate {
  readonly purpose: Purpose;
  /**
   * With Lighthouse, the object id of a group or enterprise application in the partner's tenant. With a customer app,
   * the client id of the application: its object exists in the customer's tenant only after consent.
   */
  readonly id: string;
  /** A name for people. */
  readonly name: string;
  readonly roles: readonly BuiltInRole[];
}

/** Partner staff who activate roles for a limited time in Privileged Identity Management. */
export interface Operators {
  /** Object id of a security group in the partner's tenant. */
  readonly id: string;
  /** A name for people. */
  readonly name: string;
  /** The roles that they can activate. */
  readonly roles: readonly BuiltInRole[];
  /** Their permanent role, without which the portal does not let them activate another one. */
  readonly permanent: BuiltInRole;
  /** ISO 8601, 30 minutes to 8 hours: `PT1H30M`. */
  readonly maximumDuration: string;
  /** At most ten; empty if no approval is needed. */
  readonly approvers: readonly { readonly id: string; readonly name: string }[];
}

/** The access that a customer grants so that the partner can manage its subscriptions. */
export interface Onboarding {
  readonly model: Access["model"];
  readonly partner: { readonly name: string; readonly tenantId: string };
  readonly customer: { readonly key: string; readonly displayName: string; readonly tenantId: string };
  /** In the order of the fleet; each with the region in which its deployments are recorded. */
  readonly subscriptions: readonly {
    readonly id: string;
    readonly name: string;
    readonly location: string;
  }[];
  /** The parts that at least one of the subscriptions has. */
  readonly groups: readonly OperationGroup[];
  /** One for each purpose, if known. */
  readonly delegates: readonly Delegate[];
  /** Only with Lighthouse, and only if the fleet names them. */
  readonly operators?: Operators;
}

/** Ids that take precedence over those of the fleet. */
export type DelegateIds = { readonly [purpose in Purpose]?: string };

export const PURPOSES: readonly Purpose[] = ["deployer", "reader"];

/** Returns the access to request from this customer, by its access model and the baselines of its subscriptions. */
export function onboardingOf(fleet: Fleet, customer: Customer, ids: DelegateIds = {}): Onboarding {
  const { partner } = fleet;
  const { model } = customer.access;
  const groups = neededGroups(customer.subscriptions);
  const delegates = PURPOSES.flatMap((purpose): Delegate[] => {
    const known = delegateIn(customer.access, purpose) ?? delegateIn(partner.access, purpose, model);
    const id = ids[purpose] ?? known?.id;
    if (id === undefined) return [];
    const returns = model === "lighthouse" && purpose === "deployer" ? [DELEGATION_DELETE] : [];
    const name = (known?.id === id ? known.name : undefined) ?? `${partner.name}: csp-baseline ${purpose}`;
    return [{ purpose, id, name, roles: [...rolesFor(groups, purpose), ...returns] }];
  });
  const operators = operatorsIn(customer.access, partner) ?? operatorsIn(partner.access, partner, model);
  return {
    model,
    partner: { name: partner.name, tenantId: partner.tenantId },
    customer: { key: customer.key, displayName: customer.displayName, tenantId: customer.tenantId },
    subscriptions: customer.subscriptions.map(({ baseline, id, name }) => ({
      id,
      name,
      location: baseline.location,
    })),
    groups,
    delegates,
    ...(operators === undefined ? {} : { operators: withRoles(operators, groups) }),
  };
}

type Named = Omit<Operators, "roles"> & { readonly roles: readonly EligibleRole[] | undefined };

function operatorsIn(access: Access, { name: partner }: Partner, model = access.model): Named | undefined {
  if (access.model !== model || access.model !== "lighthouse" || access.operators === undefined)
    return undefined;
  const { approvers = [], maxMinutes = DEFAULT_ACTIVATION_MINUTES, name, objectId, roles } = access.operators;
  return {
    id: objectId,
    name: name ?? `${partner}: operators`,
    roles,
    permanent: READER,
    maximumDuration: durationOf(maxMinutes),
    approvers: approvers.map((one) => ({ id: one.objectId, name: one.name ?? `${partner}: approvers` })),
  };
}

function withRoles({ roles, ...others }: Named, groups: readonly OperationGroup[]): Operators {
  return { ...others, roles: roles?.map((name) => ELIGIBLE[name]) ?? rolesFor(groups, "deployer") };
}

interface NamedPrincipal {
  readonly id: string;
  readonly name?: string;
}

/** Returns the principals that the fleet names; none for other access models. */
function delegateIn(access: Access, purpose: Purpose, model = access.model): NamedPrincipal | undefined {
  if (access.model !== model) return undefined;
  if (access.model === "lighthouse") {
    const { name, objectId } = access[purpose] ?? {};
    return objectId === undefined ? undefined : { id: objectId, ...(name === undefined ? {} : { name }) };
  }
  const id = purpose === "deployer" ? access.clientId : access.readerClientId;
  return id === undefined ? undefined : { id };
}

/** Formats a duration as Azure does: `PT4H`, `PT1H30M`. */
function durationOf(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `PT${hours === 0 ? "" : `${hours}H`}${rest === 0 ? "" : `${rest}M`}`;
}
