import type { Evidence } from "../evidence/index.ts";
import type { Baseline } from "../fleet/index.ts";

/** The severity of a control, which its findings have. */
export type Severity = "critical" | "high" | "medium" | "low";

/** A rule of another tool or standard: `{ tool: "CIS Azure 6.0", id: "6.1.2.11" }`. */
export interface Reference {
  readonly tool: string;
  readonly id: string;
  readonly url?: string;
}

/** What a control says of one subscription. */
export interface Judgement {
  readonly status: "pass" | "fail" | "unknown";
  /** One sentence for a person, without the subscription's name. */
  readonly message: string;
  /** What to do about it; for a failure. */
  readonly fix?: string;
  /** The resource it is about: its Terraform address or ARM id. */
  readonly resource?: string;
  /** The value it is about, in ARM's names: `properties.emails`. */
  readonly path?: string;
  /** The value of the fleet's baseline it is about: `["securityContact", "alertSeverity"]`. */
  readonly parameter?: readonly string[];
}

/** What the fleet asks of the subscription, and the day on which it is judged. */
export interface Expectation {
  readonly baseline: Baseline;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/** What a control is called, why it is, and whom it satisfies; all but how it judges. */
export type ControlText = Omit<Control, "check" | "enabled">;

/**
 * One requirement on a subscription: judged by the same code in a stack, in a plan and in Azure.
 *
 * A control of your own goes to `fleetApp(build, { controls: [myControl] })`: every verb that runs through the app then
 * knows it. Look at resources through `resourcesSeen`, which tells what could not be read from what is not there, and
 * at their values through `read`, which tells what only an apply will know; both end in `unknown` by themselves.
 * `allOf`, `anyOf` and `everyOf` put criteria together. What the fleet says to it stands in `baseline.custom[id]`.
 */
export interface Control {
  /** Stable, lower case with hyphens; exceptions and findings name it. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Required of every managed subscription; otherwise judged where {@link enabled} says that it is switched on. */
  readonly required: boolean;
  /** What goes wrong without it: one or two sentences. */
  readonly why: string;
  /** How it is judged: sentences for CONTROLS.md. */
  readonly judgedBy: readonly string[];
  /** Rules of other tools that a passing subscription satisfies. */
  readonly satisfies: readonly Reference[];
  /** Rules about the same thing that a passing subscription does not satisfy, and why. */
  readonly cannotSatisfy: readonly (Reference & { readonly reason: string })[];
  /** Whether an optional control is switched on by this baseline. Left out: always. */
  readonly enabled?: (baseline: Baseline) => boolean;
  /**
   * Judges, at once and by nothing but what it is given: one judgement is reused wherever the same would come out. It may
   * throw: the caller turns that into a finding.
   */
  readonly check: (evidence: Evidence, expected: Expectation) => Judgement;
}
