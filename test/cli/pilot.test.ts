import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { PilotSteps } from "../../src/cli/pilot/steps.ts";
import { heardConsole } from "../support/console.ts";
import { temporaryFolder } from "../support/stack.ts";
import { inProcess } from "./in-process.ts";

const SUBSCRIPTION = "00000000-0000-0000-0000-000000000031";

describe("refused before anything is written or sent", () => {
  test.each([
    ["an unknown subscription", ["no-such"], 'the fleet has no subscription "no-such"'],
    ["a name with control characters", ["a\u001b[31m\nb"], "the fleet has no subscription"],
    [
      "no terminal to ask on and no --yes",
      [SUBSCRIPTION],
      "needs a terminal for the confirmation: add --yes",
    ],
    ["--clean without either", [SUBSCRIPTION, "--clean"], "needs a terminal for the confirmation: add --yes"],
    ["--clean where there was no pilot", [SUBSCRIPTION, "--clean", "--yes"], "has no pilot: name its folder"],
    ["no subscription", [], "name a subscription of the fleet"],
    ["a subscription with --partner", [SUBSCRIPTION, "--partner"], "--partner goes without a subscription"],
    ["--clean with --partner", ["--partner", "--clean"], "nothing to --clean"],
    [
      "an unknown customer with --partner",
      ["--partner", "--customer", "no-such"],
      "the fleet has no customer",
    ],
    ["--customer without --partner", [SUBSCRIPTION, "--customer", "x"], "--customer goes with --partner"],
    ["a mistyped provider", [SUBSCRIPTION, "--provider", "azurrm"], "azurerm"],
  ])("%s", async (_, args, message) => {
    const output = join(temporaryFolder(), "pilot");
    const { err, out, status } = await inProcess(["pilot", ...args, "--fleet", "fleet", "--output", output]);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(message) });
    expect(err + out).not.toContain("\u001b[31m");
    expect(existsSync(output)).toBe(false);
  });
});

test("an --output that is a file is refused and not changed", async () => {
  const output = join(temporaryFolder(), "mine.txt");
  writeFileSync(output, "mine");
  for (const args of [[SUBSCRIPTION, "--yes"], [SUBSCRIPTION, "--clean", "--yes"], ["--partner"]]) {
    const { err, status } = await inProcess(["pilot", ...args, "--fleet", "fleet", "--output", output]);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining("mine.txt is not a folder") });
  }
  expect(readFileSync(output, "utf8")).toBe("mine");
});

describe("steps", () => {
  const began: string[] = [];
  const console = heardConsole({}, new Date("2026-11-24T12:00:00Z"));
  const steps = new PilotSteps(console, (name) => began.push(name));

  test("a failed step is shown, its dependent steps are skipped, and the rest continues", async () => {
    await steps.run("plan", [], () => Promise.reject(new Error("refused\u001b[31m by Azure")));
    await steps.run("deploy", ["plan"], () => Promise.resolve({ status: "ok", message: "applied" }));
    await steps.run("adopt", ["deploy"], () => Promise.resolve({ status: "ok", message: "imported" }));
    await steps.run("audit", [], () => Promise.resolve({ status: "differs", message: "1 failed" }));
    expect(steps.taken.map(({ name, message, status }) => [name, status, message])).toEqual([
      ["plan", "failed", expect.stringMatching(/^refused.* by Azure$/)],
      ["deploy", "skipped", 'it needs "plan"'],
      ["adopt", "skipped", 'it needs "deploy"'],
      ["audit", "differs", "1 failed"],
    ]);
    expect(began).toEqual(["plan", "audit"]);
    expect(console.heard.out).not.toContain("\u001b[31m");
  });

  test("no step starts after an interruption", async () => {
    steps.interrupt();
    await steps.run("review", [], () => Promise.resolve({ status: "ok", message: "" }));
    expect(steps.taken.at(-1)).toMatchObject({ name: "review", status: "skipped", message: "interrupted" });
    expect(began).not.toContain("review");
  });
});
