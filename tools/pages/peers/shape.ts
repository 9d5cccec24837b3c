import type { Control } from "../../../src/controls/index.ts";
import type { ArmResource, ValueMap } from "../../../src/evidence/index.ts";

/** What another tool says of a shape, in its own terms or in ours. */
export type PeerVerdict =
  | "pass"
  | "fail"
  /** It has no finding where one is due. */
  | "silent"
  /** It asks a person to look. */
  | "verify"
  /** It does not judge this, or cannot see it. */
  | "-";

/** One way to declare something, on which tools disagree. */
export interface Shape {
  readonly name: string;
  readonly resources: readonly ArmResource[];
  /** By the names of {@link Comparison.peers}; a word besides the verdict is a reason. */
  readonly verdicts: Readonly<Record<string, PeerVerdict | `${PeerVerdict} (${string})`>>;
  /** Why we say what we say, where somebody says something else. */
  readonly why: string;
}

/** Shapes of one thing, and the rules that judge it. */
export interface Comparison {
  readonly control: Control;
  readonly title: string;
  /** The names of rules, in the table's order. */
  readonly peers: readonly string[];
  /** Who has no rule at all. */
  readonly without: string;
  readonly shapes: readonly Shape[];
}

export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";
export const SCOPE = `/subscriptions/${SUBSCRIPTION}`;

export function resource(type: string, name: string, properties: ValueMap): ArmResource {
  const group = type.startsWith("Microsoft.Insights/") ? "/resourceGroups/rg-csp-baseline" : "";
  return { type, name, id: `${SCOPE}${group}/providers/${type}/${name}`, properties };
}
