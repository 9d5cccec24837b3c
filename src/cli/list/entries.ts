import type { Customer, Fleet, FleetException, Position, Subscription } from "../../fleet/index.ts";
import { subscriptionState } from "../../fleet/state-key.ts";

/** The location of a stack's state. */
export interface StateEntry {
  readonly type: Fleet["backend"]["type"];
  /** The key of a file or blob; in HCP Terraform, the workspace. */
  readonly key: string;
}

export interface ExceptionEntry {
  readonly control: string;
  readonly expires: string;
  /** Whether the exception has expired and no longer applies. */
  readonly expired: boolean;
  readonly reason: string;
  readonly approvedBy: string;
  readonly location: Position;
}

export interface SubscriptionEntry {
  readonly id: string;
  readonly name: string;
  readonly customer: string;
  readonly state: StateEntry;
  readonly exceptions: readonly ExceptionEntry[];
  readonly location: Position;
}

export interface CustomerEntry {
  readonly key: string;
  readonly displayName: string;
  readonly tenantId: string;
  readonly access: { readonly model: string; readonly signInTenantId: string };
  readonly subscriptions: readonly SubscriptionEntry[];
  readonly location: Position;
}

/** @param subscriptions the listed subscriptions of the customer */
export function customerEntry(
  fleet: Fleet,
  customer: Customer,
  subscriptions: readonly Subscription[] = customer.subscriptions,
): CustomerEntry {
  const { model } = customer.access;
  return {
    key: customer.key,
    displayName: customer.displayName,
    tenantId: customer.tenantId,
    access: {
      model,
      signInTenantId: model === "lighthouse" ? fleet.partner.tenantId : customer.tenantId,
    },
    subscriptions: subscriptions.map((one) => subscriptionEntry(fleet, one)),
    location: customer.position(),
  };
}

export function subscriptionEntry(fleet: Fleet, subscription: Subscription): SubscriptionEntry {
  const { key, workspace } = subscriptionState(subscription);
  const { type } = fleet.backend;
  return {
    id: subscription.id,
    name: subscription.name,
    customer: subscription.customer.key,
    state: { type, key: type === "cloud" ? workspace : key },
    exceptions: subscription.exceptions.map(exceptionEntry),
    location: subscription.position(),
  };
}

function exceptionEntry(exception: FleetException): ExceptionEntry {
  const { approvedBy, control, expired, expires, reason } = exception;
  return { control, expires, expired, reason, approvedBy, location: exception.position() };
}

/** Returns `excepted from budget until 2027-03-31`; empty without exceptions. */
export function exceptionWords({ control, expired, expires }: ExceptionEntry): string {
  return expired ? `exception from ${control} ended ${expires}` : `excepted from ${control} until ${expires}`;
}
