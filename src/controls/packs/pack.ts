import type { PackName } from "../../fleet/index.ts";
import type { ControlId } from "../control-ids.ts";
import type { Setting } from "./setting.ts";

/** A standard as a choice of the fleet: which of its rules about subscriptions which control meets, and which none can. */
export interface Pack extends Omit<Standard, "rules"> {
  readonly rules: readonly PackRule[];
}

/** One rule of a standard, with a title in words of our own. */
export type PackRule = {
  readonly id: string;
  readonly title: string;
} & (
  | { readonly asks: readonly Ask[] }
  /** No baseline of ours can meet it, and why. */
  | { readonly cannot: string }
  /** It may be met, but nobody can tell; why. */
  | { readonly notJudged: string }
);

/** A control that must be in force and, where it has settings, how these must be. All asks of a rule together meet it. */
export interface Ask {
  readonly control: ControlId;
  readonly setting?: Setting;
}

/** A standard and its rules. Which controls meet a rule, the controls say (`askedBy`). */
export interface Standard {
  readonly name: PackName;
  readonly title: string;
  /** What it is, and what of it is here: one or two sentences. */
  readonly about: string;
  /** The tool or standard as findings refer to it: `CIS Azure 6.0`. */
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
