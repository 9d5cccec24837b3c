import { expect, test } from "vitest";
import { Project } from "./project.ts";

test("csp-baseline try goes from the fleet to the audit, the second plan is clean, and what is broken is repaired", async () => {
  const project = await Project.start();
  const { status, stderr, stdout } = await project.csp("try");
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/^ {2}plan +9 stacks: \d+ to add/m);
  expect(stdout).toMatch(
    /^ {2}review +After this pull request all 9 subscriptions have their whole baseline/m,
  );
  expect(stdout).toMatch(/^ {2}deploy +9 stacks applied/m);
  expect(stdout).toMatch(/^ {2}plan again +nothing to do/m);
  expect(stdout).toMatch(/^ {2}break +\S+\/\S+: its security contact emptied/m);
  expect(stdout).toMatch(/^ {2}enforce +1 found, 1 repaired/m);
  expect(stdout).toMatch(/^ {2}once more +nothing found/m);
  expect(stdout).toMatch(/^ {2}audit +\d+ controls passed, 1 excepted, 0 failed, 0 unknown/m);
});
