import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));

/** Runs an app over a fleet of two subscriptions. */
function runApp(body: string, args: readonly string[] = []) {
  const cwd = folderOf({ "fleet/partner.yaml": PARTNER, "fleet/customers/contoso.yaml": CONTOSO });
  const main = join(cwd, "main.mjs");
  writeFileSync(
    main,
    `import { fleetApp } from ${JSON.stringify(`${DIST}src/cli/fleet-app.js`)};
import { SubscriptionStack } from ${JSON.stringify(`${DIST}stacks/index.js`)};
const build = (app, subscription, fleet) => new SubscriptionStack(app, { fleet, subscription });
${body}
`,
  );
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: "utf8" });
  return { status, stderr, stdout, written: existsSync(join(cwd, "cdktf.out", "manifest.json")) };
}

test("a valid app exits with 0 and writes its stacks", () => {
  expect(runApp("process.exitCode = await fleetApp(build);")).toMatchObject({ status: 0, written: true });
});

test.each([
  ["in the builder", "process.exitCode = await fleetApp(() => process.exit(0));"],
  ["without waiting", "fleetApp(build); process.exit(0);"],
])("process.exit(0) %s is not a success", (_, body) => {
  const { status, stderr, written } = runApp(body);
  expect([status, written]).toEqual([3, false]);
  expect(stderr).toContain("the app ended the process before fleetApp was done, as with process.exit()");
});

test.each([
  ["without a handler", "await fleetApp(build);"],
  ["process.exit(0) hides", "await fleetApp(build); process.exit(0);"],
])("a status that %s is still the process's", (_, body) => {
  expect(runApp(body, ["--fleet", "nowhere"]).status).toBe(2);
  expect(runApp(body).status).toBe(0);
});

test("a status that the app makes worse is left as it is", () => {
  expect(runApp("await fleetApp(build); process.exit(7);").status).toBe(7);
});

test("app.synth() in the builder is refused with what to do, and nothing is written", () => {
  const body = "process.exitCode = await fleetApp((app, s, f) => { build(app, s, f); app.synth(); });";
  const { status, stdout, written } = runApp(body);
  expect([status, written]).toEqual([1, false]);
  expect(stdout).toContain("it calls app.synth(): fleetApp writes the stacks itself");
});
