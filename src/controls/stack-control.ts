import type { Control } from "./index.ts";

/** The control under which the gate reports faults of a stack itself. It is always in force and cannot be excepted. */
export const STACK_CONTROL: Control = {
  id: "stack",
  title: "One sound stack for each managed subscription",
  severity: "critical",
  required: true,
  why: "A subscription without its stack, or with a stack for another subscription, has no baseline even if every other control passes.",
  judgedBy: [],
  satisfies: [],
  cannotSatisfy: [],
  check: () => ({ status: "pass", message: "judged by the gate" }),
};
