import { expect, test } from "vitest";
import { cspBaseline, startedCspBaseline } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

test("--help shows the purpose of the command, its verbs, and its exit codes", () => {
  const { status, stdout, stderr } = cspBaseline(["--help"]);
  expect([status, stderr]).toEqual([0, ""]);
  // Help wraps at the terminal's width.
  const helpText = stdout.replace(/\s+/g, " ");
  expect(helpText).toContain(
    "The security baseline of every Azure subscription a CSP partner manages, as code.",
  );
  for (const verb of ["check", "synth", "plan", "review", "deploy", "audit", "sandbox", "report"]) {
    expect(stdout).toMatch(new RegExp(`^  ${verb} `, "m"));
  }
  expect(helpText).toContain("build and judge a Terraform stack for every subscription");
  expect(helpText).toContain(
    "Exit codes: 0 success, 1 findings, 2 usage error or invalid input, 3 external failure",
  );
});

test("--help does not wait for the catalogue, the schemas or Azure's packages to load", () => {
  const hook = `import { writeSync } from "node:fs";
    export async function load(url, context, next) { writeSync(2, url + "\\n"); return next(url, context); }`;
  const data = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
  const register = data(`import { register } from "node:module"; register(${JSON.stringify(data(hook))});`);
  const { stderr } = startedCspBaseline(["--help"], { env: { NODE_OPTIONS: `--import=${register}` } });
  const loaded = stderr.split("\n");
  expect(loaded.filter((url) => url.endsWith("/dist/src/cli/program.js"))).toHaveLength(1);
  expect(
    loaded.filter((url) => /node_modules\/(?!commander\/)|\/src\/(controls|evidence|azure)\//.test(url)),
  ).toEqual([]);
});

test("without a verb the help is shown", () => {
  expect(cspBaseline([]).stdout).toBe(cspBaseline(["--help"]).stdout);
});

test.each([["check"], ["synth"]])("%s --help has an example of every option's form", (verb) => {
  const { status, stdout } = cspBaseline([verb, "--help"]);
  expect(status).toBe(0);
  expect(stdout).toContain("--fleet <dir>");
  expect(stdout).toContain("--format <format>");
});

test.each([
  [["chekc"], "Did you mean check?"],
  [["check", "--flet", "x"], "Did you mean --fleet?"],
  [["check", "--format", "yaml"], "Allowed choices are human, json"],
  [["check", "extra"], "too many arguments"],
  [["synth", "--shard", "4/3"], '--shard must be i/n with i from 1 to n, such as 2/5, got "4/3"'],
  [["synth", "--only", "unknown"], '--only "unknown" matches no subscription'],
])("a usage error ends with 2 and suggests the intended word: %j", (args, message) => {
  const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
  const { status, stderr, stdout } = cspBaseline(args, {
    cwd: temporaryFolder(),
    env: { CSP_BASELINE_FLEET: fleet },
  });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});
