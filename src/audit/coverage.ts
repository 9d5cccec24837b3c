import type { Fleet, Subscription } from "../fleet/index.ts";
import type { SeenSubscription, SourceAnswer, SubscriptionSource } from "./sources/source.ts";

/** Where a managed subscription was found. */
type Visibility =
  /** Azure shows it. */
  | "seen"
  /** Partner Center bills it, Azure does not show it. */
  | "billed"
  /** No source shows it, and every source that would was read completely. */
  | "nowhere"
  /** No source shows it, but one that would was not read completely. */
  | "unknown"
  /** No source lists subscriptions. */
  | "unasked";

/** The state of a managed subscription in all sources. */
export interface Standing {
  readonly visibility: Visibility;
  /** The tenant in Azure or Partner Center, if it is not the customer's. */
  readonly movedTo?: string;
  /** The state, if it is not Enabled. */
  readonly state?: string;
  /** The reason for an unknown visibility. */
  readonly reason?: string;
}

/** Why Azure takes no changes of a subscription; undefined where it does, as far as is known. */
export function whyNoChanges({ movedTo, state }: Standing): string | undefined {
  if (movedTo !== undefined) return `it was transferred to the tenant ${movedTo}`;
  return state === undefined ? undefined : `its state is ${state}: Azure refuses changes of it, or may`;
}

/** A subscription that a source shows and the fleet lacks. */
export interface UnmanagedSubscription extends SeenSubscription {
  /** The names of the sources that show it. */
  readonly shownBy: readonly string[];
  /** The fleet's customer with this tenant. */
  readonly customer?: string;
}

export interface Coverage {
  readonly answers: readonly SourceAnswer[];
  /** Sorted by id. */
  readonly unmanaged: readonly UnmanagedSubscription[];
  /** The number of subscriptions of the partner's own tenant without a customer: they are ignored. */
  readonly own: number;
  standing(subscription: Subscription): Standing;
}

export interface Asked {
  readonly source: Pick<SubscriptionSource, "shows">;
  readonly answer: SourceAnswer;
}

/** Compares the answers of the sources with the fleet. */
export function coverageOf(fleet: Fleet, asked: readonly Asked[]): Coverage {
  const byId = new Map<string, { seen: SeenSubscription; answer: SourceAnswer }[]>();
  for (const { answer } of asked) {
    for (const seen of answer.subscriptions) {
      const entries = byId.get(seen.subscriptionId);
      if (entries === undefined) byId.set(seen.subscriptionId, [{ seen, answer }]);
      else entries.push({ seen, answer });
    }
  }
  const customers = new Map<string, string>(fleet.customers.map(({ key, tenantId }) => [tenantId, key]));
  const unmanaged = [...byId]
    .filter(([id]) => fleet.subscription(id) === undefined)
    .map(([, entries]) => merged(entries, customers))
    .sort((a, b) => (a.subscriptionId < b.subscriptionId ? -1 : 1));
  const isOwn = ({ customer, tenantId }: UnmanagedSubscription) =>
    tenantId === fleet.partner.tenantId && customer === undefined;
  return {
    answers: asked.map(({ answer }) => answer),
    unmanaged: unmanaged.filter((one) => !isOwn(one)),
    own: unmanaged.filter(isOwn).length,
    standing: (subscription) => standingOf(subscription, byId.get(subscription.id) ?? [], asked),
  };
}

function standingOf(
  subscription: Subscription,
  entries: readonly { seen: SeenSubscription; answer: SourceAnswer }[],
  asked: readonly Asked[],
): Standing {
  const inAzure = entries.filter(({ answer }) => answer.kind !== "partner-center");
  // Azure shows the tenant of a subscription; Partner Center shows who is billed.
  const tenantId = [...inAzure, ...entries].map(({ seen }) => seen.tenantId).find((id) => id !== undefined);
  const state = [...inAzure, ...entries].map(({ seen }) => seen.state).find(isTroubled);
  return {
    ...visibilityOf(subscription, inAzure.length > 0, entries.length > 0, asked),
    ...(tenantId === undefined || tenantId === subscription.customer.tenantId ? {} : { movedTo: tenantId }),
    ...(state === undefined ? {} : { state }),
  };
}

function visibilityOf(
  subscription: Subscription,
  isSeen: boolean,
  isBilled: boolean,
  asked: readonly Asked[],
): Pick<Standing, "visibility" | "reason"> {
  if (isSeen) return { visibility: "seen" };
  const azure = asked.filter(
    ({ answer, source }) => answer.kind !== "partner-center" && source.shows(subscription),
  );
  if (azure.length > 0 && azure.every(({ answer }) => answer.isNoList === true)) {
    return { visibility: "unasked", reason: "no exported file has resources of this subscription" };
  }
  const doubt = azure.find(({ answer }) => !answer.complete)?.answer;
  if (doubt !== undefined) {
    return {
      visibility: "unknown",
      reason: `${doubt.name}: ${doubt.complaints[0] ?? "it was not read completely"}`,
    };
  }
  if (azure.length === 0)
    return { visibility: "unknown", reason: "no list of subscriptions was requested from Azure" };
  return { visibility: isBilled ? "billed" : "nowhere" };
}

/** Reports whether the state needs attention. The regular state in Partner Center is `active`. */
function isTroubled(state: string | undefined): boolean {
  return state !== undefined && !/^(enabled|active)$/i.test(state);
}

function merged(
  entries: readonly { seen: SeenSubscription; answer: SourceAnswer }[],
  customers: ReadonlyMap<string, string>,
): UnmanagedSubscription {
  const first = (key: "tenantId" | "displayName" | "state") =>
    entries.map(({ seen }) => seen[key]).find((value) => value !== undefined);
  const [tenantId, displayName, state] = [first("tenantId"), first("displayName"), first("state")];
  const customer = customers.get(tenantId ?? "");
  return {
    subscriptionId: entries[0]?.seen.subscriptionId ?? "",
    shownBy: [...new Set(entries.map(({ answer }) => answer.name))],
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(state === undefined ? {} : { state }),
    ...(customer === undefined ? {} : { customer }),
  };
}
