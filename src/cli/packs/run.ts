import { existsSync } from "node:fs";
import { PACKS, type Pack, type PackRule } from "../../controls/index.ts";
import { countPack, countRule, type PackCount, standingOf, wordsOf } from "../../controls/packs/overview.ts";
import { quote } from "../../fleet/echo.ts";
import { suggestion } from "../../fleet/find.ts";
import type { Subscription } from "../../fleet/index.ts";
import { type Console, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { type FleetOptions, fleetFolder, readFleet } from "../fleet-input.ts";
import { showProblems } from "../problems.ts";
import { mark, wrapped } from "../terminal.ts";

export interface PacksOptions extends FleetOptions {
  /** @default all packs */
  readonly name?: string;
  readonly format?: "human" | "json";
}

/** The result of `--format json`. */
interface PacksReport {
  readonly schema: "csp-baseline/packs/v1";
  readonly packs: readonly (Pick<Pack, "name" | "title" | "about" | "tool" | "url"> &
    Partial<PackCount> & {
      /** The number of subscriptions with the pack; undefined without a fleet. */
      readonly chosenBy?: number;
      readonly rules: readonly RuleReport[];
    })[];
}

interface RuleReport extends Partial<PackCount> {
  readonly id: string;
  readonly title: string;
  readonly standing: "asked" | "cannot" | "not-judged";
  /** Controls, with the required setting if there is one. */
  readonly asks?: readonly { readonly control: string; readonly setting?: string; readonly is?: string }[];
  readonly reason?: string;
}

/**
 * `csp-baseline packs`: shows the rules of policy packs, the controls that meet them, the rules that cannot be met,
 * and, with a fleet, how many of its subscriptions declare them.
 */
export function packs(options: PacksOptions, console: Console): ExitCode {
  const chosen = options.name === undefined ? PACKS : PACKS.filter(({ name }) => name === options.name);
  if (chosen.length === 0) {
    const known = PACKS.map(({ name }) => name).join(", ");
    const wanted = options.name ?? "";
    const near = suggestion(
      wanted,
      PACKS.map(({ name }) => name),
    );
    throw new CommandError(
      `unknown policy pack ${quote(wanted)}: the packs are ${known}${near}`,
      EXIT.invalid,
    );
  }
  const subscriptions = readSubscriptions(options, console);
  if (subscriptions === "invalid") return EXIT.invalid;
  if (options.format === "json") console.out(JSON.stringify(reportOf(chosen, subscriptions), undefined, 2));
  else for (const pack of chosen) showPack(pack, subscriptions, console);
  return EXIT.ok;
}

/** Returns undefined without a fleet, because packs can be shown before there is one. */
function readSubscriptions(
  options: FleetOptions,
  console: Console,
): readonly Subscription[] | "invalid" | undefined {
  if (options.fleet === undefined && !existsSync(fleetFolder(options, console))) return undefined;
  const input = readFleet(options, console);
  if ("fleet" in input) return input.fleet.subscriptions;
  showProblems(input.problems, console);
  return "invalid";
}

function reportOf(chosen: readonly Pack[], subscriptions: readonly Subscription[] | undefined): PacksReport {
  return {
    schema: "csp-baseline/packs/v1",
    packs: chosen.map((pack) => {
      const { about, name, rules, title, tool, url } = pack;
      const counts =
        subscriptions === undefined
          ? {}
          : { chosenBy: choosing(pack, subscriptions), ...countPack(pack, subscriptions) };
      return {
        name,
        title,
        about,
        tool,
        ...(url === undefined ? {} : { url }),
        ...counts,
        rules: rules.map((rule) => ruleReport(rule, subscriptions)),
      };
    }),
  };
}

function ruleReport(rule: PackRule, subscriptions: readonly Subscription[] | undefined): RuleReport {
  const { id, title } = rule;
  const standing = standingOf(rule);
  if (!("asks" in rule)) return { id, title, standing, reason: wordsOf(rule) };
  const asks = rule.asks.map(({ control, setting }) => {
    return setting === undefined ? { control } : { control, setting: setting.path.join("."), is: setting.is };
  });
  return { id, title, standing, asks, ...(subscriptions && countRule(rule, subscriptions)) };
}

const STANDINGS = {
  asked: ["asked", "asks for"],
  cannot: ["cannot", "cannot be met:"],
  "not-judged": ["unknown", "not judged:"],
} as const;

/** The largest indent of a rule's second line: ids of some packs are long. */
const HANG = 20;

/** Shows the rules of a pack in its order; those that ask for the same, or fail for the same reason, together. */
function showPack(pack: Pack, subscriptions: readonly Subscription[] | undefined, console: Console): void {
  console.out(wrapped(`${console.style("bold", pack.name)}  ${pack.title}`, console, 2));
  if (subscriptions !== undefined) {
    const { meet } = countPack(pack, subscriptions);
    const all = counted(subscriptions.length, "subscription");
    const chosen = `chosen by ${choosing(pack, subscriptions)} of ${all}`;
    console.out(wrapped(`  ${chosen}; ${meet} declare all its controls`, console, 4));
  }
  const width = Math.max(...pack.rules.map(({ id }) => id.length));
  for (const [same, rules] of alike(pack.rules)) {
    const [state, words] = STANDINGS[standingOf(same)];
    console.out(wrapped(`  ${mark(console, state, words)} ${wordsOf(same)}`, console, 4));
    for (const rule of rules) {
      const count = subscriptions && countRule(rule, subscriptions);
      const met = count === undefined ? "" : `  (${count.meet} of ${count.subscriptions})`;
      console.out(
        wrapped(`    ${rule.id.padEnd(width)}  ${rule.title}${met}`, console, Math.min(width + 6, HANG)),
      );
    }
  }
  console.out("");
}

/** Groups rules by what they ask, or by why they do not; in the order of the first of each. */
function alike(rules: readonly PackRule[]): readonly (readonly [PackRule, readonly PackRule[]])[] {
  const groups = new Map<string, [PackRule, PackRule[]]>();
  for (const rule of rules) {
    const key = `${standingOf(rule)} ${wordsOf(rule)}`;
    const [, same] = groups.get(key) ?? [];
    if (same === undefined) groups.set(key, [rule, [rule]]);
    else same.push(rule);
  }
  return [...groups.values()];
}

function choosing({ name }: Pack, subscriptions: readonly Subscription[]): number {
  return subscriptions.filter(({ baseline }) => baseline.packs.includes(name)).length;
}
