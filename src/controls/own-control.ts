import type { PackName } from "../fleet/index.ts";
import type { Control } from "./control.ts";
import type { Setting } from "./packs/setting.ts";
import type { Words } from "./words.ts";

/** A built-in control, defined in its own file and listed in `built-in.ts`. */
export interface OwnControl<Id extends string = string> extends Control {
  readonly id: Id;
  /** The phrases for headlines about failures. */
  readonly words: Words;
  /** The ARM types that it judges, each with the noun for sentences: `the budget`. */
  readonly judges: Readonly<Record<string, string>>;
  /** Controls whose resources its own resources need: none of them can be excepted without it. @default - none */
  readonly needs?: readonly string[];
  /** The rules of policy packs that require it: it is in force in a baseline with such a pack. @default - none */
  readonly askedBy?: { readonly [name in PackName]?: readonly RuleAsk[] };
  readonly guide: ControlGuide;
}

/** A rule of a policy pack, with the required setting of the control. */
export interface RuleAsk {
  /** The id of the rule in the pack. */
  readonly rule: string;
  readonly setting?: Setting;
}

/** Additional content of a control's page: the part of the fleet that sets it, and frequent failures. */
interface ControlGuide {
  /** YAML below `baseline:` of a customer. */
  readonly baseline: string;
  /** The construct that declares it. */
  readonly construct: string;
  /** Sentences on frequent causes of failure and their remedies. */
  readonly hints: readonly string[];
}

/** Returns the control and keeps its id as a literal type, from which the type of all ids is built. */
export function ownControl<const Id extends string>(control: OwnControl<Id>): OwnControl<Id> {
  return control;
}

/** Returns the rules of a pack that require a control with its default settings. */
export function asked(...rules: readonly string[]): readonly RuleAsk[] {
  return rules.map((rule) => ({ rule }));
}
