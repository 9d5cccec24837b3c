import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Project } from "./project.ts";

const LAW_FIRM = "00000000-0000-0000-0000-000000000031";
const HOURS_OF_A_MONTH = 744;
/** A stack of the example fleet as version 0.1.0 synthesized it. */
const RECORD = join(import.meta.dirname, `../compatibility/0.1.0/terraform/${LAW_FIRM}.tf.json`);

const thisMonth = () => `${new Date().toISOString().slice(0, 7)}-01T00:00:00Z`;

function startDate(project: Project): unknown {
  const budget = project.resources(LAW_FIRM).find(({ type }) => type.endsWith("/budgets"));
  return /"startDate":"([^"]*)"/.exec(JSON.stringify(budget?.content))?.[1];
}

/** The actions of a plan on resources: `[address, actions]` of those with an action. */
async function planned(project: Project): Promise<[string, string][]> {
  expect(await project.terraform(LAW_FIRM, "plan", "-input=false", "-out=saved")).toMatchObject({
    status: 0,
  });
  const { stdout } = await project.terraform(LAW_FIRM, "show", "-json", "saved");
  const changes: { address: string; change: { actions: string[]; importing?: unknown } }[] =
    JSON.parse(stdout).resource_changes;
  return changes
    .map(({ address, change }): [string, string] => [address, change.actions.join("+")])
    .filter(([, actions]) => actions !== "no-op");
}

async function apply(project: Project): Promise<void> {
  const applied = await project.terraform(LAW_FIRM, "apply", "-input=false", "-auto-approve");
  expect(applied.status, applied.stderr).toBe(0);
}

/** Writes the stack that Terraform runs, with every use of the plan's time moved ahead. */
function moveTime(project: Project, stack: string, months: number): void {
  const moved = `timeadd(plantimestamp(), \\"${months * HOURS_OF_A_MONTH}h\\")`;
  const file = join(project.stack(LAW_FIRM), "cdk.tf.json");
  writeFileSync(file, stack.replaceAll("plantimestamp()", moved));
}

test("a subscription that 0.1.0 deployed keeps every resource, and the second plan is clean", async () => {
  const project = await Project.start();
  mkdirSync(project.stack(LAW_FIRM), { recursive: true });
  // The month of the record is in the past some day, and Azure refuses it then.
  const recorded = readFileSync(RECORD, "utf8").replace("2026-12-01T00:00:00Z", thisMonth());
  writeFileSync(join(project.stack(LAW_FIRM), "cdk.tf.json"), recorded);
  expect(await project.terraform(LAW_FIRM, "init", "-input=false")).toMatchObject({ status: 0 });
  await apply(project);
  const before = project.resources(LAW_FIRM);

  await project.synth();
  expect(await project.terraform(LAW_FIRM, "init", "-input=false")).toMatchObject({ status: 0 });
  // The one update stores in the state that emptied properties count as drift; it writes the same body.
  expect(await planned(project)).toEqual([["azapi_resource.security_contact", "update"]]);
  await apply(project);
  expect(project.resources(LAW_FIRM).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(await planned(project)).toEqual([]);
});

test("a budget keeps its start in the months that follow its deployment", async () => {
  const project = await Project.start();
  await project.synth();
  const stack = readFileSync(join(project.stack(LAW_FIRM), "cdk.tf.json"), "utf8");
  expect(await project.terraform(LAW_FIRM, "init", "-input=false")).toMatchObject({ status: 0 });
  await apply(project);
  expect(startDate(project)).toBe(thisMonth());
  for (const months of [1, 2, 3]) {
    moveTime(project, stack, months);
    const changes = (await planned(project)).filter(([address]) => address.includes("budget"));
    expect(changes, `${months} months later`).toEqual([]);
  }
});

test("a subscription that is added in a later month gets a budget that starts in that month", async () => {
  for (const months of [1, 2, 3]) {
    const later = new Date(Date.now() + months * HOURS_OF_A_MONTH * 3_600_000);
    const project = await Project.start({ now: () => later });
    await project.synth();
    moveTime(project, readFileSync(join(project.stack(LAW_FIRM), "cdk.tf.json"), "utf8"), months);
    expect(await project.terraform(LAW_FIRM, "init", "-input=false")).toMatchObject({ status: 0 });
    await apply(project);
    expect(startDate(project)).toBe(`${later.toISOString().slice(0, 7)}-01T00:00:00Z`);
    expect(await planned(project)).toEqual([]);
  }
});
