import type { Baseline } from "../fleet/index.ts";
import { CONTROLS } from "./built-in.ts";
import type { Control } from "./control.ts";
import type { OwnControl } from "./own-control.ts";
import { isAskedFor } from "./packs/demands.ts";

/**
 * Reports whether the control applies to a subscription of this baseline: required, switched on, or required by a
 * policy pack.
 */
export function isInForce(control: Control, baseline: Baseline): boolean {
  return isSwitchedOn(control, baseline) || isAskedFor(control.id, baseline);
}

/**
 * Reports whether the baseline switches the control on. A control whose `enabled` throws is judged, which reports the
 * error.
 */
export function isSwitchedOn({ enabled }: Control, baseline: Baseline): boolean {
  try {
    return enabled?.(baseline) !== false;
  } catch {
    return true;
  }
}

/** Returns the ARM types that are judged only by controls that the baseline switches off. */
export function typesSwitchedOff(baseline: Baseline): ReadonlySet<string> {
  const own: readonly OwnControl[] = CONTROLS;
  const typesWhere = (isOn: boolean) =>
    own
      .filter((control) => isSwitchedOn(control, baseline) === isOn)
      .flatMap(({ judges }) => Object.keys(judges));
  const on = new Set(typesWhere(true));
  return new Set(typesWhere(false).filter((type) => !on.has(type)));
}
