import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import type { GivenAnswers } from "../../../src/adopt/init/answers.ts";
import { ownPackage } from "../../../src/adopt/init/own-package.ts";
import { repositoryFiles } from "../../../src/adopt/init/repository.ts";
import { loadFleet } from "../../../src/controls/load-fleet.ts";
import { formatProblem } from "../../../src/fleet/index.ts";
import { workflowProblems } from "../../support/actionlint.ts";
import { folderOf, TODAY } from "../../support/fleet.ts";
import { answersWith } from "./support.ts";

/*
 * Every combination of what `init` asks to choose. The package test installs one of them from the registry; what a
 * combination changes is in its fleet, its workflows and its README.
 */

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const own = ownPackage();

/** With the answers that go with each backend: all of them, and only those that there must be. */
const BACKENDS: readonly GivenAnswers[] = [
  { backend: "local" },
  {
    ...{ backend: "azurerm", stateResourceGroup: "rg-state", stateStorageAccount: "sttailspin" },
    stateContainer: "tfstate",
  },
  {
    ...{ backend: "azurerm", stateResourceGroup: "rg-state", stateStorageAccount: "sttailspin" },
    ...{ stateContainer: "tfstate", stateSubscriptionId: "00000000-0000-0000-0000-0000000000aa" },
  },
  { backend: "cloud", stateOrganization: "tailspin" },
  {
    ...{ backend: "cloud", stateOrganization: "tailspin" },
    ...{ stateProject: "Azure baseline", stateHostname: "tfe.tailspin-it.example" },
  },
];
const CLIENT_ID = "33333333-3333-3333-3333-333333333333";
const ACCESS: readonly GivenAnswers[] = [
  { access: "lighthouse", role: "direct-bill" },
  { access: "customer-app", role: "indirect-provider" },
  { access: "customer-app", role: "indirect-reseller", clientId: CLIENT_ID },
];

interface Combination {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}
const COMBINATIONS: readonly Combination[] = BACKENDS.flatMap((backend) =>
  ["github", "azure-pipelines", "none"].flatMap((ci) =>
    ["azurerm", "azapi"].flatMap((provider) =>
      ACCESS.map((access) => {
        const given = { ...backend, ...access, ci, provider };
        const files = repositoryFiles({
          answers: answersWith(given),
          own,
          folder: "fleet",
          dependency: own.version,
          projectId: "6b6f7d34-3f0c-4d6c-9a53-0c6f0f2f6a51",
        });
        return { name: Object.values(given).join(", "), files };
      }),
    ),
  ),
);

/** Texts that differ, with the first combination that has each. */
function distinct(
  path: (path: string) => boolean,
): ReadonlyMap<string, readonly [name: string, path: string]> {
  const found = new Map<string, readonly [string, string]>();
  for (const { files, name } of COMBINATIONS)
    for (const [key, text] of files) if (path(key) && !found.has(text)) found.set(text, [name, key]);
  return found;
}

test("every combination makes a fleet without problems or warnings", () => {
  for (const { files, name } of COMBINATIONS) {
    const loaded = loadFleet(join(folderOf(Object.fromEntries(files)), "fleet"), { today: TODAY });
    const problems = loaded.ok ? loaded.warnings : loaded.problems;
    expect(problems.map(formatProblem), name).toEqual([]);
  }
});

test("actionlint reports nothing for the workflows of any combination", async () => {
  const workflows = distinct((path) => path.startsWith(".github/workflows/"));
  // ci and the audit are one text; review, deployment and enforcement hand a job no token, or that of one of two hosts.
  expect(workflows.size).toBe(2 + 3 * 3);
  for (const [text, [name, path]] of workflows) {
    expect(await workflowProblems(text, path), `${name}: ${path}`).toEqual([]);
  }
});

test("the pipelines of every combination are YAML with stages, jobs or steps", () => {
  const pipelines = distinct((path) => path.startsWith("azure-pipelines/"));
  expect(pipelines.size).toBe(2 + 3 * 3);
  for (const [text, [name, path]] of pipelines) {
    const keys = Object.keys(Object(load(text)));
    expect(
      keys.some((key) => ["stages", "jobs", "steps"].includes(key)),
      `${name}: ${path}`,
    ).toBe(true);
  }
});

test("README of every combination names what is there: files, and the token of its host", () => {
  for (const { files, name } of COMBINATIONS) {
    const text = files.get("README.md") ?? "";
    for (const [, path = ""] of text.matchAll(/`([\w-]+\.yml|azure-pipelines\/[\w-]+\.yml)`/g)) {
      const isThere = [...files.keys()].some((key) => key === path || key.endsWith(`/${path}`));
      expect(isThere, `${name}: ${path}`).toBe(true);
    }
    const handed = new Set([...files.values()].join("\n").match(/TF_TOKEN_\w+/g));
    for (const variable of handed) expect(text, name).toContain(variable);
  }
});

/** The packages that the app and its test import, and this package as built. */
function install(repository: string): void {
  const modules = join(repository, "node_modules");
  mkdirSync(modules);
  symlinkSync(ROOT, join(modules, "csp-baseline"));
  for (const name of ["@types", "vitest"]) symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
}

test("the app and its test type-check, and are the same in every combination", () => {
  const code = (path: string) => /\.ts$|^tsconfig\.json$|^package\.json$|^cdktf\.json$/.test(path);
  const names = [...distinct(code).values()].map(([, path]) => path).sort();
  expect(names).toEqual(["cdktf.json", "main.ts", "package.json", "test/fleet.test.ts", "tsconfig.json"]);
  const repository = folderOf(Object.fromEntries(COMBINATIONS[0]?.files ?? []));
  install(repository);
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [compiler], { cwd: repository, encoding: "utf8" });
  expect(status, stdout).toBe(0);
  expect(readdirSync(join(repository, "dist")).sort()).toEqual(["main.js", "test"]);
});
