import { existsSync, readFileSync } from "node:fs";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { CONTROL_IDS } from "../../src/controls/control-ids.ts";
import { ROOT, readPage } from "./support/page.ts";

/** The fictitious control of the walkthrough: its files do not exist. */
const INVENTED = /second-receiver/;

test("every file and folder in CONTRIBUTING.md exists", () => {
  const { spans } = readPage("CONTRIBUTING.md");
  const paths = spans.filter((span) => /^[\w.-]+\/[\w./-]*$/.test(span) && !INVENTED.test(span));
  expect(paths.length).toBeGreaterThan(10);
  for (const path of paths) expect(existsSync(`${ROOT}${path}`), path).toBe(true);
  expect(CONTROL_IDS.filter((id) => INVENTED.test(id))).toEqual([]);
});

test("the code names in CONTRIBUTING.md are in their files", () => {
  const has = (file: string, name: string) => readFileSync(`${ROOT}${file}`, "utf8").includes(name);
  expect(has("test/support/arm.ts", "coveredSubscription")).toBe(true);
  expect(has("src/controls/criteria.ts", "export function anyOf")).toBe(true);
  expect(has("src/controls/criteria.ts", "export function allOf")).toBe(true);
  expect(has("test/compatibility/upgrade.test.ts", "CSP_BASELINE_RECORD")).toBe(true);
});

test("the changelog has the version of the package", () => {
  const { version } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8"));
  expect(readPage("CHANGELOG.md").text).toContain(`## [${version}]`);
});

test("dependencies of npm and of the workflows are kept up to date, in groups", () => {
  const config = load(readFileSync(`${ROOT}.github/dependabot.yml`, "utf8"));
  expect(config).toMatchObject({
    version: 2,
    updates: [
      { "package-ecosystem": "npm", groups: expect.anything() },
      { "package-ecosystem": "github-actions", groups: expect.anything() },
    ],
  });
});

test("the security model and the pages use the modes and roles of the code", () => {
  const { text } = readPage("docs/security-model.md");
  expect(text).toContain("0700");
  expect(readFileSync(`${ROOT}src/runner/plans-folder.ts`, "utf8")).toContain("0o700");
});
