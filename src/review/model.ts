import type { EvidenceSource } from "../evidence/index.ts";
import type { Finding, FindingStatus, FindingsSummary } from "../findings/index.ts";
import type { Subscription } from "../fleet/index.ts";

/** Terraform's action on a resource. The two orders of a replacement differ: `delete-create` leaves a gap. */
export type ChangeAction =
  | "create"
  | "update"
  | "delete"
  | "delete-create"
  | "create-delete"
  | "import"
  | "move"
  | "forget"
  | "read"
  | "no-op"
  /** An action invoked by the plan (Terraform 1.14). */
  | "invoke"
  /** A `check` block, or a condition, that fails. */
  | "check"
  /** An action that this version does not recognize: needs review. */
  | "unrecognized";

/** An attribute that differs. Values are ready for output: secrets masked, long values shortened in the middle. */
export interface AttributeChange {
  /** The path in Terraform's names: `notification[0].contact_emails`. */
  readonly path: string;
  /** Undefined when the attribute is not set. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly sensitive: boolean;
}

/** The changes that a plan makes to one resource. */
export interface ResourceChange {
  readonly address: string;
  /** The Terraform resource type. */
  readonly type: string;
  readonly actions: readonly ChangeAction[];
  /** Whether a control judges resources of this type in this subscription. */
  readonly baseline: boolean;
  /** Whether this is a deposed object of the address, not the current one. */
  readonly deposed: boolean;
  /** The previous address, if it differs. */
  readonly previousAddress?: string;
  /** The id that an import takes over. */
  readonly importId?: string;
  /** For a forgotten resource: the address under which the same plan imports it. */
  readonly takenOverBy?: string;
  /** Terraform's reason, such as `replace_because_cannot_update`. */
  readonly reason?: string;
  readonly attributes: readonly AttributeChange[];
  /**
   * Losses that need review although controls may still pass: "deletes the security contact", "replaces the budget",
   * "forgets ...", "raises the budget's amount", "drops a recipient". Empty when there are none.
   */
  readonly warnings: readonly string[];
}

/** A change made in Azure outside of Terraform, without rewrites by providers. */
export interface Drift {
  readonly address: string;
  readonly type: string;
  readonly action: "update" | "delete";
  readonly baseline: boolean;
  readonly attributes: readonly AttributeChange[];
}

export type PlanCoverage =
  /** A complete, applicable plan was read. */
  | { readonly state: "reviewed" }
  /** There is a plan, but its result is uncertain: errored, incomplete, for another subscription, or unreadable. */
  | { readonly state: "not-reviewed"; readonly reason: string }
  /** There is no plan: the synthesized stack was judged. */
  | { readonly state: "no-plan" };

/** How the pull request changes a control. */
export type Movement = "worse" | "better" | "open" | "same";

export interface ControlMovement {
  readonly control: string;
  /** The status before the apply, if the plan contains it. */
  readonly before: FindingStatus | undefined;
  readonly after: FindingStatus;
  readonly movement: Movement;
}

/** The effect of the pull request on one managed subscription. */
export interface SubscriptionReview {
  readonly subscription: Subscription;
  /** The path of the plan file, as given. */
  readonly plan?: string;
  /** Whether the plan was already applied: no changes are pending. */
  readonly applied?: boolean;
  /** All files whose plans concern the subscription, when there are several. */
  readonly plans?: readonly string[];
  readonly coverage: PlanCoverage;
  /** The state after the apply: one finding for each control. */
  readonly findings: readonly Finding[];
  readonly movements: readonly ControlMovement[];
  /** Without no-op and read. */
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly Drift[];
}

/** Subscriptions with identical changes. */
export interface ReviewGroup {
  /** A digest of the diff with masked ids: stable across runs. */
  readonly id: string;
  /** The changes of the group's first subscription, with ids replaced by `<subscription>` and `<tenant>`. */
  readonly changes: readonly ResourceChange[];
  readonly subscriptions: readonly Subscription[];
}

/** A plan file that could not be read, or that belongs to no managed subscription. */
export interface PlanProblem {
  readonly file: string;
  readonly message: string;
  readonly kind: "unreadable" | "unknown-subscription" | "duplicate" | "not-reviewed" | "wrong-subscription";
}

/** The plan of a subscription that left the fleet, made by `plan --retire`. */
export interface Retirement {
  readonly subscriptionId: string;
  /** The plan's file. */
  readonly plan: string;
  /** The number of resources that the plan destroys in Azure. */
  readonly destroys: number;
  /** The number of resources that it removes from the state and leaves in Azure, unmanaged. */
  readonly forgets: number;
}

/** The counts behind "After this pull request 3 of 4,812 subscriptions have no security contact". */
export interface ControlVerdict {
  readonly control: string;
  readonly title: string;
  /** The number of subscriptions in which the control fails after the apply. */
  readonly fail: number;
  readonly unknown: number;
  readonly excepted: number;
  readonly worse: number;
  readonly better: number;
}

/** The complete result of a review, the input of every format. */
export interface Review {
  readonly source: Extract<EvidenceSource, "plan">;
  /** An instant in ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly summary: FindingsSummary;
  readonly controls: readonly ControlVerdict[];
  /** Every managed subscription, by id. */
  readonly subscriptions: readonly SubscriptionReview[];
  /** The largest group first. */
  readonly groups: readonly ReviewGroup[];
  readonly problems: readonly PlanProblem[];
  /** Subscriptions that left the fleet, with the changes to their baseline, by id. */
  readonly retired: readonly Retirement[];
  /** Whether every plan was read completely. If not, the verdict states that it is incomplete. */
  readonly complete: boolean;
}
