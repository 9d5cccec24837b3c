import type { PackName } from "../../fleet/index.ts";
import { CONTROLS } from "../built-in.ts";
import type { ControlId } from "../control-ids.ts";
import type { OwnControl } from "../own-control.ts";
import { amba } from "./amba.ts";
import { cis6 } from "./cis-6.ts";
import type { Ask, Pack, PackRule, Standard, StandardRule } from "./pack.ts";
import { partner2025 } from "./partner-2025.ts";
import { psrule } from "./psrule.ts";

export type { Ask, Pack, PackRule } from "./pack.ts";
export type { Setting } from "./setting.ts";

const BY_NAME: Readonly<Record<PackName, Pack>> = {
  "cis-6": withAsks(cis6),
  psrule: withAsks(psrule),
  amba: withAsks(amba),
  "partner-2025": withAsks(partner2025),
};

/** All policy packs, in the order in which pages show them. */
export const PACKS: readonly Pack[] = Object.values(BY_NAME);

/** Returns the policy pack with a name. */
export function packOf(name: PackName): Pack {
  return BY_NAME[name];
}

/** Adds the controls that cover its rules to a standard. */
function withAsks(standard: Standard): Pack {
  const asks = new Map<string, Ask[]>(standard.rules.map(({ id }) => [id, []]));
  const controls: readonly OwnControl<ControlId>[] = CONTROLS;
  for (const { askedBy = {}, id: control } of controls) {
    for (const { rule, setting } of askedBy[standard.name] ?? []) {
      const of = asks.get(rule);
      if (of === undefined)
        throw new Error(`${control} is required by ${rule}, which ${standard.name} does not list`);
      of.push(setting === undefined ? { control } : { control, setting });
    }
  }
  return { ...standard, rules: standard.rules.map((rule) => withAsk(rule, asks.get(rule.id) ?? [])) };
}

function withAsk({ cannot, id, notJudged, title }: StandardRule, asks: readonly Ask[]): PackRule {
  const reasons = [cannot, notJudged].filter((reason) => reason !== undefined).length;
  if (reasons + Math.min(asks.length, 1) !== 1)
    throw new Error(`the rule ${id} must have a control, or a reason why none covers it`);
  if (cannot !== undefined) return { id, title, cannot };
  return notJudged === undefined ? { id, title, asks } : { id, title, notJudged };
}
