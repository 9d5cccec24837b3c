import { CONTROLS } from "./built-in.ts";

/** The id of a built-in control. */
export type ControlId = (typeof CONTROLS)[number]["id"];

/** All of the project's own controls of a subscription: with those that an app brings, the ones that an exception can name. */
export const CONTROL_IDS: readonly ControlId[] = CONTROLS.map(({ id }) => id);

/** Controls that every managed subscription must meet. A fleet cannot switch them off, only except a subscription from one. */
export const REQUIRED_CONTROLS: readonly ControlId[] = CONTROLS.filter(({ required }) => required).map(
  ({ id }) => id,
);

/** Controls that are judged where the baseline switches them on, or one of its policy packs asks for them. */
export const OPTIONAL_CONTROLS: readonly ControlId[] = CONTROLS.filter(({ required }) => !required).map(
  ({ id }) => id,
);
