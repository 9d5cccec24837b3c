import type { Baseline } from "../fleet/index.ts";
import { CONTROLS } from "./built-in.ts";
import type { Control } from "./control.ts";
import type { OwnControl } from "./own-control.ts";
import { isAskedFor } from "./packs/demands.ts";

/** Whether a subscription of this baseline is held to the control: it is required, switched on, or asked for by a policy pack. */
export function isInForce(control: Control, baseline: Baseline): boolean {
  return isSwitchedOn(control, baseline) || isAskedFor(control.id, baseline);
}

/** Whether the baseline itself has the control. One that fails to say so has to be judged, and then says why. */
export function isSwitchedOn({ enabled }: Control, baseline: Baseline): boolean {
  try {
    return enabled?.(baseline) !== false;
  } catch {
    return true;
  }
}

/** The ARM types that only controls judge which the baseline has switched off. */
export function typesSwitchedOff(baseline: Baseline): ReadonlySet<string> {
  const own: readonly OwnControl[] = CONTROLS;
  const typesWhere = (isOn: boolean) =>
    own
      .filter((control) => isSwitchedOn(control, baseline) === isOn)
      .flatMap(({ judges }) => Object.keys(judges));
  const on = new Set(typesWhere(true));
  return new Set(typesWhere(false).filter((type) => !on.has(type)));
}
