import type { Baseline, Subscription } from "../../fleet/index.ts";
import { controlById } from "../catalogue.ts";
import { isSwitchedOn } from "../in-force.ts";
import type { Ask, Pack, PackRule } from "./pack.ts";

/** The relation of a pack's rule to this project. */
export type RuleStanding = "asked" | "cannot" | "not-judged";

/** The number of subscriptions of a fleet that declare the requirements of a rule or a pack. */
export interface PackCount {
  readonly meet: number;
  readonly subscriptions: number;
}

export function standingOf(rule: PackRule): RuleStanding {
  if ("asks" in rule) return "asked";
  return "cannot" in rule ? "cannot" : "not-judged";
}

/**
 * Describes the requirement, `security-contact with securityContact.notifyRoles has Owner`, or the reason why there is
 * none.
 */
export function wordsOf(rule: PackRule): string {
  if ("cannot" in rule) return rule.cannot;
  if ("notJudged" in rule) return rule.notJudged;
  return rule.asks.map(askInWords).join(", ");
}

function askInWords({ control, setting }: Ask): string {
  return setting === undefined ? control : `${control} where ${setting.path.join(".")} ${setting.is}`;
}

/**
 * Counts the subscriptions whose baseline declares all requirements of a rule without exceptions; undefined where it
 * has none.
 */
export function countRule(rule: PackRule, subscriptions: readonly Subscription[]): PackCount | undefined {
  if (!("asks" in rule)) return undefined;
  return {
    meet: subscriptions.filter((one) => meets(rule.asks, one)).length,
    subscriptions: subscriptions.length,
  };
}

/** Counts the subscriptions whose baseline declares all requirements of a pack. */
export function countPack({ rules }: Pack, subscriptions: readonly Subscription[]): PackCount {
  const asks = rules.flatMap((rule) => ("asks" in rule ? rule.asks : []));
  return {
    meet: subscriptions.filter((one) => meets(asks, one)).length,
    subscriptions: subscriptions.length,
  };
}

function meets(asks: readonly Ask[], { baseline, exceptions }: Subscription): boolean {
  return asks.every(({ control, setting }) => {
    const excepted = exceptions.some((exception) => exception.control === control);
    return !excepted && isDeclared(control, baseline) && setting?.meets(baseline) !== false;
  });
}

function isDeclared(control: string, baseline: Baseline): boolean {
  const known = controlById(control);
  return known !== undefined && isSwitchedOn(known, baseline);
}
