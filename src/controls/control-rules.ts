import type { Baseline, ControlRules } from "../fleet/index.ts";
import { CONTROLS } from "./built-in.ts";
import { isInForce } from "./in-force.ts";
import type { OwnControl } from "./own-control.ts";

const OWN: readonly OwnControl[] = CONTROLS;

/** Returns the facts about built-in controls and the app's controls that the loader needs. */
export function controlRules(custom: readonly string[]): ControlRules {
  return {
    own: OWN.map(({ id }) => id),
    custom,
    isInForce(id: string, baseline: Baseline): boolean {
      const control = OWN.find((one) => one.id === id);
      // An exception from a control of the app is never rejected for having no effect.
      return control === undefined || isInForce(control, baseline);
    },
    needing: (id) => OWN.filter(({ needs = [] }) => needs.includes(id)).map((control) => control.id),
  };
}
