import { chmodSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPlansFolder } from "../../src/runner/plans-folder.ts";
import { temporaryFolder } from "../support/stack.ts";
import { FakeStacks, stacks } from "./fake-stacks.ts";
import { planIn } from "./verbs.ts";

const isPosix = process.platform !== "win32";
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
let umask: number;
beforeEach(() => {
  umask = process.umask(0o022);
});
afterEach(() => {
  process.umask(umask);
});

test.runIf(isPosix)(
  "all plans are readable by their owner only, also in a folder that was open",
  async () => {
    const fakes = new FakeStacks(stacks(1));
    mkdirSync(fakes.plans, { mode: 0o755 });
    const { code, err } = await planIn(fakes);
    expect([code, modeOf(fakes.plans)]).toEqual([0, "700"]);
    expect(err).toContain("was accessible to others (mode 755): now restricted");
    for (const name of readdirSync(fakes.plans)) {
      if (name !== "logs") expect([name, modeOf(join(fakes.plans, name))]).toEqual([name, "600"]);
    }
    expect(readdirSync(fakes.plans)).toEqual(expect.arrayContaining(["s1.json", "s1.tfplan", "run.jsonl"]));
  },
);

test.runIf(isPosix)("a folder that the runner created, or that is restricted, gives no message", () => {
  const plans = join(temporaryFolder(), "plans");
  expect([openPlansFolder(plans, []), openPlansFolder(plans, [])]).toEqual([undefined, undefined]);
  expect(modeOf(plans)).toBe("700");
});

test.runIf(isPosix)("a folder that other programs need is rejected, not restricted", () => {
  const shared = temporaryFolder();
  chmodSync(shared, 0o1777);
  expect(() => openPlansFolder(shared, [])).toThrow("other programs use it too");
  const project = temporaryFolder();
  chmodSync(project, 0o755);
  mkdirSync(join(project, "below"));
  expect(() => openPlansFolder(project, [join(project, "below")])).toThrow(
    "use a separate folder with --plans",
  );
  expect([modeOf(shared), modeOf(project)]).toEqual(["777", "755"]);
});
