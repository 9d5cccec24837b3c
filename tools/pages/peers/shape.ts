import type { Control } from "../../../src/controls/index.ts";
import type { ArmResource, ValueMap } from "../../../src/evidence/index.ts";

/** The verdict of another tool on a shape, in its own terms or in this project's. */
export type PeerVerdict =
  | "pass"
  | "fail"
  /** A finding is missing. */
  | "silent"
  /** A person has to review it. */
  | "verify"
  /** The rule does not evaluate the shape or cannot read it. */
  | "-";

/** A declaration on which tools disagree. */
export interface Shape {
  readonly name: string;
  readonly resources: readonly ArmResource[];
  /** Verdicts by the names of {@link Comparison.peers}; a word after the verdict is a reason. */
  readonly verdicts: Readonly<Record<string, PeerVerdict | `${PeerVerdict} (${string})`>>;
  /** The reason for this project's verdict where other tools disagree. */
  readonly why: string;
}

/** Shapes of one resource, and the rules that evaluate it. */
export interface Comparison {
  readonly control: Control;
  readonly title: string;
  /** The names of rules, in the table's order. */
  readonly peers: readonly string[];
  /** The tools that have no rule. */
  readonly without: string;
  readonly shapes: readonly Shape[];
}

export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";
export const SCOPE = `/subscriptions/${SUBSCRIPTION}`;

export function resource(type: string, name: string, properties: ValueMap): ArmResource {
  const group = type.startsWith("Microsoft.Insights/") ? "/resourceGroups/rg-csp-baseline" : "";
  return { type, name, id: `${SCOPE}${group}/providers/${type}/${name}`, properties };
}
