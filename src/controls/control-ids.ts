import { CONTROLS } from "./built-in.ts";

/** The id of a built-in control. */
export type ControlId = (typeof CONTROLS)[number]["id"];

/** The ids of the built-in controls. Exceptions may name these and the ids of the app's controls. */
export const CONTROL_IDS: readonly ControlId[] = CONTROLS.map(({ id }) => id);

/** Controls that every managed subscription must meet. A fleet cannot switch them off; it can only add exceptions. */
export const REQUIRED_CONTROLS: readonly ControlId[] = CONTROLS.filter(({ required }) => required).map(
  ({ id }) => id,
);

/** Controls that are judged where the baseline switches them on or one of its policy packs requires them. */
export const OPTIONAL_CONTROLS: readonly ControlId[] = CONTROLS.filter(({ required }) => !required).map(
  ({ id }) => id,
);
