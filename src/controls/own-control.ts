import type { PackName } from "../fleet/index.ts";
import type { Control } from "./control.ts";
import type { Setting } from "./packs/setting.ts";
import type { Words } from "./words.ts";

/** A control of the project itself. Its file has everything that is its own; `built-in.ts` lists it. */
export interface OwnControl<Id extends string = string> extends Control {
  readonly id: Id;
  /** What a headline says of subscriptions in which it fails. */
  readonly words: Words;
  /** The ARM types that it judges, each with what a sentence calls such a resource: `the budget`. */
  readonly judges: Readonly<Record<string, string>>;
  /** Controls whose resources its own resources need: none of them can be excepted without it. @default none */
  readonly needs?: readonly string[];
  /** The rules of policy packs that ask for it: a baseline with such a pack is held to it. @default none */
  readonly askedBy?: { readonly [name in PackName]?: readonly RuleAsk[] };
  readonly guide: ControlGuide;
}

/** A rule of a policy pack, and how settings of the control must be for it. */
export interface RuleAsk {
  /** As the pack lists it. */
  readonly rule: string;
  readonly setting?: Setting;
}

/** What the page of a control says beyond the catalogue: the part of the fleet that sets it, and what goes wrong in practice. */
interface ControlGuide {
  /** YAML below `baseline:`, as a customer may write it. */
  readonly baseline: string;
  /** The construct that declares it. */
  readonly construct: string;
  /** Sentences on what usually makes it fail, and what helps. */
  readonly hints: readonly string[];
}

/** Keeps the id as a type, from which the ids of all controls are made. */
export function ownControl<const Id extends string>(control: OwnControl<Id>): OwnControl<Id> {
  return control;
}

/** Rules of a pack that ask for a control as it is by default. */
export function asked(...rules: readonly string[]): readonly RuleAsk[] {
  return rules.map((rule) => ({ rule }));
}
