import type { Evidence } from "../evidence/index.ts";
import type { Baseline } from "../fleet/index.ts";

/** The severity of a control and of its findings. */
export type Severity = "critical" | "high" | "medium" | "low";

/** A rule of another tool or standard: `{ tool: "CIS Azure 6.0", id: "6.1.2.11" }`. */
export interface Reference {
  readonly tool: string;
  readonly id: string;
  readonly url?: string;
}

/** The result of a control for one subscription. */
export interface Judgement {
  readonly status: "pass" | "fail" | "unknown";
  /** One sentence, without the subscription's name. */
  readonly message: string;
  /** The remedy; for a failure. */
  readonly fix?: string;
  /** The resource that is judged: its Terraform address or ARM id. */
  readonly resource?: string;
  /** The value that is judged, in ARM's names: `properties.emails`. */
  readonly path?: string;
  /** The parameter of the fleet's baseline: `["securityContact", "alertSeverity"]`. */
  readonly parameter?: readonly string[];
}

/** The requirements of the fleet on the subscription, and the day of the judgement. */
export interface Expectation {
  readonly baseline: Baseline;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
}

/** The title, reasons and references of a control; everything except its check. */
export type ControlText = Omit<Control, "check" | "enabled">;

/**
 * One requirement on a subscription. The same code judges it in a stack, in a plan and in Azure.
 *
 * Register a custom control with `fleetApp(build, { controls: [myControl] })`: every verb that runs through the app
 * then uses it. Look up resources with `resourcesSeen`, which distinguishes unreadable types from missing resources,
 * and values with `read`, which marks those known only after apply; both produce `unknown` automatically. `allOf`,
 * `anyOf` and `everyOf` combine criteria. The fleet's parameters of the control are in `baseline.custom[id]`.
 */
export interface Control {
  /** Stable id, lower case with hyphens; exceptions and findings refer to it. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Required of every managed subscription; otherwise judged where {@link enabled} returns true. */
  readonly required: boolean;
  /** The risk without it: one or two sentences. */
  readonly why: string;
  /** The criteria as sentences for CONTROLS.md. */
  readonly judgedBy: readonly string[];
  /** Rules of other tools that a passing subscription satisfies. */
  readonly satisfies: readonly Reference[];
  /** Rules on the same subject that a passing subscription does not satisfy, each with the reason. */
  readonly cannotSatisfy: readonly (Reference & { readonly reason: string })[];
  /** Whether this baseline switches an optional control on. @default - always */
  readonly enabled?: (baseline: Baseline) => boolean;
  /**
   * Judges synchronously and depends only on its arguments: equal arguments reuse one judgement. It may throw: the
   * caller turns an error into a finding.
   */
  readonly check: (evidence: Evidence, expected: Expectation) => Judgement;
}
