import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { DEPLOYER_CLIENT_ID, READER_CLIENT_ID } from "../../src/sandbox/index.ts";
import { type GitHubOptions, GitHubRun } from "./pipelines/github.ts";
import { CONTOSO, LAW_FIRM, SmallFleet, secretFiles } from "./pipelines/small-fleet.ts";

let fleet: SmallFleet;
beforeAll(async () => {
  fleet = await SmallFleet.start();
});

const options = (more: Partial<GitHubOptions> = {}): GitHubOptions => ({
  file: ".github/workflows/deploy.yml",
  repository: fleet.repository,
  env: fleet.project.identityOfJob(),
  github: { event_name: "push", ref: "refs/heads/main", repository: "fabrikam/fleet", event: {} },
  vars: {
    CSP_BASELINE_READER_CLIENT_ID: READER_CLIENT_ID,
    CSP_BASELINE_DEPLOYER_CLIENT_ID: DEPLOYER_CLIENT_ID,
    CSP_BASELINE_CANARY: "bellows-law/*",
  },
  workflowEnv: { SUBSCRIPTIONS_PER_JOB: "2" },
  ...more,
});

/** Every artifact of a run, without what must not be in one. */
function expectNoSecrets(run: GitHubRun): void {
  const names = run.artifacts.files();
  expect(secretFiles(names)).toEqual([]);
  expect(names.length).toBeGreaterThan(0);
}

let first: GitHubRun;
test("the first push deploys all stacks, canaries first, and a failed shard fails the run", async () => {
  await fleet.refuseActionGroup();
  first = await new GitHubRun(options()).start();
  const results = Object.fromEntries(
    ["synth", "plan", "review", "canary", "summary"].map((job) => [job, first.result(job)]),
  );
  expect(results, first.log()).toEqual({
    ...{ synth: "success", plan: "success", review: "success", canary: "success", summary: "success" },
  });
  expect(first.jobs.filter(({ job }) => job === "plan").map(({ shard }) => shard)).toEqual(["1/2", "2/2"]);
  expect(first.result("deploy"), first.log()).toBe("failure");
  expect(first.summary).toContain("### Canaries");
  expect(first.summary).toMatch(/1 stack: 1 unchanged in/);
  expect(first.summary).toContain("| failed | 1 |");
  expectNoSecrets(first);
});

test("only the jobs with the deployer's identity are in the environment production", () => {
  const inProduction = new Set(
    first.jobs.filter(({ environment }) => environment === "production").map(({ job }) => job),
  );
  expect(inProduction).toEqual(new Set(["canary", "deploy"]));
  const writes = fleet.project.client.sandbox
    .requests()
    .filter(({ method, path }) => method === "PUT" && path.includes(LAW_FIRM));
  expect(new Set(writes.map(({ appId }) => appId))).toEqual(new Set([DEPLOYER_CLIENT_ID]));
});

test("re-running the failed jobs does what is left, and nothing else", async () => {
  const before = fleet.project.resources(LAW_FIRM).length;
  await first.start();
  expect(first.result("deploy"), first.log()).toBe("success");
  expect(fleet.project.resources(LAW_FIRM)).toHaveLength(before);
  expect(fleet.project.resources(CONTOSO).length).toBeGreaterThan(10);
});

test("the next push plans and deploys what changed since the last deployment", async () => {
  const last = { commit: fleet.mergeBudget(4321) };
  const run = await new GitHubRun(options({ scripts: { last } })).start();
  expect(run.result("deploy"), run.log()).toBe("success");
  expect(run.artifacts.names().filter((name) => name.startsWith("plans-"))).toEqual(["plans-1-of-1"]);
  const { changed } = JSON.parse(readFileSync(join(run.artifacts.folder, "changed/changed.json"), "utf8"));
  expect(changed.map(({ id }: { id: string }) => id)).toEqual([LAW_FIRM]);
  expect(JSON.stringify(fleet.budgetOfCanary())).toContain('"amount":4321');
});

test("a push without changes in Azure requires no approval", async () => {
  const run = await new GitHubRun(options({ inputs: { all: true } })).start();
  expect([run.result("review"), run.result("canary"), run.result("deploy")], run.log()).toEqual([
    ...["success", "skipped", "skipped"],
  ]);
});

test("a pull request is planned and reviewed without a plan file leaving the machine", async () => {
  const sha = fleet.proposeBudget(4321, 900);
  const own = { repo: { full_name: "fabrikam/fleet" } };
  const github = {
    ...{ event_name: "pull_request", repository: "fabrikam/fleet", ref: "refs/pull/1/merge" },
    event: { pull_request: { number: 1, base: { sha }, head: own } },
  };
  const run = await new GitHubRun(options({ file: ".github/workflows/plan-review.yml", github })).start();
  expect(run.result("review"), run.log()).toBe("success");
  expect(run.summary).toContain("900");
  expectNoSecrets(run);
});

test("a merge queue, which has no identity, is judged by its stacks", async () => {
  const github = {
    ...{
      event_name: "merge_group",
      repository: "fabrikam/fleet",
      ref: "refs/heads/gh-readonly-queue/main/pr-1",
    },
    event: { merge_group: { base_sha: "HEAD~1" } },
  };
  const run = await new GitHubRun(options({ file: ".github/workflows/plan-review.yml", github })).start();
  expect([run.result("plan"), run.result("review")], run.log()).toEqual(["skipped", "success"]);
});

test("the nightly audit finds what was deployed covered", async () => {
  fleet.withdrawBudget(900, 4321);
  const run = await new GitHubRun(options({ file: ".github/workflows/nightly-audit.yml" })).start();
  expect(run.result("audit"), run.log()).toBe("success");
  expect(run.artifacts.names()).toEqual(["audit-findings", "audit-report"]);
});
