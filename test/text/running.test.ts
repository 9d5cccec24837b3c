import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { isRunning } from "../../src/text/running.ts";

test("this process runs, an ended one does not", () => {
  const { pid } = spawnSync(process.execPath, ["-e", "0"]);
  expect(isRunning(process.pid)).toBe(true);
  expect(isRunning(pid)).toBe(false);
});

test.each([0, -1, 1.5, Number.NaN])("%s is not a process id", (pid) => {
  expect(isRunning(pid)).toBe(false);
});
