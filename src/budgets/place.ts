import type { Customer, Fleet, Subscription } from "../fleet/index.ts";

/** The new values of a budget. */
export interface NewBudget {
  readonly amount: number;
  /** The billing currency of the usage. */
  readonly currency: string;
}

/** A place in the fleet for an amount. */
export type BudgetPlace =
  | { readonly kind: "partner" }
  | { readonly kind: "customer"; readonly customer: Customer }
  | { readonly kind: "subscription"; readonly subscription: Subscription };

/** The values to write at one place. */
export interface PlacedBudget {
  readonly place: BudgetPlace;
  readonly amount: number;
  /** Set where the fleet has another currency, or none. */
  readonly currency: string | undefined;
}

/**
 * Returns the most general places for the wanted budgets that leave all other subscriptions unchanged. The place is the
 * partner if one amount is valid for all, or a customer if it is valid for all of its inheriting subscriptions, or else
 * the subscription. A subscription with its own amount keeps its place.
 */
export function placesOf(fleet: Fleet, wanted: ReadonlyMap<string, NewBudget>): readonly PlacedBudget[] {
  const layerOf = (subscription: Subscription) => subscription.origin(["budget", "amount"])?.layer;
  const inherited = fleet.subscriptions.filter(
    (one) => layerOf(one) === "partner" || layerOf(one) === undefined,
  );
  const ofPartner = inherited.length === fleet.subscriptions.length ? common(inherited, wanted) : undefined;
  if (ofPartner !== undefined) return changed({ kind: "partner" }, ofPartner, inherited);
  return fleet.customers.flatMap((customer) => {
    const own = customer.subscriptions.filter((one) => layerOf(one) === "subscription");
    const inheriting = customer.subscriptions.filter((one) => layerOf(one) !== "subscription");
    const shared = inheriting.length > 1 ? common(inheriting, wanted) : undefined;
    const alone = shared === undefined ? [...own, ...inheriting] : own;
    return [
      ...(shared === undefined ? [] : changed({ kind: "customer", customer }, shared, inheriting)),
      ...alone.flatMap((subscription) => {
        const budget = wanted.get(subscription.id);
        return budget === undefined
          ? []
          : changed({ kind: "subscription", subscription }, budget, [subscription]);
      }),
    ];
  });
}

/** Returns the common budget of all; undefined where they differ, or one should not change. */
function common(
  subscriptions: readonly Subscription[],
  wanted: ReadonlyMap<string, NewBudget>,
): NewBudget | undefined {
  const [first, ...others] = subscriptions.map(({ id }) => wanted.get(id));
  const isCommon = others.every((one) => one?.amount === first?.amount && one?.currency === first?.currency);
  return isCommon ? first : undefined;
}

function changed(
  place: BudgetPlace,
  { amount, currency }: NewBudget,
  subscriptions: readonly Subscription[],
): readonly PlacedBudget[] {
  const isOther = subscriptions.some(({ baseline: { budget } }) => budget.currency !== currency);
  const isSame = subscriptions.every(({ baseline: { budget } }) => budget.amount === amount);
  return isSame && !isOther ? [] : [{ place, amount, currency: isOther ? currency : undefined }];
}
