import { CONTROLS } from "./built-in.ts";
import type { Control } from "./control.ts";
import { customControlFaults } from "./custom-controls.ts";

/** Thrown for what an app brings that cannot be used: the message names each fault on a line of its own. */
export class ExtensionError extends Error {
  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.name = "ExtensionError";
  }
}

let catalogue: readonly Control[] = CONTROLS;

/** The controls by which this process judges: the project's own, then those that the app brings, in its order. */
export function controlCatalogue(): readonly Control[] {
  return catalogue;
}

/**
 * Sets the controls that the app brings, in place of those set before. One process runs one app, whose controls hold
 * for all that it judges: gate, review, audit and report must not differ in what they know.
 *
 * @throws {ExtensionError} when one of them cannot be used; then the catalogue stays as it was
 */
export function useCustomControls(controls: readonly Control[]): void {
  const faults = customControlFaults(controls);
  if (faults.length > 0) throw new ExtensionError(faults);
  catalogue = controls.length === 0 ? CONTROLS : [...CONTROLS, ...controls];
}

/** The ids of the controls that the app brings: exceptions may name them. */
export function customControlIds(): readonly string[] {
  return catalogue.slice(CONTROLS.length).map(({ id }) => id);
}

/** The control with this id: `security-contact`. */
export function controlById(id: string): Control | undefined {
  return catalogue.find((control) => control.id === id);
}
