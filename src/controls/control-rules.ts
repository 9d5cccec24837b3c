import type { Baseline, ControlRules } from "../fleet/index.ts";
import { CONTROLS } from "./built-in.ts";
import { isInForce } from "./in-force.ts";
import type { OwnControl } from "./own-control.ts";

const OWN: readonly OwnControl[] = CONTROLS;

/** What the loader has to know of the project's own controls and of those that the app brings. */
export function controlRules(custom: readonly string[]): ControlRules {
  return {
    own: OWN.map(({ id }) => id),
    custom,
    isInForce(id: string, baseline: Baseline): boolean {
      const control = OWN.find((one) => one.id === id);
      // An exception from a control of the app is never refused for being without effect.
      return control === undefined || isInForce(control, baseline);
    },
    needing: (id) => OWN.filter(({ needs = [] }) => needs.includes(id)).map((control) => control.id),
  };
}
