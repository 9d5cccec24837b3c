import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { flagOf, QUESTIONS } from "../../src/adopt/init/questions.ts";
import { GIVEN } from "../adopt/init/support.ts";
import { cspBaseline } from "../support/command.ts";
import { folderOf } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const flags = QUESTIONS.flatMap(({ id }) => {
  const given = Object.entries(GIVEN).find(([name]) => name === id);
  return given === undefined ? [] : [flagOf(id), given[1]];
});

test("options create a repository with a valid fleet and the package", () => {
  const cwd = temporaryFolder();
  const { status, stderr, stdout } = cspBaseline(["init", "fleet-repository", "--no-install", ...flags], {
    cwd,
  });
  expect(status).toBe(0);
  expect(stderr).toMatch(
    /^warning the backend local keeps states on one machine: .* --backend azurerm or cloud .*\n$/,
  );
  expect(stdout).toMatch(/^created {2}fleet-repository\n/);
  expect(stdout).toContain("  npm install && npm start\n");
  expect(readdirSync(cwd)).toEqual(["fleet-repository"]);
  const folder = join(cwd, "fleet-repository");
  expect(cspBaseline(["check"], { cwd: folder })).toMatchObject({ status: 0, stderr: "" });
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const [tarball] = readdirSync(join(folder, "vendor"));
  expect(dependencies).toEqual({
    "@cdktf/provider-azurerm": expect.any(String),
    cdktf: expect.any(String),
    constructs: expect.any(String),
    "csp-baseline": `file:vendor/${tarball}`,
  });
});

test("an existing folder is refused before any question, and is not changed", () => {
  const cwd = folderOf({ "taken/notes.txt": "mine" });
  expect(cspBaseline(["init", "taken"], { cwd })).toMatchObject({
    status: 2,
    stdout: "",
    stderr:
      'csp-baseline: taken cannot be used: it is not empty: it has "notes.txt". Use a new or an empty folder; existing files are never overwritten\n',
  });
  expect(readdirSync(join(cwd, "taken"))).toEqual(["notes.txt"]);
});

test("without a terminal, all missing answers are reported at once and nothing is written", () => {
  const cwd = temporaryFolder();
  const { status, stderr, stdout } = cspBaseline(["init", "new", "--partner", "Tailspin", "--budget", "0"], {
    cwd,
  });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr.split("\n").slice(0, 4)).toEqual([
    "csp-baseline: nothing was written:",
    '  --budget must be at least 1 (found "0")',
    "  --tenant-id <guid> is missing: Your own Entra tenant's id",
    "  --customer-name <name> is missing: The first customer's name",
  ]);
  expect(readdirSync(cwd)).toEqual([]);
});

test("without npm the repository is created, and the missing file is reported", () => {
  const cwd = temporaryFolder();
  const env = { PATH: cwd };
  const { status, stderr } = cspBaseline(["init", "new", "--package", "0.1.0", ...flags], { cwd, env });
  expect(status).toBe(3);
  expect(stderr).toContain(
    'the repository was created, but without a package-lock.json that "npm ci" accepts:\n  npm is not installed\n',
  );
  expect(stderr).toContain('Run "npm install" in new');
  expect(readdirSync(join(cwd, "new"))).toContain("package.json");
  expect(readdirSync(join(cwd, "new"))).not.toContain("package-lock.json");
});
