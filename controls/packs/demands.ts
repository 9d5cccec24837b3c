import type { Baseline } from "../../inventory/index.ts";
import type { Judgement, Reference } from "../control.ts";
import { listed } from "../wording.ts";
import { packOf } from "./index.ts";
import type { Ask, Pack } from "./pack.ts";

/** What one pack of a baseline asks of one control. */
interface Demand {
  readonly pack: Pack;
  /** Which of the baseline's packs it is. */
  readonly index: number;
  readonly rule: string;
  readonly ask: Ask;
}

type Demands = ReadonlyMap<string, readonly Demand[]>;

const known = new WeakMap<readonly unknown[], Demands>();

/** By control; worked out once for each list of packs, which baselines share. */
function demandsOf({ packs }: Baseline): Demands {
  const before = known.get(packs);
  if (before !== undefined) return before;
  const demands = new Map<string, Demand[]>();
  for (const [index, name] of packs.entries()) {
    const pack = packOf(name);
    for (const rule of pack.rules) {
      for (const ask of "asks" in rule ? rule.asks : []) {
        const of = demands.get(ask.control) ?? [];
        demands.set(ask.control, of);
        of.push({ pack, index, rule: rule.id, ask });
      }
    }
  }
  known.set(packs, demands);
  return demands;
}

/** Whether a pack that the baseline has chosen asks for a control. */
export function isAskedFor(control: string, baseline: Baseline): boolean {
  return demandsOf(baseline).has(control);
}

/** The rules of chosen packs that a control is there for. */
export function packReferences(control: string, baseline: Baseline): Reference[] {
  const found = demandsOf(baseline).get(control) ?? [];
  const unique = new Map(
    found.map(({ pack, rule }) => [`${pack.tool} ${rule}`, { tool: pack.tool, id: rule }]),
  );
  return [...unique.values()];
}

/** Said of an optional control that a chosen pack asks for and the baseline has switched off; undefined when none does. */
export function switchedOff(control: string, baseline: Baseline): Judgement | undefined {
  const [first, ...others] = demandsOf(baseline).get(control) ?? [];
  if (first === undefined) return undefined;
  const packs = [...new Set([first, ...others].map(({ pack }) => pack.name))];
  return {
    status: "fail",
    message: `${listed(packs)} ${packs.length === 1 ? "asks" : "ask"} for ${control}, and the baseline has it switched off`,
    fix: `switch ${control} on, or except it`,
    parameter: ["packs", String(first.index)],
  };
}

/** Said of a control whose settings are weaker than a chosen pack asks; undefined when none is. */
export function tooWeak(control: string, baseline: Baseline): Judgement | undefined {
  const unmet = (demandsOf(baseline).get(control) ?? []).flatMap(({ ask: { setting }, pack, rule }) =>
    setting === undefined || setting.meets(baseline) ? [] : [{ pack: pack.name, rule, setting }],
  );
  const [first] = unmet;
  if (first === undefined) return undefined;
  // One setting may be asked for by several rules and packs.
  const wishes = new Map<string, Set<string>>();
  for (const { pack, setting } of unmet) {
    const wish = `${setting.path.join(".")} ${setting.is}`;
    wishes.set(wish, (wishes.get(wish) ?? new Set()).add(pack));
  }
  const asked = [...wishes].map(([wish, packs]) => {
    return `${listed([...packs])} ${packs.size === 1 ? "asks" : "ask"} that ${wish}`;
  });
  return {
    status: "fail",
    message: `the baseline is weaker than its policy packs: ${listed(asked)}`,
    fix: "change the setting in the fleet, or except the control",
    parameter: first.setting.path,
  };
}
