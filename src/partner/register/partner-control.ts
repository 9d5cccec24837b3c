import type { Severity } from "../../controls/index.ts";
import type {
  AttestedControlId,
  ObservedControlId,
  PartnerControlId,
  PartnerRole,
} from "../../fleet/index.ts";

const ALL_ROLES: readonly PartnerRole[] = ["direct-bill", "indirect-provider", "indirect-reseller"];
/** The roles whose customers' alerts Microsoft sends to them: an indirect reseller's go to its provider. */
export const ALERTED_ROLES: readonly PartnerRole[] = ["direct-bill", "indirect-provider"];

/** A duty of the partner itself, not of a subscription. */
export interface PartnerControl {
  /** Stable, lower case with hyphens; used in attestations and findings. */
  readonly id: PartnerControlId;
  /** How it is judged: an API shows it, or a person attests it. */
  readonly kind: "observed" | "attested";
  /** The state in which it is met. */
  readonly title: string;
  readonly severity: Severity;
  /** The risk without it: a sentence. */
  readonly why: string;
  /** Steps to meet and verify it. */
  readonly howTo: readonly string[];
  /** The validity of an attestation in days; for an observed control only if a person also verifies it. */
  readonly validDays?: number;
  readonly appliesTo: readonly PartnerRole[];
}

/** A duty that a person attests, always with an end. */
export interface AttestedControl extends PartnerControl {
  readonly id: AttestedControlId;
  readonly kind: "attested";
  readonly validDays: number;
}

export interface ObservedControl extends PartnerControl {
  readonly id: ObservedControlId;
  readonly kind: "observed";
  /** Judged only if this member of `partner` is in the fleet, or was observed; otherwise for all partners. */
  readonly optional?: "webhook" | "costVisibility";
}

/*
 * The default validity of an attestation. Lists of people change weekly, settings and runbooks less often.
 */
export const QUARTER = 90;
export const HALF_YEAR = 180;
export const YEAR = 365;

/** Defines a control that a person attests; by default for partners of every role. */
export function attested(
  control: Omit<AttestedControl, "kind" | "appliesTo"> & Partial<Pick<AttestedControl, "appliesTo">>,
): AttestedControl {
  return { kind: "attested", appliesTo: ALL_ROLES, ...control };
}

/** Defines a control that an API shows. */
export function observed(
  control: Omit<ObservedControl, "kind" | "appliesTo"> & Partial<Pick<ObservedControl, "appliesTo">>,
): ObservedControl {
  return { kind: "observed", appliesTo: ALL_ROLES, ...control };
}
