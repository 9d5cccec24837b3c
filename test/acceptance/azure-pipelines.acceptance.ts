import { beforeAll, expect, test } from "vitest";
import { DEPLOYER_CLIENT_ID, READER_CLIENT_ID } from "../../src/sandbox/index.ts";
import { type AzureOptions, AzureRun } from "./pipelines/azure.ts";
import { CONTOSO, SmallFleet, secretFiles } from "./pipelines/small-fleet.ts";

let fleet: SmallFleet;
beforeAll(async () => {
  fleet = await SmallFleet.start();
});

const options = (more: Partial<AzureOptions> = {}): AzureOptions => ({
  file: "azure-pipelines/deploy.yml",
  repository: fleet.repository,
  env: fleet.project.identityOfJob(),
  connections: { "csp-baseline-reader": READER_CLIENT_ID, "csp-baseline-deployer": DEPLOYER_CLIENT_ID },
  parameters: { jobs: "2", canary: "bellows-law/*" },
  ...more,
});

const results = (run: AzureRun, ...stages: string[]) => stages.map((stage) => run.result(stage));

let first: AzureRun;
test("the first push deploys all stacks, canaries first, and a failed shard fails the run", async () => {
  await fleet.refuseActionGroup();
  first = await new AzureRun(options()).start();
  expect(results(first, "synth", "plan", "review", "canary", "approval", "deploy"), first.log()).toEqual([
    ...["Succeeded", "Succeeded", "Succeeded", "Succeeded", "Succeeded", "Failed"],
  ]);
  expect(first.summary).toContain("### Canaries");
  expect(first.summary).toMatch(/1 stack: 1 unchanged in/);
  expect(first.artifacts.files().length).toBeGreaterThan(0);
  expect(secretFiles(first.artifacts.files())).toEqual([]);
});

test("re-running the failed jobs does what is left", async () => {
  await first.start();
  expect(results(first, "deploy"), first.log()).toEqual(["Succeeded"]);
  expect(fleet.project.resources(CONTOSO).length).toBeGreaterThan(10);
});

test("the next push plans and deploys what changed since the last build that succeeded", async () => {
  const sourceVersion = fleet.mergeBudget(4321);
  const answers = { "_apis/build/builds": { value: [{ sourceVersion }] } };
  const run = await new AzureRun(options({ answers })).start();
  expect(results(run, "plan", "canary", "deploy"), run.log()).toEqual([
    "Succeeded",
    "Succeeded",
    "Succeeded",
  ]);
  expect(run.log()).toContain("1 stack changed since");
  expect(JSON.stringify(fleet.budgetOfCanary())).toContain('"amount":4321');
});

test("a pull request is planned, reviewed and commented", async () => {
  fleet.proposeBudget(4321, 900);
  const variables = {
    "System.PullRequest.TargetBranchName": "main~1",
    "System.PullRequest.IsFork": "False",
    "System.PullRequest.PullRequestId": "5",
  };
  const answers = { connectionData: { authenticatedUser: { id: "me" } }, threads: { value: [] } };
  const file = "azure-pipelines/plan-review.yml";
  const parameters = { jobs: "1" };
  const run = await new AzureRun(options({ file, variables, answers, parameters })).start();
  expect(results(run, "plan", "review"), run.log()).toEqual(["Succeeded", "Succeeded"]);
  expect(run.summary).toContain("900");
  expect(run.calls).toMatch(/-X POST .*pullRequests\/5\/threads/);
});

test("the nightly audit opens no work item where nothing is open", async () => {
  fleet.withdrawBudget(900, 4321);
  const file = "azure-pipelines/nightly-audit.yml";
  const run = await new AzureRun(options({ file, parameters: { doneState: "Resolved" } })).start();
  expect(results(run, "only"), run.log()).toEqual(["Succeeded"]);
  expect(run.artifacts.names()).toEqual(["audit-findings", "audit-report"]);
  expect(run.calls).not.toContain("workitems");
});
