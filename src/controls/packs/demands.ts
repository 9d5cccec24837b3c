import type { Baseline, PackName } from "../../fleet/index.ts";
import { listed } from "../../text/wording.ts";
import type { Judgement, Reference } from "../control.ts";
import { packOf } from "./index.ts";
import type { Ask, Pack } from "./pack.ts";

/** A requirement of one pack of a baseline on one control. */
interface Demand {
  readonly pack: Pack;
  /** The position of the pack in the baseline's list. */
  readonly index: number;
  readonly rule: string;
  readonly ask: Ask;
}

type Demands = ReadonlyMap<string, readonly Demand[]>;

const known = new WeakMap<readonly unknown[], Demands>();

/** Returns the requirements by control, computed once for each list of packs, which baselines share. */
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

/** Reports whether a selected pack of the baseline requires a control. */
export function isAskedFor(control: string, baseline: Baseline): boolean {
  return demandsOf(baseline).has(control);
}

/** Returns the selected packs that require a control, in the baseline's order. */
export function packsAskingFor(control: string, baseline: Baseline): readonly PackName[] {
  const asking = demandsOf(baseline).get(control) ?? [];
  return [...new Set(asking.map(({ pack }) => pack.name))];
}

/** Returns the rules of selected packs that a control covers. */
export function packReferences(control: string, baseline: Baseline): Reference[] {
  const found = demandsOf(baseline).get(control) ?? [];
  const unique = new Map(
    found.map(({ pack, rule }) => [`${pack.tool} ${rule}`, { tool: pack.tool, id: rule }]),
  );
  return [...unique.values()];
}

/**
 * Returns the failure of an optional control that a selected pack requires and the baseline switches off; otherwise
 * undefined.
 */
export function switchedOff(control: string, baseline: Baseline): Judgement | undefined {
  const demands = demandsOf(baseline).get(control) ?? [];
  const [first] = demands;
  if (first === undefined) return undefined;
  const rules = new Map<string, Set<string>>();
  for (const { pack, rule } of demands) rules.set(pack.name, (rules.get(pack.name) ?? new Set()).add(rule));
  const asking = [...rules].map(([pack, ids]) => `${pack} (${listed([...ids])})`);
  // The baseline's keys are the camel-case names of the controls.
  const key = control.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return {
    status: "fail",
    message: `${listed(asking)} ${asking.length === 1 ? "requires" : "require"} ${control}, but the baseline switches it off`,
    fix: `switch ${key} on in the fleet, or except ${control}`,
    parameter: ["packs", String(first.index)],
  };
}

/** Returns the failure of a control whose settings are weaker than a selected pack requires; otherwise undefined. */
export function tooWeak(control: string, baseline: Baseline): Judgement | undefined {
  const unmet = (demandsOf(baseline).get(control) ?? []).flatMap(({ ask: { setting }, pack }) =>
    setting === undefined || setting.meets(baseline) ? [] : [{ pack: pack.name, setting }],
  );
  const [first] = unmet;
  if (first === undefined) return undefined;
  // Several rules may require the same setting.
  const requirements = new Map<string, Set<string>>();
  for (const { pack, setting } of unmet) {
    const requirement = `${setting.path.join(".")} ${setting.is}`;
    requirements.set(pack, (requirements.get(pack) ?? new Set()).add(requirement));
  }
  const asked = [...requirements].map(([pack, of]) => `${pack} requires that ${listed([...of])}`);
  return {
    status: "fail",
    message: `the baseline is weaker than its policy packs: ${asked.join("; ")}`,
    fix: `change ${first.setting.path.join(".")} in the fleet, or except ${control}`,
    parameter: first.setting.path,
  };
}
