import { type JudgedControl, type Judgements, judgedFor } from "../controls/judgements.ts";
import type { ArmResource } from "../evidence/index.ts";
import { isPartialUpdate, type PlanEvidence, PlanFormatError, readPlan } from "../evidence/plan/index.ts";
import type { Fleet, Subscription } from "../fleet/index.ts";
import { actionsOf, removes } from "./actions.ts";
import { resourceChanges } from "./changes.ts";
import { driftOf } from "./drift.ts";
import { existingIds } from "./existing.ts";
import type { Groups } from "./groups.ts";
import { driftFor } from "./ids.ts";
import { type JudgedSides, judgeParts } from "./judge-parts.ts";
import type { Drift, PlanCoverage, PlanProblem, ResourceChange, Retirement } from "./model.ts";
import type { PlanPart } from "./plan-part.ts";
import {
  type Claims,
  changesAnything,
  claimsOf,
  homeSubscription,
  subscriptionOfFile,
  whyNotWhole,
} from "./plan-subscriptions.ts";
import { possibilitiesOf } from "./possibilities.ts";
import { retirementOf } from "./retirement.ts";
import { Secrets } from "./secrets.ts";
import { shorten } from "./shorten.ts";

/** The review of one plan for one managed subscription. */
export interface ReviewedPlan {
  readonly subscription: Subscription;
  readonly file: string;
  readonly coverage: PlanCoverage;
  /** The judgement after the apply; undefined when nothing is certain. */
  readonly after?: readonly JudgedControl[];
  readonly before?: readonly JudgedControl[];
  readonly changes?: readonly ResourceChange[];
  readonly drift?: readonly Drift[];
  /**
   * Whether the plan belongs to another subscription and affects this one by mistake. A plan of its own takes
   * precedence.
   */
  readonly misdirected?: boolean;
  /** Whether the plan belongs to other subscriptions and contains some resources of this one. */
  readonly touches?: boolean;
  /** The input of the judgement, when it was reviewed. */
  readonly part?: PlanPart;
}

export interface PlanResult {
  readonly plans: readonly ReviewedPlan[];
  readonly problems: readonly PlanProblem[];
  readonly retired?: Retirement;
}

/** Reviews one plan for each subscription that it concerns. */
export class PlanReviewer {
  readonly groups: Groups;
  readonly #fleet: Fleet;
  readonly #judgements: Judgements;
  readonly #knownContacts: ReadonlySet<string>;

  /** @param knownContacts ids of subscriptions that have a security contact */
  constructor(fleet: Fleet, judgements: Judgements, groups: Groups, knownContacts: ReadonlySet<string>) {
    this.#fleet = fleet;
    this.#judgements = judgements;
    this.groups = groups;
    this.#knownContacts = knownContacts;
  }

  /** Returns the review of a plan that differs from an earlier one only in its subscription's ids. */
  reviewIdentical(file: string, subscription: Subscription, plan: ReviewedPlan): ReviewedPlan {
    const { after, before, changes = [], coverage, drift = [], subscription: other } = plan;
    const judged = (side: readonly JudgedControl[]) => judgedFor(subscription, side, other);
    const judgedAfter = after === undefined ? undefined : judged(after);
    return {
      subscription,
      file,
      coverage,
      ...(judgedAfter === undefined ? {} : { after: judgedAfter }),
      ...(before === undefined ? {} : { before: before === after ? (judgedAfter ?? []) : judged(before) }),
      changes: this.groups.addIdentical(subscription, other, changes),
      drift: driftFor(subscription, drift, other),
    };
  }

  /** @param plan the parsed JSON of the file, or of one of its lines */
  review(file: string, plan: unknown): PlanResult {
    const secrets = new Secrets(plan);
    const problem = (kind: PlanProblem["kind"], message: string): PlanProblem => ({ file, kind, message });
    const named = subscriptionOfFile(file);
    let evidence: PlanEvidence;
    try {
      evidence = readPlan(plan, named);
    } catch (error) {
      if (!(error instanceof PlanFormatError)) throw error;
      const subscription = this.#managed(named);
      const reason = `its plan cannot be read: ${error.message}`;
      const plans = subscription.map((one) => notReviewed(one, file, reason, false));
      return { plans, problems: [problem("unreadable", error.message)] };
    }
    const claims = claimsOf(evidence, plan);
    const concerned = [...claims.own, ...claims.touched];
    const claimed = concerned.length === 0 && named !== undefined ? [named] : concerned;
    const mismatch = subscriptionMismatch(evidence, claimed, named, secrets);
    if (mismatch !== undefined) {
      const affected = [...new Set([...mismatch.subscriptions, ...claimed])].flatMap((id) =>
        this.#managed(id),
      );
      const plans = affected.map((one) => notReviewed(one, file, mismatch.message, one.id !== named));
      return { plans, problems: [problem("wrong-subscription", mismatch.message)] };
    }
    const managed = claimed.flatMap((id) => this.#managed(id));
    const problems = this.#unknownSubscriptions(evidence, claimed).map((message) =>
      problem("unknown-subscription", message),
    );
    if (managed.length === 0) {
      const retired = retirementOf(file, plan, claimed);
      return retired === undefined ? { plans: [], problems } : { plans: [], problems: [], retired };
    }
    const reason = masked(whyNotWhole(plan), secrets);
    if (reason !== undefined) {
      const plans = managed.map((one) => notReviewed(one, file, reason, false));
      return { plans, problems: [...problems, problem("not-reviewed", reason)] };
    }
    return { plans: this.#whole({ file, plan, evidence, claims, claimed, secrets }, managed), problems };
  }

  /** Judges a subscription by all its plans and by the other declared resources. */
  judge(
    subscription: Subscription,
    parts: readonly PlanPart[],
    declared?: readonly ArmResource[],
  ): JudgedSides {
    return judgeParts(this.#judgements, subscription, parts, declared);
  }

  #managed(id: string | undefined): Subscription[] {
    const found = id === undefined ? undefined : this.#fleet.subscription(id);
    return found === undefined ? [] : [found];
  }

  #unknownSubscriptions(evidence: PlanEvidence, claimed: readonly string[]): string[] {
    if (claimed.length === 0) {
      return [
        "the plan does not contain its subscription: set the provider's subscription_id, or name the file after the subscription's id",
      ];
    }
    const strange = claimed.filter((id) => this.#fleet.subscription(id) === undefined);
    const alone = strange.length === claimed.length;
    return strange
      .filter((id) => alone || changesAnything(evidence, id))
      .map((id) => `subscription ${id} is not in the fleet: declare it in customers/, or remove its plan`);
  }

  #whole(read: WholePlan, managed: readonly Subscription[]): ReviewedPlan[] {
    const { claimed, claims, evidence, file, plan, secrets } = read;
    const existing = existingIds(plan, this.#knownContacts);
    const home = homeSubscription(evidence, claims) ?? claimed[0];
    return managed.map((subscription) => {
      const { baseline, id } = subscription;
      // Resources without a subscription, such as those of another provider, are listed with the plan's own.
      const listed = (where: string | undefined) =>
        where === id || (id === home && (where === undefined || !claimed.includes(where)));
      const context = { plan, evidence, secrets, baseline, listed, existing };
      const possible = possibilitiesOf(plan, evidence, id);
      const resources = {
        after: evidence.after.get(id)?.resources ?? [],
        before: evidence.before.get(id)?.resources ?? [],
      };
      const part: PlanPart = {
        subscription,
        file,
        after: { resources: resources.after, possibilities: possible.after },
        before: { resources: resources.before, possibilities: possible.before },
        deleted: deletedIds(evidence, resources.after),
        secrets,
      };
      const touches = claims.touched.includes(id);
      return {
        subscription,
        file,
        coverage: { state: "reviewed" },
        part,
        ...(touches ? { touches } : this.judge(subscription, [part])),
        changes: resourceChanges(context),
        drift: driftOf(context),
      };
    });
  }
}

/** Returns the ids that the plan deletes in Azure without replacing them. */
function deletedIds({ resources }: PlanEvidence, left: readonly ArmResource[]): ReadonlySet<string> {
  const deleted = new Set<string>();
  for (const { before, entry, type } of resources) {
    if (entry === undefined || typeof before?.id !== "string" || isPartialUpdate(type)) continue;
    if (removes(actionsOf(entry))) deleted.add(before.id.toLowerCase());
  }
  for (const { id } of deleted.size === 0 ? [] : left)
    if (typeof id === "string") deleted.delete(id.toLowerCase());
  return deleted;
}

interface WholePlan {
  readonly file: string;
  readonly plan: unknown;
  readonly evidence: PlanEvidence;
  readonly claims: Claims;
  /** All subscriptions that the plan concerns. */
  readonly claimed: readonly string[];
  readonly secrets: Secrets;
}

function masked(text: string | undefined, secrets: Secrets): string | undefined {
  return text === undefined ? undefined : secrets.maskText(text);
}

function notReviewed(
  subscription: Subscription,
  file: string,
  reason: string,
  misdirected: boolean,
): ReviewedPlan {
  return { subscription, file, coverage: { state: "not-reviewed", reason }, misdirected };
}

/** Returns an error when the plan's provider, its state and its file's name do not agree on the subscription. */
function subscriptionMismatch(
  { misplaced }: PlanEvidence,
  claimed: readonly string[],
  named: string | undefined,
  secrets: Secrets,
): { readonly message: string; readonly subscriptions: readonly string[] } | undefined {
  const [first] = misplaced;
  if (first !== undefined) {
    const { address, providerSubscription, stateSubscription } = first;
    return {
      message: `the plan's state belongs to subscription ${stateSubscription}, but its provider to ${providerSubscription} (${shorten(secrets.maskAddress(address))}): an apply would create a second baseline there and leave the first unmanaged`,
      subscriptions: [stateSubscription, providerSubscription],
    };
  }
  if (named === undefined || claimed.length === 0 || claimed.includes(named)) return undefined;
  return {
    message: `the file is named after subscription ${named}, but its plan is for ${claimed.join(", ")}`,
    subscriptions: [named],
  };
}
