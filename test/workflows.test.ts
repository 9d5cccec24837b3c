import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { z } from "zod";
import { workflowProblems } from "./support/actionlint.ts";
import { cspBaseline } from "./support/command.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const files = [".github/workflows", "azure-pipelines"].flatMap((folder) =>
  readdirSync(`${root}${folder}`).map((name) => `${folder}/${name}`),
);

const github = files.filter((file) => file.startsWith(".github"));

/** Every map below a value, with itself. */
function maps(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(maps);
  if (typeof value !== "object" || value === null) return [];
  return [{ ...value }, ...Object.values(value).flatMap(maps)];
}

/** The shell scripts of a workflow's steps. */
function scripts(workflow: unknown): string[] {
  return maps(workflow).flatMap((map) =>
    ["run", "script", "inlineScript"].flatMap((key) => (typeof map[key] === "string" ? [map[key]] : [])),
  );
}

test.each(files)("%s is YAML", (file) => {
  expect(load(readFileSync(`${root}${file}`, "utf8"))).toBeTypeOf("object");
});

test.each(github)("%s pins its actions by commit, with the version beside", (file) => {
  const uses = readFileSync(`${root}${file}`, "utf8").match(/uses: .*/g) ?? [];
  expect(uses.length).toBeGreaterThan(0);
  for (const use of uses) expect(use).toMatch(/^uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

test.each(github)("%s grants permissions by name, none to begin with or only reading", (file) => {
  const workflow = load(readFileSync(`${root}${file}`, "utf8"));
  expect(workflow).toHaveProperty("permissions");
  expect(JSON.stringify(workflow)).not.toMatch(/write-all|pull_request_target/);
});

test.each(files)("%s puts nothing that others write into a script's text", (file) => {
  // An expression in a script is pasted before the shell reads it: names of branches and titles must come by environment.
  const expressions = scripts(load(readFileSync(`${root}${file}`, "utf8"))).filter((script) =>
    /\$\{\{/.test(script),
  );
  expect(expressions).toEqual([]);
});

test.each(files)("every csp-baseline command in %s exists, with every option that it is given", (file) => {
  const calls = scripts(load(readFileSync(`${root}${file}`, "utf8"))).flatMap((script) => [
    ...script.replaceAll("\\\n", " ").matchAll(/node dist\/main\.js ([a-z]\S*)([^\n|>]*)/g),
  ]);
  for (const [, verb = "", rest = ""] of calls) {
    const { status, stdout } = cspBaseline([verb, "--help"]);
    expect(status, `csp-baseline ${verb}`).toBe(0);
    for (const [option] of rest.matchAll(/--[a-z-]+/g)) expect(stdout).toContain(option);
  }
});

test("actionlint finds nothing in the workflows, and something in a broken one", async () => {
  for (const file of github)
    expect(await workflowProblems(readFileSync(`${root}${file}`, "utf8"), file)).toEqual([]);
  const broken = "on: push\njobs: { a: { runs-onn: x, steps: [] } }\n";
  expect(await workflowProblems(broken, "broken.yml")).not.toEqual([]);
});

test.each(files)("%s runs no script of a package that it installs", (file) => {
  const installs = scripts(load(readFileSync(`${root}${file}`, "utf8"))).flatMap(
    (script) => script.match(/npm (?:ci|cit|i|install|it)\b[^&|;\n]*/g) ?? [],
  );
  for (const install of installs) expect(install).toContain("--ignore-scripts");
  expect(readFileSync(`${root}.ci/run`, "utf8")).toMatch(/^npm ci --ignore-scripts$/m);
});

test.each(files)("every job of %s ends after a time that it names", (file) => {
  const workflow = load(readFileSync(`${root}${file}`, "utf8"));
  // Jobs are maps with steps, or deployments, whose steps are further below.
  const jobs = maps(workflow).filter(
    (map) => "deployment" in map || ("steps" in map && ("runs-on" in map || "job" in map)),
  );
  expect(jobs.length).toBeGreaterThan(0);
  for (const job of jobs)
    expect(Number(job["timeout-minutes"] ?? job["timeoutInMinutes"])).toBeGreaterThan(0);
});

test.each(github.filter((file) => /ci|plan-review/.test(file)))("%s runs in a merge queue too", (file) => {
  expect(load(readFileSync(`${root}${file}`, "utf8"))).toHaveProperty(["on", "merge_group"]);
});

test.each(files)("no plan file, log or state of %s becomes an artifact", (file) => {
  const published = maps(load(readFileSync(`${root}${file}`, "utf8"))).flatMap((map) => {
    const upload = String(map["uses"] ?? "").startsWith("actions/upload-artifact")
      ? maps(map["with"])[0]
      : undefined;
    return [upload?.["path"], map["publish"]].filter((path) => typeof path === "string");
  });
  for (const path of published)
    expect(path).not.toMatch(/tfplan|tfstate|logs|(?:^|\/)plans(?!\/result\.json$)/);
});

test("only what has the environment's approval has the deployer's identity", () => {
  const { jobs } = z
    .object({ jobs: z.record(z.string(), z.object({ environment: z.string().optional() }).loose()) })
    .parse(load(readFileSync(`${root}.github/workflows/deploy.yml`, "utf8")));
  const having = (text: string) =>
    Object.keys(jobs).filter((name) => JSON.stringify(jobs[name]).includes(text));
  expect(having("CSP_BASELINE_DEPLOYER_CLIENT_ID")).toEqual(["canary", "deploy"]);
  expect(Object.keys(jobs).filter((name) => jobs[name]?.environment === "production")).toEqual([
    "canary",
    "deploy",
  ]);
  expect(having("CSP_BASELINE_READER_CLIENT_ID")).toEqual(["plan"]);
});

test("the job that may publish builds, tests and installs nothing: it publishes what another made", () => {
  const workflow = load(readFileSync(`${root}.github/workflows/release.yml`, "utf8"));
  const jobs = maps(maps(workflow)[0]?.["jobs"])[0] ?? {};
  const withIdentity = Object.entries(jobs).filter(([, job]) =>
    maps(job).some((map) => map["id-token"] === "write"),
  );
  expect(withIdentity.map(([name]) => name)).toEqual(["publish"]);
  const [job] = withIdentity.map(([, one]) => one);
  expect(job).toMatchObject({ needs: "package" });
  expect(scripts(job)).toEqual([expect.stringMatching(/^npm publish --ignore-scripts .*\.tgz$/)]);
  expect(JSON.stringify(job)).not.toContain("actions/checkout");
});

test("dependencies are updated only when they are some days old", () => {
  const { updates } = z
    .object({ updates: z.array(z.object({ cooldown: z.object({ "default-days": z.number().min(3) }) })) })
    .parse(load(readFileSync(`${root}.github/dependabot.yml`, "utf8")));
  expect(updates).toHaveLength(2);
});

test("Azure Pipelines updates its own comment and its own work item only", () => {
  const review = scripts(load(readFileSync(`${root}azure-pipelines/plan-review.yml`, "utf8"))).join("\n");
  const filter = /--arg me "\$me" \\\n\s*'([^']+)'/.exec(review)?.[1] ?? "";
  const thread = (author: string, id: number) => ({
    id,
    comments: [{ id: 1, author: { id: author }, content: "<!-- m --> x" }],
  });
  const found = (me: string) => {
    const args = ["-r", "--arg", "marker", "<!-- m -->", "--arg", "me", me, filter];
    const input = JSON.stringify({ value: [thread("another-team", 1), thread("the-pipeline", 2)] });
    return spawnSync("jq", args, { input, encoding: "utf8" });
  };
  if (found("the-pipeline").error === undefined) {
    expect(found("the-pipeline").stdout).toBe("2\t1\n");
    expect([found("").stdout, found("another").stdout]).toEqual(["", ""]);
  }
  expect(filter).toContain(".author.id == $me");
  const audit = scripts(load(readFileSync(`${root}azure-pipelines/nightly-audit.yml`, "utf8"))).join("\n");
  expect(audit).toContain("[System.CreatedBy] = @me");
});

test("every path that decides what is let through has owners", () => {
  const owners = readFileSync(`${root}.github/CODEOWNERS`, "utf8");
  for (const [, path = ""] of owners.matchAll(/^\/(\S+)/gm))
    expect(existsSync(`${root}${path}`), path).toBe(true);
  for (const path of ["/.github/", "/package-lock.json", "/src/controls/"]) expect(owners).toContain(path);
});
