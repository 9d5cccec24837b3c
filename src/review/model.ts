import type { EvidenceSource } from "../evidence/index.ts";
import type { Finding, FindingStatus, FindingsSummary } from "../findings/index.ts";
import type { Subscription } from "../fleet/index.ts";

/** What Terraform does to a resource. `replace` is told apart by its order: the first leaves a gap. */
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
  /** An action that is invoked beside the resources, as Terraform 1.14 has them. */
  | "invoke"
  /** A `check` block, or a condition, that fails. */
  | "check"
  /** Actions that this version does not know: must be looked at. */
  | "unrecognized";

/** One attribute that differs. Values are ready to be shown: secrets masked, long ones shortened in the middle. */
export interface AttributeChange {
  /** In Terraform's names: `notification[0].contact_emails`. */
  readonly path: string;
  /** Undefined: it is not there. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly sensitive: boolean;
}

/** What a plan does to one resource. */
export interface ResourceChange {
  readonly address: string;
  /** Terraform resource type. */
  readonly type: string;
  readonly actions: readonly ChangeAction[];
  /** Whether a control looks at resources of this type in this subscription. */
  readonly baseline: boolean;
  /** A deposed object of the address, not the live one. */
  readonly deposed: boolean;
  /** Set when the address it had before differs. */
  readonly previousAddress?: string;
  /** For an import: the id that is taken over. */
  readonly importId?: string;
  /** Of a resource that is forgotten: the address under which the same plan imports it. */
  readonly takenOverBy?: string;
  /** Terraform's reason, such as `replace_because_cannot_update`. */
  readonly reason?: string;
  readonly attributes: readonly AttributeChange[];
  /**
   * What is worth a warning by name although controls may still pass: "deletes the security contact",
   * "replaces the budget", "forgets ...", "raises the budget's amount", "drops a recipient". Empty: nothing.
   */
  readonly warnings: readonly string[];
}

/** A change made in Azure outside of Terraform, after normalising what providers only rewrite. */
export interface Drift {
  readonly address: string;
  readonly type: string;
  readonly action: "update" | "delete";
  readonly baseline: boolean;
  readonly attributes: readonly AttributeChange[];
}

export type PlanCoverage =
  /** A whole, applicable plan was read. */
  | { readonly state: "reviewed" }
  /** There is a plan, but it tells nothing for sure: errored, incomplete, for another subscription, unreadable. */
  | { readonly state: "not-reviewed"; readonly reason: string }
  /** There is no plan: its synthesized stack was judged. */
  | { readonly state: "no-plan" };

/** How a control moves by this pull request. */
export type Movement = "worse" | "better" | "open" | "same";

export interface ControlMovement {
  readonly control: string;
  /** Before the apply, where the plan tells; undefined otherwise. */
  readonly before: FindingStatus | undefined;
  readonly after: FindingStatus;
  readonly movement: Movement;
}

/** What the pull request does to one managed subscription. */
export interface SubscriptionReview {
  readonly subscription: Subscription;
  /** The plan file, as it was named. */
  readonly plan?: string;
  /** Its plan was applied already: it shows no changes any more. */
  readonly applied?: boolean;
  /** All files whose plans speak of the subscription, where there are several. */
  readonly plans?: readonly string[];
  readonly coverage: PlanCoverage;
  /** After apply, one for each control. */
  readonly findings: readonly Finding[];
  readonly movements: readonly ControlMovement[];
  /** Without no-op and read. */
  readonly changes: readonly ResourceChange[];
  readonly drift: readonly Drift[];
}

/** Subscriptions that a pull request does exactly the same to. */
export interface ReviewGroup {
  /** A digest of the diff, ids masked: stable across runs. */
  readonly id: string;
  /** Of the first subscription of the group, ids masked by `<subscription>` and `<tenant>`. */
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
  /** Resources that the plan destroys in Azure. */
  readonly destroys: number;
  /** Resources that it drops from the state and leaves in Azure, unmanaged. */
  readonly forgets: number;
}

/** "After this pull request 3 of 4,812 subscriptions have no security contact", as data. */
export interface ControlVerdict {
  readonly control: string;
  readonly title: string;
  /** Subscriptions in which it fails after the apply. */
  readonly fail: number;
  readonly unknown: number;
  readonly excepted: number;
  readonly worse: number;
  readonly better: number;
}

/** The whole result of a review; every format is made of it. */
export interface Review {
  readonly source: Extract<EvidenceSource, "plan">;
  /** An instant in ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly summary: FindingsSummary;
  readonly controls: readonly ControlVerdict[];
  /** Every managed subscription, by id. */
  readonly subscriptions: readonly SubscriptionReview[];
  /** Largest first. */
  readonly groups: readonly ReviewGroup[];
  readonly problems: readonly PlanProblem[];
  /** Subscriptions that left the fleet, and what becomes of their baseline. By their id. */
  readonly retired: readonly Retirement[];
  /** Whether every plan was read whole; if not, the verdict is incomplete and says so. */
  readonly complete: boolean;
}
