import type { Baseline, ControlRules } from "../fleet/index.ts";
import { CONTROLS } from "./built-in.ts";
import { isInForce } from "./in-force.ts";

/** Alerts that notify through the action group: without the group they would tell nobody. */
const NEED_ACTION_GROUP = ["service-health-alert", "resource-health-alert", "activity-log-alerts"];

/** What the loader has to know of the project's own controls and of those that the app brings. */
export function controlRules(custom: readonly string[]): ControlRules {
  return {
    ids: [...CONTROLS.map(({ id }) => id), ...custom],
    custom,
    isInForce(id: string, baseline: Baseline): boolean {
      const control = CONTROLS.find((one) => one.id === id);
      // An exception from a control of the app is never refused for being without effect.
      return control === undefined || isInForce(control, baseline);
    },
    needing: (id) => (id === "action-group" ? NEED_ACTION_GROUP : []),
  };
}
