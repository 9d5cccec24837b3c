import type { PackName } from "../../fleet/index.ts";
import type { ControlId } from "../control-ids.ts";
import type { Setting } from "./setting.ts";

/**
 * A selectable standard: its rules on subscriptions, each with the controls that meet it or the reason why none can.
 */
export interface Pack extends Omit<Standard, "rules"> {
  readonly rules: readonly PackRule[];
}

/** One rule of a standard, with a title in this project's words. */
export type PackRule = {
  readonly id: string;
  readonly title: string;
} & (
  | { readonly asks: readonly Ask[] }
  /** No baseline of this project can meet it; the reason. */
  | { readonly cannot: string }
  /** It may be met but is not judged; the reason. */
  | { readonly notJudged: string }
);

/** A control that must be in force, with its required settings. A rule is met by all its asks together. */
export interface Ask {
  readonly control: ControlId;
  readonly setting?: Setting;
}

/** A standard and its rules. The controls refer to the rules that they meet (`askedBy`). */
export interface Standard {
  readonly name: PackName;
  readonly title: string;
  /** Its scope and the part that the pack contains: one or two sentences. */
  readonly about: string;
  /** The name of the tool or standard in findings: `CIS Azure 6.0`. */
  readonly tool: string;
  readonly url?: string;
  readonly rules: readonly StandardRule[];
}

export type StandardRule = {
  readonly id: string;
  readonly title: string;
} & (
  | { readonly cannot?: never; readonly notJudged?: never }
  | { readonly cannot: string; readonly notJudged?: never }
  | { readonly notJudged: string; readonly cannot?: never }
);
