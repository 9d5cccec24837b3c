import type { Fleet, Subscription } from "../fleet/index.ts";
import type { SeenSubscription, SourceAnswer, SubscriptionSource } from "./sources/source.ts";

/** Where a managed subscription was found. */
type Visibility =
  /** Azure shows it. */
  | "seen"
  /** Partner Center bills it, Azure does not show it. */
  | "billed"
  /** No source has it, and each that would have it answered in full. */
  | "nowhere"
  /** No source has it, but one that would have it could not be read in full. */
  | "unknown"
  /** No source lists subscriptions as such. */
  | "unasked";

/** How a managed subscription stands, by all sources. */
export interface Standing {
  readonly visibility: Visibility;
  /** The tenant that Azure or Partner Center says it is in, where that is not the customer's. */
  readonly movedTo?: string;
  /** Where it is anything but Enabled. */
  readonly state?: string;
  /** Why its visibility is unknown. */
  readonly reason?: string;
}

/** A subscription that some source shows and the fleet does not have. */
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
  /** Subscriptions of the partner's own tenant, which no customer has: they are left alone. */
  readonly own: number;
  standing(subscription: Subscription): Standing;
}

export interface Asked {
  readonly source: Pick<SubscriptionSource, "shows">;
  readonly answer: SourceAnswer;
}

/** Holds what the sources said against the fleet. */
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
  // Azure says itself where a subscription is; Partner Center, whom it is billed to.
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
    return { visibility: "unasked", reason: "no exported file has anything of this subscription" };
  }
  const doubt = azure.find(({ answer }) => !answer.complete)?.answer;
  if (doubt !== undefined) {
    return {
      visibility: "unknown",
      reason: `${doubt.name}: ${doubt.complaints[0] ?? "it was not read in full"}`,
    };
  }
  if (azure.length === 0)
    return { visibility: "unknown", reason: "Azure was not asked for its subscriptions" };
  return { visibility: isBilled ? "billed" : "nowhere" };
}

/** Partner Center calls what is in order `active`. */
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
