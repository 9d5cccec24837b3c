import { expect, test } from "vitest";
import type { RunInput } from "../../src/cli/run-input.ts";
import { showResult } from "../../src/cli/run-report.ts";
import { runResult } from "../../src/runner/run-result.ts";
import { heardConsole } from "../support/console.ts";

const result = runResult({
  verb: "plan",
  run: "1",
  startedAt: 0,
  endedAt: 1000,
  terraformVersion: "1.9.8",
  interrupted: false,
  stacks: [{ id: "1", name: "prod", customer: "contoso", seconds: 1, status: "planned" }],
});
const input: Pick<RunInput, "plans" | "nameOf"> = { plans: "plans", nameOf: () => undefined };

test.each([
  [undefined, "Review: csp-baseline review --plans plans\n"],
  ["reviewed", "Review: csp-baseline review --plans reviewed\n"],
])("the hint after a plan names the published folder, or else that of the plans: %s", (published, hint) => {
  const console = heardConsole({}, new Date(0));
  showResult(result, input, console, published);
  expect(console.heard.out).toContain(hint);
});
