import type { Baseline } from "./fleet.ts";

/** What the loader has to know of controls. The catalogue, which knows the fleet, gives it: the fleet does not know the catalogue. */
export interface ControlRules {
  /** The project's own controls of a subscription: an exception may name them. */
  readonly own: readonly string[];
  /** Those that the app brings: an exception may name them, and a baseline may have parameters for them. */
  readonly custom: readonly string[];
  /** Whether a subscription with this baseline is held to the control, so that an exception changes something. */
  isInForce(control: string, baseline: Baseline): boolean;
  /** The controls whose resources need what this control asks for. */
  needing(control: string): readonly string[];
}
