import type { Baseline } from "./fleet.ts";

/** The facts about controls that the loader needs. The catalogue passes them, because it depends on the fleet. */
export interface ControlRules {
  /** The built-in controls of a subscription: an exception may name them. */
  readonly own: readonly string[];
  /** The app's controls: an exception may name them, and a baseline may have parameters for them. */
  readonly custom: readonly string[];
  /** Reports whether the control is in force for this baseline, so that an exception has an effect. */
  isInForce(control: string, baseline: Baseline): boolean;
  /** Returns the controls whose resources depend on this control. */
  needing(control: string): readonly string[];
}
