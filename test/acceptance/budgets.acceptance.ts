import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  actualCost,
  csv,
  dailyRated,
  fileOf,
  focus,
  gzipped,
  jsonLines,
  months,
  PROD,
  SANDBOX,
} from "../budgets/support.ts";
import { field } from "../sandbox/client.ts";
import { CONTOSO, PARTNER } from "../support/fleet.ts";
import { Project } from "./project.ts";

const LAB = "00000000-0000-0000-0000-000000000003";
const CUSTOMER = `${CONTOSO.replace("    name: prod\n", "    name: prod # the shop\n")}  - id: ${LAB}\n    name: lab\n`;
const USAGE = { "2026-07": 100, "2026-08": 100, "2026-09": 100 };
const COSTS = { "2026-07": 40, "2026-08": 40, "2026-09": 40 };
const CHARGES = { "2026-07": 1500, "2026-08": 1500, "2026-09": 1500 };

function writeFleet(fleet: string): void {
  for (const file of readdirSync(join(fleet, "customers"))) rmSync(join(fleet, "customers", file));
  writeFileSync(join(fleet, "partner.yaml"), PARTNER.replace(", startMonth: 2026-12", ""));
  writeFileSync(join(fleet, "customers/contoso.yaml"), CUSTOMER);
}

test("budgets from files in three formats are written, reviewed and deployed, and the second plan is clean", async () => {
  const project = await Project.start({ prepare: writeFleet });
  const files = [
    fileOf("rated.json.gz", gzipped(jsonLines(months(USAGE).map(dailyRated)))),
    fileOf("cost.csv", csv(months(COSTS, SANDBOX).map(actualCost))),
    fileOf("focus.csv", csv(months(CHARGES, LAB).map(focus))),
  ];
  const amounts = () =>
    [PROD, SANDBOX, LAB].map((id) =>
      project
        .resources(id)
        .filter(({ type }) => type.endsWith("/budgets"))
        .map(({ content }) => field(content, "properties", "amount")),
    );
  await project.synth();
  expect(await project.run("plan")).toMatchObject({ exit: 0, counts: { planned: 3 } });
  expect(await project.run("deploy")).toMatchObject({ exit: 0, counts: { applied: 3 } });
  expect(amounts()).toEqual([[1000], [1000], [1000]]);

  const before = await project.csp("budgets", "--from", ...files, "--check");
  expect([before.status, before.stdout], before.stderr).toEqual([1, expect.stringContaining("never fires")]);
  const written = await project.csp("budgets", "--from", ...files, "--write");
  expect(written.status, written.stderr).toBe(0);
  const text = readFileSync(join(project.root, "fleet/customers/contoso.yaml"), "utf8");
  expect(text).toContain("name: prod # the shop");
  const after = await project.csp("budgets", "--from", ...files, "--check");
  expect(after.stdout).not.toContain("never fires");

  await project.synth();
  expect(await project.run("plan")).toMatchObject({ exit: 0, changes: { add: 0, change: 3, destroy: 0 } });
  const review = await project.csp("review", "--plans", "plans");
  expect(review.status, review.stdout).toBe(0);
  expect(await project.run("deploy")).toMatchObject({ exit: 0, counts: { applied: 3 } });
  expect(amounts()).toEqual([[120], [50], [1800]]);
  expect(await project.run("plan", "--detailed-exitcode")).toMatchObject({
    exit: 0,
    counts: { unchanged: 3 },
  });
});
