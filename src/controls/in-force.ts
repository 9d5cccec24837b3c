import type { Baseline } from "../fleet/index.ts";
import type { Control } from "./control.ts";
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
