import { CONTROLS } from "./built-in.ts";
import type { Control } from "./control.ts";
import { customControlFaults } from "./custom-controls.ts";

/** Thrown when controls of the app are invalid. The message names each fault on its own line. */
export class ExtensionError extends Error {
  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.name = "ExtensionError";
  }
}

let catalogue: readonly Control[] = CONTROLS;

/** Returns the controls that this process judges: the built-in ones, then those of the app in its order. */
export function controlCatalogue(): readonly Control[] {
  return catalogue;
}

/**
 * Sets the controls of the app and replaces those set before. One process runs one app: gate, review, audit and report
 * must judge by the same controls.
 *
 * @throws {ExtensionError} when one of them is invalid; the catalogue is not changed
 */
export function useCustomControls(controls: readonly Control[]): void {
  const faults = customControlFaults(controls);
  if (faults.length > 0) throw new ExtensionError(faults);
  catalogue = controls.length === 0 ? CONTROLS : [...CONTROLS, ...controls];
}

/** Returns the ids of the app's controls, which exceptions may name. */
export function customControlIds(): readonly string[] {
  return catalogue.slice(CONTROLS.length).map(({ id }) => id);
}

/** Returns the control with this id: `security-contact`. */
export function controlById(id: string): Control | undefined {
  return catalogue.find((control) => control.id === id);
}
