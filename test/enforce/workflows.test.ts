import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { type EnforcedSubscription, type EnforceResult, readEnforceResult } from "../../src/enforce/index.ts";
import { enforceJsonSchema } from "../../src/enforce/schema.ts";
import { unifiedDiff } from "../../src/text/unified-diff.ts";
import { validatorOf } from "../support/json-schema.ts";
import { temporaryFolder } from "../support/stack.ts";

/*
 * The processing of a result by the nightly workflows: their own scripts, taken out of the files that users copy, with GitHub, Azure
 * DevOps and the webhook replaced.
 */

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const GITHUB = load(readFileSync(join(ROOT, ".github/workflows/nightly-enforce.yml"), "utf8"));
const AZURE = load(readFileSync(join(ROOT, "azure-pipelines/nightly-enforce.yml"), "utf8"));

/** The script of every step that has this name. */
function scriptsOf(workflow: unknown, name: string): string[] {
  if (typeof workflow !== "object" || workflow === null) return [];
  const map: Record<string, unknown> = { ...workflow };
  const inputs: Record<string, unknown> = { ...Object(map["with"]), ...Object(map["inputs"]) };
  const text = map["run"] ?? map["script"] ?? inputs["script"] ?? inputs["inlineScript"];
  const isIt = (map["name"] ?? map["displayName"]) === name && typeof text === "string";
  return [...(isIt ? [text] : []), ...Object.values(map).flatMap((inner) => scriptsOf(inner, name))];
}

function scriptOf(workflow: unknown, name: string): string {
  const [script, ...others] = scriptsOf(workflow, name);
  if (script === undefined || others.length > 0) throw new Error(`there is not one step ${name}`);
  return script;
}

const subscription = (name: string, more: Partial<EnforcedSubscription>): EnforcedSubscription => ({
  subscriptionId: `00000000-0000-0000-0000-00000000000${name.length}`,
  subscriptionName: name,
  customer: "contoso",
  status: "repaired",
  why: [],
  findings: [],
  drift: [],
  fingerprint: "f",
  movement: "new",
  ...more,
});
const WAITS = subscription("web", {
  status: "waits",
  why: ["this is a `rollout` <b>"],
  command: "csp-baseline plan --only web",
});
const REPAIRED = subscription("prod", {});

function resultOf(...subscriptions: readonly EnforcedSubscription[]): EnforceResult {
  const count = (status: string) => subscriptions.filter((one) => one.status === status).length;
  const none = { repairable: 0, failed: 0, notRepairable: 0, unread: 0, skipped: 0 };
  const result: EnforceResult = {
    schema: "csp-baseline/enforce/v1",
    generatedAt: "2026-11-24T03:47:00.000Z",
    mode: "apply",
    status: count("waits") > 0 ? "left" : "repaired",
    max: 3,
    safe: [],
    summary: {
      subscriptions: 60,
      found: subscriptions.length,
      repaired: count("repaired"),
      waiting: count("waits"),
      ...none,
    },
    subscriptions: [...subscriptions],
  };
  expect(validatorOf(JSON.parse(enforceJsonSchema("known")))(result)).toEqual([]);
  return result;
}

/** Runs a script of a step, with a `curl` that keeps what it is given and answers by a part of the address. */
function runStep(
  script: string,
  env: Readonly<Record<string, string>>,
  {
    answers = {},
    cwd = temporaryFolder(),
    result,
  }: {
    readonly answers?: Readonly<Record<string, unknown>>;
    readonly cwd?: string;
    readonly result?: EnforceResult;
  },
) {
  const bin = temporaryFolder();
  const calls = join(bin, "calls");
  const cases = Object.entries(answers).map(
    ([part, answer]) => `  *'${part}'*) echo '${JSON.stringify(answer)}' ;;`,
  );
  writeFileSync(
    join(bin, "curl"),
    `#!/bin/bash
printf '%s\\n' "$*" >> '${calls}'
case "$*" in *'--data @-'*) cat >> '${calls}.body' ;; esac
case "$*" in
${cases.join("\n")}
  *) echo '{}' ;;
esac
`,
  );
  chmodSync(join(bin, "curl"), 0o755);
  if (result !== undefined) writeFileSync(join(cwd, "enforced.json"), JSON.stringify(result));
  const { status, stderr } = spawnSync("bash", ["-e", "-o", "pipefail", "-c", script], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env, PATH: `${bin}:${process.env["PATH"]}` },
  });
  expect(status, stderr).toBe(0);
  const text = (path: string) => (existsSync(path) ? readFileSync(path, "utf8") : "");
  return { calls: text(calls), body: text(`${calls}.body`), cwd };
}

/** Runs a script of actions/github-script, and says what it asked of GitHub. */
async function runGitHub(
  script: string,
  result: EnforceResult | undefined,
  found: Readonly<Record<string, unknown>> = {},
) {
  const asked: [string, Record<string, unknown>][] = [];
  const call = (name: string) => (args: Record<string, unknown>) => {
    asked.push([name, args]);
    return Promise.resolve({ data: found[name] ?? [] });
  };
  const rest = {
    issues: {
      listForRepo: "issues.listForRepo",
      create: call("issues.create"),
      update: call("issues.update"),
      createComment: call("issues.createComment"),
    },
    pulls: { list: call("pulls.list"), create: call("pulls.create"), update: call("pulls.update") },
  };
  const github = { rest, paginate: async (name: string) => found[name] ?? [] };
  const context = {
    repo: { owner: "fabrikam", repo: "fleet" },
    serverUrl: "https://github.com",
    runId: 7,
    ref: "refs/heads/main",
  };
  const required = () => ({ readFileSync: () => JSON.stringify(result) });
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  await new AsyncFunction("github", "context", "require", script)(github, context, required);
  return asked.filter(([name]) => name !== "pulls.list");
}

const ISSUE = scriptOf(GITHUB, "Open, update or close the one issue");
const OWN = { number: 5, body: "<!-- csp-baseline-enforce -->\nbefore" };

test("one issue with the repairs and the waiting plans is opened, updated and closed", async () => {
  const [opened, ...more] = await runGitHub(ISSUE, resultOf(WAITS, REPAIRED));
  expect([opened?.[0], more]).toEqual(["issues.create", []]);
  const body = String(opened?.[1]["body"]);
  expect(body).toContain("2 of 60 subscriptions had drift: 1 repaired, 1 waiting, 0 failed");
  expect(body).toContain(
    "- `contoso/web` waits, new: `this is a rollout <b>` `csp-baseline plan --only web`",
  );
  expect(body).toContain("- `contoso/prod` repaired, new: ");

  const found = { "issues.listForRepo": [{ number: 4, body: "another" }, OWN] };
  expect(await runGitHub(ISSUE, resultOf(WAITS), found)).toMatchObject([
    ["issues.update", { issue_number: 5 }],
  ]);
  expect(await runGitHub(ISSUE, resultOf(REPAIRED), found)).toMatchObject([
    ["issues.createComment", { issue_number: 5 }],
    ["issues.update", { issue_number: 5, state: "closed" }],
  ]);
  expect(await runGitHub(ISSUE, resultOf(REPAIRED))).toEqual([]);
});

test("a run without drift closes the issue, and later drift is reported as new", async () => {
  const found = { "issues.listForRepo": [OWN] };
  const script = scriptOf(GITHUB, "Close the one issue");
  expect(await runGitHub(script, undefined, found)).toMatchObject([
    ["issues.createComment", { issue_number: 5 }],
    ["issues.update", { issue_number: 5, state: "closed" }],
  ]);
  expect(await runGitHub(script, undefined)).toEqual([]);
  const { cwd } = runStep(scriptOf(GITHUB, "Remember that nothing drifted"), {}, {});
  expect(readEnforceResult(readFileSync(join(cwd, "enforced.json"), "utf8"))?.subscriptions).toEqual([]);
});

test.each([
  ["GitHub", GITHUB],
  ["Azure Pipelines", AZURE],
])("on %s the webhook gets what is new, as text and as a card of Teams, and nothing else", (_, workflow) => {
  const script = scriptOf(workflow, "Tell the webhook what is new");
  const env = { WEBHOOK: "https://hooks.example/1" };
  const old = subscription("old", { status: "waits", movement: "stays" });
  const told = runStep(script, env, { result: resultOf(WAITS, old, subscription("[x](evil)", {})) });
  expect(told.calls).toContain("https://hooks.example/1");
  const text =
    "csp-baseline: 1 repaired, 2 waiting, 0 failed. New: contoso/web waits, contoso/ x  evil  repaired";
  expect(JSON.parse(told.body)).toMatchObject({
    type: "message",
    text,
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        content: { type: "AdaptiveCard", body: [{ type: "TextBlock", text }] },
      },
    ],
  });
  expect(runStep(script, env, { result: resultOf(old) }).calls).toBe("");
  const unset = workflow === GITHUB ? "" : "$(WEBHOOK)";
  expect(runStep(script, { WEBHOOK: unset }, { result: resultOf(WAITS) }).calls).toBe("");
});

const DEVOPS = {
  SYSTEM_COLLECTIONURI: "https://dev.azure.com/fabrikam/",
  SYSTEM_TEAMPROJECTID: "fleet",
  SYSTEM_ACCESSTOKEN: "token",
  WORK_ITEM_TYPE: "Issue",
  DONE_STATE: "Closed!",
};
const NONE = { wiql: { workItems: [] } };
const ONE = { wiql: { workItems: [{ id: 42 }] } };

test("one work item with the repairs and the waiting plans is opened, updated and closed", () => {
  const script = scriptOf(AZURE, "Open, update or close the one work item");
  const item = (cwd: string) => JSON.parse(readFileSync(join(cwd, "item.json"), "utf8"));
  const opened = runStep(script, DEVOPS, { answers: NONE, result: resultOf(WAITS, REPAIRED) });
  expect(opened.calls).toMatch(/-X POST .*\/fleet\/_apis\/wit\/workitems\/\$Issue\?/);
  const description = item(opened.cwd).find(({ path }: { path: string }) =>
    path.endsWith("Description"),
  ).value;
  expect(description).toContain("2 of 60 subscriptions had drift: 1 repaired, 1 waiting, 0 failed");
  expect(description).toContain(
    "contoso/web waits: this is a `rollout` &lt;b&gt; csp-baseline plan --only web</li>",
  );
  expect(description).toContain("contoso/prod repaired");
  const updated = runStep(script, DEVOPS, { answers: ONE, result: resultOf(WAITS) });
  expect(updated.calls).toMatch(/-X PATCH .*\/workitems\/42\?/);
  const closed = runStep(script, DEVOPS, { answers: ONE, result: resultOf(REPAIRED) });
  expect([closed.calls, item(closed.cwd)[1]]).toEqual([
    expect.stringMatching(/-X PATCH .*\/workitems\/42\?/),
    { op: "add", path: "/fields/System.State", value: "Closed!" },
  ]);
  expect(runStep(script, DEVOPS, { answers: NONE, result: resultOf(REPAIRED) }).calls).not.toContain(
    "workitems",
  );
});

test("a run without drift closes the work item, and later drift is reported as new", () => {
  const script = scriptOf(AZURE, "Close the one work item");
  const closed = runStep(script, DEVOPS, { answers: ONE });
  expect(closed.calls).toMatch(/-X PATCH .*\/workitems\/42\?/);
  expect(readEnforceResult(readFileSync(join(closed.cwd, "enforced.json"), "utf8"))?.status).toBe("clean");
  expect(runStep(script, DEVOPS, { answers: NONE }).calls).not.toContain("workitems/");
});

const BEFORE = "customer: contoso # ours\nsubscriptions:\n  - { id: 1 }\n";
const git = (cwd: string, ...args: readonly string[]) =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t.example", ...args], {
    cwd,
    encoding: "utf8",
  });

/** A repository with its origin, on whose branch main the fleet is. */
function repository() {
  const root = temporaryFolder();
  git(root, "init", "--quiet", "--bare", "--initial-branch=main", "origin");
  git(root, "clone", "--quiet", "origin", "work");
  const work = join(root, "work");
  git(work, "checkout", "--quiet", "-B", "main");
  mkdirSync(join(work, "fleet"));
  writeFileSync(join(work, "fleet", "contoso.yaml"), BEFORE);
  git(work, "add", ".");
  git(work, "commit", "--quiet", "-m", "The fleet");
  git(work, "push", "--quiet", "origin", "main");
  return { work, origin: join(root, "origin") };
}

test.each([
  ["GitHub", GITHUB, ""],
  ["Azure Pipelines", AZURE, "new-subscriptions"],
])("on %s new subscriptions come as one branch: made, kept, brought up to date", (_, workflow, folder) => {
  const script = scriptOf(workflow, "Bring the branch up to date");
  const { origin, work } = repository();
  const night = (added: string) => {
    const temporary = temporaryFolder();
    mkdirSync(join(temporary, folder), { recursive: true });
    writeFileSync(
      join(temporary, folder, "new-subscriptions.patch"),
      unifiedDiff("fleet/contoso.yaml", BEFORE, BEFORE + added),
    );
    // Every night begins with a checkout of main.
    git(work, "checkout", "--quiet", "--force", "--detach", "origin/main");
    runStep(script, { RUNNER_TEMP: temporary, PIPELINE_WORKSPACE: temporary }, { cwd: work });
    return git(origin, "rev-parse", "csp-baseline/new-subscriptions").trim();
  };
  const first = night("  - { id: 2 }\n");
  expect(git(origin, "show", `${first}:fleet/contoso.yaml`)).toBe(`${BEFORE}  - { id: 2 }\n`);
  expect(night("  - { id: 2 }\n")).toBe(first);
  const third = night("  - { id: 2 }\n  - { id: 3 }\n");
  expect(third).not.toBe(first);
  expect(git(origin, "log", "--format=%s", "main..csp-baseline/new-subscriptions")).toBe(
    "Manage new subscriptions\n",
  );
});

test("the pull request is opened once", async () => {
  const script = scriptOf(GITHUB, "Open or keep the one pull request");
  expect(await runGitHub(script, undefined)).toMatchObject([
    [
      "pulls.create",
      { head: "csp-baseline/new-subscriptions", base: "main", title: "Manage new subscriptions" },
    ],
  ]);
  expect(await runGitHub(script, undefined, { "pulls.list": [{ number: 1 }] })).toEqual([]);

  const azure = scriptOf(AZURE, "Open or keep the one pull request");
  const env = { ...DEVOPS, BUILD_REPOSITORY_ID: "r", BUILD_SOURCEBRANCH: "refs/heads/main" };
  const opened = runStep(azure, env, { answers: { "searchCriteria.status=active": { count: 0 } } });
  expect(opened.calls).toMatch(/-X POST .*\/fleet\/_apis\/git\/repositories\/r\/pullrequests\?/);
  expect(JSON.parse(readFileSync(join(opened.cwd, "request.json"), "utf8"))).toMatchObject({
    sourceRefName: "refs/heads/csp-baseline/new-subscriptions",
    targetRefName: "refs/heads/main",
  });
  const kept = runStep(azure, env, { answers: { "searchCriteria.status=active": { count: 1 } } });
  expect(kept.calls).not.toContain("-X POST");
});

test("the pull request is closed only when there are no new subscriptions", async () => {
  const script = scriptOf(GITHUB, "Close the one pull request");
  expect(await runGitHub(script, undefined)).toEqual([]);
  const asked = await runGitHub(script, undefined, { "pulls.list": [{ number: 7 }] });
  expect(asked).toMatchObject([
    ["issues.createComment", { issue_number: 7 }],
    ["pulls.update", { pull_number: 7, state: "closed" }],
  ]);
  expect(Object(GITHUB).jobs.withdraw.if).toBe("${{ needs.audit.outputs.proposed == 'none' }}");

  const azure = scriptOf(AZURE, "Close the one pull request");
  const env = { ...DEVOPS, BUILD_REPOSITORY_ID: "r", BUILD_SOURCEBRANCH: "refs/heads/main" };
  const list = (...ids: number[]) => ({
    "searchCriteria.status=active": {
      count: ids.length,
      value: ids.map((pullRequestId) => ({ pullRequestId })),
    },
  });
  const closed = runStep(azure, env, { answers: list(7) });
  expect(closed.calls).toMatch(/-X POST .*\/pullrequests\/7\/threads\?/);
  expect(closed.calls).toMatch(/-X PATCH .*\/pullrequests\/7\?/);
  expect(JSON.parse(readFileSync(join(closed.cwd, "request.json"), "utf8"))).toEqual({ status: "abandoned" });
  expect(runStep(azure, env, { answers: list() }).calls).not.toMatch(/-X P/);
});

test.each([
  ["new subscriptions, all read", "patch", 0, "true"],
  ["new subscriptions, some of which could not be proposed", "patch", 1, "true"],
  ["nothing new, all read", "", 0, "none"],
  ["nothing new, a source not read completely: the pull request stays", "", 1, undefined],
])("the audit tells the other jobs: %s", (_, patch, status, proposed) => {
  const steps = [
    [scriptOf(GITHUB, "Propose the subscriptions that the fleet does not have"), /^proposed=(.*)$/m],
    [scriptOf(AZURE, "audit"), /variable=proposed;isOutput=true\](.*)$/m],
  ] as const;
  for (const [script, pattern] of steps) {
    const bin = temporaryFolder();
    const cwd = temporaryFolder();
    const node = `#!/bin/bash
if [ "$2" = audit ]; then echo '{"drift":[]}' > findings.json; exit 0; fi
printf '%s' "$PATCH"
exit "$STATUS"
`;
    writeFileSync(join(bin, "node"), node, { mode: 0o755 });
    const output = join(cwd, "github-output");
    const ran = spawnSync("bash", ["-e", "-o", "pipefail", "-c", script], {
      cwd,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: `${bin}:${process.env["PATH"]}`,
        PATCH: patch,
        STATUS: String(status),
        GITHUB_OUTPUT: output,
      },
    });
    expect(ran.status, ran.stderr).toBe(0);
    const told = existsSync(output) ? readFileSync(output, "utf8") : ran.stdout;
    expect(pattern.exec(told)?.[1]).toBe(proposed);
  }
});

test("only the job in the environment has the deployer's identity, and the one that writes code has none", () => {
  const { jobs } = Object(GITHUB);
  const having = (text: string) =>
    Object.keys(jobs).filter((name) => JSON.stringify(jobs[name]).includes(text));
  expect(having("CSP_BASELINE_DEPLOYER_CLIENT_ID")).toEqual(["repair"]);
  expect(having('"environment":"enforcement"')).toEqual(["repair"]);
  expect(having('"contents":"write"')).toEqual(["propose"]);
  expect(having('"id-token":"write"')).toEqual(["audit", "repair"]);
  expect(jobs.repair.if).toBe("${{ needs.audit.outputs.open != '0' }}");
});
