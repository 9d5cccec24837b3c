import { beforeAll, expect, test } from "vitest";
import { Project } from "./project.ts";

const FILE = "customers/fourth-coffee.yaml";
const TILLS = "00000000-0000-0000-0000-000000000012";
const ANALYTICS = "00000000-0000-0000-0000-000000000013";

let project: Project;
beforeAll(async () => {
  project = await Project.start();
  await project.synth();
  expect(await project.run("plan", "--only", "*/point-of-sale")).toMatchObject({ exit: 0 });
  expect(await project.run("deploy", "--only", "*/point-of-sale")).toMatchObject({ exit: 0 });
  expect(await project.run("plan", "--only", "*/analytics")).toMatchObject({ exit: 0 });
  expect(await project.run("deploy", "--only", "*/analytics")).toMatchObject({ exit: 0 });
  project.edit(FILE, (text) => text.slice(0, text.indexOf(`  - id: ${TILLS}`)));
  await project.synth();
}, 400_000);

test("a subscription that left the fleet is listed, and its resources do not change", async () => {
  const planned = await project.csp("plan", "--only", TILLS);
  expect([planned.status, planned.stderr]).toEqual([
    0,
    expect.stringContaining(`left the fleet; deployed resources stay unchanged: ${TILLS}`),
  ]);
  expect(project.resources(TILLS).length).toBeGreaterThan(10);
});

test("--retire destroy removes the baseline from Azure, after a review that shows it", async () => {
  const count = project.resources(TILLS).length;
  const planned = await project.run("plan", "--only", TILLS, "--retire", "destroy");
  expect(planned).toMatchObject({ exit: 0, changes: { add: 0, change: 0, destroy: count } });
  const review = await project.csp("review", "--plans", `plans/${TILLS}.json`);
  expect(review.stdout).toContain(`**destroyed**: ${count} resources`);
  const deployed = await project.run("deploy", "--only", TILLS, "--retire", "destroy");
  expect(deployed, JSON.stringify(deployed.stacks)).toMatchObject({ exit: 0, counts: { applied: 1 } });
  expect(project.resources(TILLS)).toEqual([]);
});

test("--retire forget leaves all of it in Azure and nothing in the state", async () => {
  const count = project.resources(ANALYTICS).length;
  const retire = ["--only", ANALYTICS, "--retire", "forget"];
  expect(await project.run("plan", ...retire)).toMatchObject({
    exit: 0,
    changes: { destroy: 0, forget: count },
  });
  expect(await project.run("deploy", ...retire)).toMatchObject({ exit: 0, counts: { applied: 1 } });
  expect(project.resources(ANALYTICS)).toHaveLength(count);
  const after = await project.csp("plan", "--only", "*/web-shop", "--list", "--changed-since", "cdktf.out");
  expect(after.stderr).not.toContain("left the fleet");
});
