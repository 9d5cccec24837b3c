import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { EnforceResult } from "../../src/enforce/index.ts";
import { BREAKS, breakIn } from "./breaks.ts";
import { type Ended, Project } from "./project.ts";

/*
 * Subscriptions that are broken in ten ways, and repaired. CSP_BASELINE_ACCEPTANCE_SUBSCRIPTIONS says how many there are: the
 * broken ones are what takes time, so a dozen is enough for every day.
 */

const COUNT = Number(process.env["CSP_BASELINE_ACCEPTANCE_SUBSCRIPTIONS"] ?? "12");
const PARTNER_TENANT = "11111111-1111-1111-1111-111111111111";
const TENANT = "22222222-2222-2222-2222-222222222222";
const LONG = 3_600_000;
const idOf = (index: number) => `00000000-0000-0000-0000-00000000${String(1000 + index)}`;
const broken = (index: number) => idOf(index * Math.floor(COUNT / BREAKS.length) + 1);

let project: Project;
beforeAll(async () => {
  project = await Project.start({
    prepare: (fleet) => {
      const customers = join(fleet, "customers");
      for (const name of readdirSync(customers)) rmSync(join(customers, name));
      mkdirSync(customers, { recursive: true });
      const entries = Array.from(
        { length: COUNT },
        (_, at) => `  - { id: ${idOf(at + 1)}, name: app-${at + 1} }\n`,
      );
      writeFileSync(
        join(customers, "contoso.yaml"),
        `customer: contoso\ndisplayName: Contoso\ntenantId: ${TENANT}\nsubscriptions:\n${entries.join("")}`,
      );
    },
  });
});

/** Runs `enforce`, and adds its output to a transcript if requested. */
async function enforce(...args: readonly string[]): Promise<Ended & { readonly result: EnforceResult }> {
  const shown = await project.csp("enforce", "--parallelism", "3", ...args);
  const transcript = process.env["CSP_BASELINE_ACCEPTANCE_TRANSCRIPT"];
  if (transcript)
    appendFileSync(
      transcript,
      `$ csp-baseline enforce ${args.join(" ")}\n${shown.stderr}${shown.stdout}exit ${shown.status}\n\n`,
    );
  const file = join(project.root, "plans", "enforce.json");
  return { ...shown, result: JSON.parse(project.read(file)) };
}

test("a deployed fleet has no drift", { timeout: LONG }, async () => {
  await project.synth();
  expect(await project.run("plan")).toMatchObject({ exit: 0, counts: { planned: COUNT } });
  const deployed = await project.run("deploy");
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: COUNT } });
  const { result, status, stdout } = await enforce();
  expect(status, stdout).toBe(0);
  expect(result).toMatchObject({ status: "clean", subscriptions: [] });
});

test("ten drifted subscriptions exceed the limit", { timeout: LONG }, async () => {
  for (const [index, one] of BREAKS.entries())
    await breakIn(project.client, broken(index), PARTNER_TENANT, one);
  const requests = project.client.sandbox.requests().length;
  const { result, status, stdout } = await enforce("--apply", "safe");
  expect([status, result.stopped?.by, result.max], stdout).toEqual([1, "brake", 3]);
  const writes = project.client.sandbox
    .requests()
    .slice(requests)
    .filter(({ method }) => method === "PUT");
  expect(writes).toEqual([]);
});

test("--max 10 finds and repairs ten, and shows who changed them", { timeout: LONG }, async () => {
  const { result, status, stderr, stdout } = await enforce("--apply", "safe", "--max", "10");
  expect(status, `${stdout}\n${stderr}`).toBe(0);
  expect(result).toMatchObject({ status: "repaired", summary: { found: 10, repaired: 10 } });
  const changers = result.subscriptions.map(({ drift }) =>
    drift.some(({ changedBy }) => changedBy !== undefined),
  );
  expect(changers).toEqual(BREAKS.map(() => true));
});

test("the second run finds nothing, and neither does Terraform", { timeout: LONG }, async () => {
  const { result, status, stdout } = await enforce("--apply", "safe");
  expect([status, result.status, result.subscriptions], stdout).toEqual([0, "clean", []]);
  const ids = BREAKS.map((_, index) => broken(index));
  const again = await project.run("plan", "--only", ...ids);
  expect(again, JSON.stringify(again.stacks)).toMatchObject({ exit: 0, counts: { unchanged: 10 } });
});

test("drift that a rollout would also change waits for review", { timeout: LONG }, async () => {
  project.edit("customers/contoso.yaml", (text) =>
    text.replace("name: app-1 }", "name: app-1, baseline: { budget: { amount: 4321 } } }"),
  );
  await project.synth();
  const { result, status } = await enforce("--apply", "safe");
  expect([status, result.status]).toEqual([1, "left"]);
  expect(result.subscriptions).toMatchObject([{ status: "waits", subscriptionName: "app-1" }]);
  expect(result.subscriptions[0]?.why.join()).toContain("this is a rollout");
});
