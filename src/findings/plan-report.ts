import type { FindingsReport } from "./report.ts";

/** `findings/v1` of a review of plans: what the plans do, beside what they leave. */
export interface PlanFindingsReport extends FindingsReport {
  readonly source: "plan";
  /** Whether every plan was read whole; if not, the findings are not all that there is to say. */
  readonly complete: boolean;
  /** Of every managed subscription, by its id. */
  readonly changes: readonly SubscriptionChanges[];
  /** Diffs that are the same in several subscriptions, or in one. Largest first. */
  readonly groups: readonly ChangeGroup[];
  /** Subscriptions that left the fleet, and what becomes of their baseline; left out when there is none. */
  readonly retired?: readonly RetirementReport[];
  /** Plan files that could not be used. */
  readonly problems: readonly { readonly file: string; readonly kind: string; readonly message: string }[];
}

/** A plan of `plan --retire`. */
export interface RetirementReport {
  readonly subscriptionId: string;
  readonly plan: string;
  readonly destroys: number;
  readonly forgets: number;
}

/** What the plan of one subscription does. */
export interface SubscriptionChanges {
  readonly subscriptionId: string;
  readonly subscriptionName: string;
  readonly customer: string;
  /** The plan's file. */
  readonly plan?: string;
  /** `no-plan`: its synthesized stack was judged. */
  readonly coverage: "reviewed" | "not-reviewed" | "no-plan";
  /** Why it was not reviewed. */
  readonly reason?: string;
  readonly counts: ChangeCountsReport;
  /** Whether a control looks at one of the resources that change. */
  readonly baseline: boolean;
  /** Controls that pass or are excepted before, and neither afterwards. */
  readonly worse: readonly string[];
  readonly better: readonly string[];
  /** The id of the group that has the attributes of these changes. */
  readonly group?: string;
  readonly changes: readonly ListedChange[];
  /** What was changed in Azure outside of Terraform. */
  readonly drift: readonly ListedDrift[];
}

/** Resources, by what is done to them; one that is imported and changed counts as both. */
export interface ChangeCountsReport {
  readonly add: number;
  readonly change: number;
  readonly delete: number;
  readonly replace: number;
  readonly import: number;
  readonly move: number;
  readonly forget: number;
  readonly unrecognized: number;
  readonly drift: number;
}

/** What is done to one resource, without its attributes. */
export interface ListedChange {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly string[];
  readonly baseline: boolean;
  readonly deposed: boolean;
  readonly previousAddress?: string;
  readonly importId?: string;
  readonly reason?: string;
  readonly warnings: readonly string[];
}

export interface DetailedChange extends ListedChange {
  readonly attributes: readonly ListedAttribute[];
}

export interface ListedDrift {
  readonly address: string;
  readonly type: string;
  readonly action: "update" | "delete";
  readonly baseline: boolean;
  readonly attributes: readonly ListedAttribute[];
}

/** Values are masked and shortened; one that is not there is left out. */
export interface ListedAttribute {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
  readonly sensitive: boolean;
}

export interface ChangeGroup {
  readonly id: string;
  /** Ids are masked as `<subscription>` and `<tenant>`. */
  readonly changes: readonly DetailedChange[];
  /** Ids. */
  readonly subscriptions: readonly string[];
}
