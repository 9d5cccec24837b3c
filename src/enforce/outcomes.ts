import type { Activities } from "../audit/index.ts";
import type { Movement } from "../findings/index.ts";
import type { StackResult } from "../runner/index.ts";
import { oneLine } from "../text/visible.ts";
import type { Candidate } from "./candidates.ts";
import { type EnforcedStatus, type EnforcedSubscription, type EnforceResult, isLeft } from "./result.ts";

/** Azure's responses to a caller without a permission, which another attempt does not change. */
const DENIED =
  /AuthorizationFailed|LinkedAuthorizationFailed|does not have (?:authorization|permission)|\b403\b|Forbidden/i;
/** Statuses that repeat as long as drift and stack are unchanged. */
const LASTING: ReadonlySet<EnforcedStatus> = new Set(["waits", "not-repairable"]);

/** Returns the command that plans one stack for a person. */
export function planCommand(stack: string): string {
  return `csp-baseline plan --only ${stack}`;
}

/** Collects the outcome of each subscription, compared with an earlier result if there is one. */
export class Outcomes {
  readonly #earlier: ReadonlyMap<string, EnforcedSubscription>;
  readonly #hasEarlier: boolean;
  readonly #outcomes = new Map<string, EnforcedSubscription>();
  readonly #activities = new Map<string, Activities>();

  constructor(earlier: EnforceResult | undefined) {
    this.#hasEarlier = earlier !== undefined;
    this.#earlier = new Map(earlier?.subscriptions.map((one) => [one.subscriptionId, one]));
  }

  /** Returns whether the earlier result could not repair it, and neither drift nor stack has changed since. */
  isKnown({ fingerprint, subscription }: Candidate): boolean {
    const known = this.#earlier.get(subscription.id);
    return (
      known !== undefined &&
      known.fingerprint === fingerprint &&
      (LASTING.has(known.status) || known.denied === true)
    );
  }

  /** Repeats the outcome of the earlier result. */
  keep(candidate: Candidate): void {
    const known = this.#earlier.get(candidate.subscription.id);
    if (known === undefined) return;
    this.set(candidate, known.status, known.why, known.denied === true ? { denied: true } : {});
  }

  /** Keeps the callers of the last changes of a candidate's resources. */
  note({ subscription }: Candidate, activities: Activities): void {
    this.#activities.set(subscription.id, activities);
  }

  set(
    candidate: Candidate,
    status: EnforcedStatus,
    why: readonly string[],
    more: Partial<Pick<EnforcedSubscription, "denied" | "findings">> = {},
  ): void {
    const { drift, findings, fingerprint, subscription } = candidate;
    const activities = this.#activities.get(subscription.id);
    const unread = activities?.unread;
    const one: EnforcedSubscription = {
      subscriptionId: subscription.id,
      subscriptionName: subscription.name,
      customer: subscription.customer.key,
      status,
      why: unread === undefined ? why : [...why, `the last change could not be read: ${oneLine(unread)}`],
      findings,
      drift: drift.map((place) => {
        const changedBy = activities?.byResource.get(place.resource?.toLowerCase() ?? "");
        return changedBy === undefined ? place : { ...place, changedBy };
      }),
      ...(status === "waits" || status === "failed" || status === "still-open"
        ? { command: planCommand(subscription.id) }
        : {}),
      fingerprint,
      ...more,
    };
    this.#outcomes.set(subscription.id, this.#hasEarlier ? { ...one, movement: this.#movementOf(one) } : one);
  }

  #movementOf(one: EnforcedSubscription): Movement {
    const known = this.#earlier.get(one.subscriptionId);
    return known !== undefined && known.fingerprint === one.fingerprint && isLeft(known) ? "stays" : "new";
  }

  /** Records a plan without changes. */
  unchanged(candidate: Candidate): void {
    if (candidate.findings.length === 0) this.set(candidate, "gone", ["its plan has no changes"]);
    else {
      this.set(candidate, "not-repairable", [
        "its plan has no changes: it was repaired since the audit, or its stack does not declare a repair",
      ]);
    }
  }

  /** Records that Terraform did not complete. */
  failed(candidate: Candidate, result: StackResult | undefined): void {
    const message = oneLine(result?.message ?? "");
    switch (result?.status) {
      case "skipped":
        this.set(candidate, "skipped", [message]);
        break;
      case "refused":
        this.set(candidate, "waits", [message]);
        break;
      case undefined:
      case "not-started":
        this.set(candidate, "not-started", ["the run stopped before it"]);
        break;
      default:
        this.set(
          candidate,
          "failed",
          [message || "Terraform failed"],
          DENIED.test(message) ? { denied: true } : {},
        );
    }
  }

  /**
   * Records the audit after the apply.
   * @param left the remaining findings; undefined for none
   * @param isRead whether the audit could read the subscription
   */
  verified(candidate: Candidate, left: Candidate | undefined, isRead: boolean): void {
    if (!isRead) this.set(candidate, "still-open", ["it was applied, but the audit afterwards failed"]);
    else if (left === undefined) this.set(candidate, "repaired", []);
    else if (left.decided?.status === "unread") this.set(candidate, "still-open", left.decided.why);
    else if (left.drift.length > 0) {
      this.set(
        { ...candidate, drift: left.drift },
        "still-open",
        ["it was applied, but drifted again: another tool or person changes it"],
        { findings: left.findings },
      );
    } else
      this.set(
        candidate,
        "not-repairable",
        ["it was applied; its stack does not declare a repair of the remaining findings"],
        {
          findings: left.findings,
        },
      );
  }

  isRepaired({ subscription }: Candidate): boolean {
    const status = this.#outcomes.get(subscription.id)?.status;
    // The repair did not fail if the stack does not declare the rest.
    return status === "repaired" || status === "not-repairable" || status === "skipped";
  }

  /** Sorts by id. */
  list(): readonly EnforcedSubscription[] {
    return [...this.#outcomes.values()].sort((a, b) => (a.subscriptionId < b.subscriptionId ? -1 : 1));
  }
}
