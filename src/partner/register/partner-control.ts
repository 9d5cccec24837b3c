import type { Severity } from "../../controls/index.ts";
import type {
  AttestedControlId,
  ObservedControlId,
  PartnerControlId,
  PartnerRole,
} from "../../fleet/index.ts";

const ALL_ROLES: readonly PartnerRole[] = ["direct-bill", "indirect-provider", "indirect-reseller"];
/** Those whose customers' alerts Microsoft sends to them: an indirect reseller's go to its provider. */
export const ALERTED_ROLES: readonly PartnerRole[] = ["direct-bill", "indirect-provider"];

/** One duty of the partner itself: not of a subscription. */
export interface PartnerControl {
  /** Stable, lower case with hyphens; attestations and findings name it. */
  readonly id: PartnerControlId;
  /** How it is known: an API shows it, or a person vouches for it. */
  readonly kind: "observed" | "attested";
  /** What is so when it is met. */
  readonly title: string;
  readonly severity: Severity;
  /** What goes wrong without it: a sentence. */
  readonly why: string;
  /** Steps to meet and verify it. */
  readonly howTo: readonly string[];
  /** For how many days what a person saw counts; of an observed control only where a person looks too. */
  readonly validDays?: number;
  readonly appliesTo: readonly PartnerRole[];
}

/** One that a person vouches for, which always runs out. */
export interface AttestedControl extends PartnerControl {
  readonly id: AttestedControlId;
  readonly kind: "attested";
  readonly validDays: number;
}

export interface ObservedControl extends PartnerControl {
  readonly id: ObservedControlId;
  readonly kind: "observed";
  /** Judged only where this member of `partner` is in the fleet, or was observed; of all partners otherwise. */
  readonly optional?: "webhook" | "costVisibility";
}

/*
 * For how long an attestation counts, unless it says otherwise. Lists of people change by the week, settings and
 * runbooks less often.
 */
export const QUARTER = 90;
export const HALF_YEAR = 180;
export const YEAR = 365;

/** A control that a person vouches for; asked of partners of every role unless told. */
export function attested(
  control: Omit<AttestedControl, "kind" | "appliesTo"> & Partial<Pick<AttestedControl, "appliesTo">>,
): AttestedControl {
  return { kind: "attested", appliesTo: ALL_ROLES, ...control };
}

/** A control that an API shows. */
export function observed(
  control: Omit<ObservedControl, "kind" | "appliesTo"> & Partial<Pick<ObservedControl, "appliesTo">>,
): ObservedControl {
  return { kind: "observed", appliesTo: ALL_ROLES, ...control };
}
