import type { Control } from "./index.ts";

/** Under which id the gate says what is wrong with a stack as such. It is in force always, and cannot be excepted. */
export const STACK_CONTROL: Control = {
  id: "stack",
  title: "One sound stack for each managed subscription",
  severity: "critical",
  required: true,
  why: "A subscription without its stack, or with a stack that points elsewhere, has no baseline however green the rest looks.",
  judgedBy: [],
  satisfies: [],
  cannotSatisfy: [],
  check: () => ({ status: "pass", message: "judged by the gate" }),
};
