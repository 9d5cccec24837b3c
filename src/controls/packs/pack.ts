import type { Baseline, ControlId, PackName } from "../../fleet/index.ts";

/** A standard as a choice of the fleet: which of its rules about subscriptions which control meets, and which none can. */
export interface Pack {
  readonly name: PackName;
  readonly title: string;
  /** What it is, and what of it is here: one or two sentences. */
  readonly about: string;
  /** The tool or standard as findings refer to it: `CIS Azure 6.0`. */
  readonly tool: string;
  readonly url?: string;
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

/** What a baseline has to say at least. */
export interface Setting {
  /** In the baseline: `["securityContact", "notifyRoles"]`. */
  readonly path: readonly string[];
  /** What it must be, after its name: `has Owner`. */
  readonly is: string;
  readonly meets: (baseline: Baseline) => boolean;
}

/** Asks for controls as they are by default. */
export function controls(...ids: readonly ControlId[]): { readonly asks: readonly Ask[] } {
  return { asks: ids.map((control) => ({ control })) };
}

/** Asks for a control with a setting. */
export function setting(control: ControlId, wanted: Setting): { readonly asks: readonly Ask[] } {
  return { asks: [{ control, setting: wanted }] };
}
