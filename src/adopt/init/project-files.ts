import type { OwnPackage } from "./own-package.ts";

/** Renders `main.ts`: the app, which is also the command with every verb. */
export const MAIN = `import { fleetApp } from "csp-baseline/app";
import { SubscriptionStack } from "csp-baseline/stacks";

process.exitCode = await fleetApp((app, subscription, fleet) => {
  // Add your own constructs to this stack: they are synthesized, planned and reviewed with the baseline.
  new SubscriptionStack(app, { fleet, subscription });
});
`;

/** Copies the JSON Schemas of the installed version, for editors. */
const COPY_SCHEMAS =
  "node -e \"for (const name of ['partner', 'customer']) fs.copyFileSync(require.resolve('csp-baseline/schema/' + name + '.json'), 'schema/' + name + '.json')\"";

/** Peer dependencies of this package: an app and the package must use the same copy of each. */
const PEERS = ["@cdktf/provider-azurerm", "cdktf", "constructs"];

/**
 * Renders `package.json`.
 * @param name a package's name
 * @param dependency the source of csp-baseline for npm: a version, a tarball
 */
export function packageJson(name: string, dependency: string, own: OwnPackage): string {
  const versionsOf = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, own.devDependencies[name] ?? "*"]));
  return json({
    name,
    private: true,
    type: "module",
    engines: { node: ">=20.19" },
    scripts: {
      build: "tsc",
      start: "npm run --silent build && node dist/main.js",
      test: "npm run --silent build && vitest run --dir test",
      "csp-baseline": "npm run --silent build && node dist/main.js",
      schema: COPY_SCHEMAS,
    },
    dependencies: { ...versionsOf(PEERS), "csp-baseline": dependency },
    devDependencies: versionsOf(["@types/node", "typescript", "vite", "vitest"]),
  });
}

export const TSCONFIG = json({
  compilerOptions: {
    target: "es2022",
    lib: ["es2023"],
    module: "nodenext",
    types: ["node"],
    rootDir: ".",
    outDir: "dist",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
  },
  include: ["**/*.ts"],
  exclude: ["node_modules", "dist", "cdktf.out"],
});

/** @param projectId a GUID that stays the same; the engine's command line requires one */
export function cdktfJson(projectId: string): string {
  return json({ language: "typescript", app: "npm start --silent", projectId, sendCrashReports: "false" });
}

export const GITIGNORE = `node_modules/
dist/
cdktf.out/
/plans/
/reviewed/
/review/
/second/
/stacks-only/
/before/
/azure/
/audit.json
/budgets.json
/changed.json
/deploy.txt
/enforced.json
/evidence.zip
/findings.json
/first.json
/new-subscriptions.patch
/posture.html
tfstate/
*.tfstate
*.tfstate.*
.terraform/
.DS_Store
`;

/** Renders `test/fleet.test.ts`: the first tests of the repository. */
export const FLEET_TEST = `import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatProblem, loadFleet, parseCalendarDate } from "csp-baseline/inventory";
import "csp-baseline/testing/vitest";
import { afterAll, beforeAll, expect, test } from "vitest";

/** The stacks of the fleet, synthesized by the compiled main.ts. */
const out = mkdtempSync(join(tmpdir(), "stacks-"));
let synth: { status: number | null; stderr: string };
beforeAll(() => {
  synth = spawnSync(process.execPath, ["dist/main.js", "synth", "--out", out], { encoding: "utf8" });
}, 600_000);
afterAll(() => rmSync(out, { recursive: true }));

function subscriptionIds(): string[] {
  const today = parseCalendarDate(new Date().toISOString().slice(0, 10));
  if (today === undefined) throw new Error("the clock has no valid date");
  const result = loadFleet("fleet", { today });
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\\n"));
  return result.fleet.subscriptions.map(({ id }) => id);
}

test("the fleet is valid, and every stack has its baseline", () => {
  expect(synth.status, synth.stderr).toBe(0);
});

test("every subscription has a stack of its own", () => {
  expect(readdirSync(join(out, "stacks")).sort()).toEqual(subscriptionIds().sort());
});

// Downloads the providers: TEST_TERRAFORM=1 npm test
test.runIf(process.env["TEST_TERRAFORM"])("Terraform accepts a stack", { timeout: 300_000 }, () => {
  const [first = ""] = subscriptionIds();
  expect(readFileSync(join(out, "stacks", first, "cdk.tf.json"), "utf8")).toBeValidTerraform();
});
`;

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
