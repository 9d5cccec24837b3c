import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Answers, GivenAnswers } from "../../../src/adopt/init/answers.ts";
import { ownPackage } from "../../../src/adopt/init/own-package.ts";
import { repositoryFiles } from "../../../src/adopt/init/repository.ts";
import { loadFleet } from "../../../src/controls/load-fleet.ts";
import { formatProblem } from "../../../src/fleet/index.ts";
import { allPages } from "../../docs/support/page.ts";
import { folderOf, TODAY } from "../../support/fleet.ts";
import { answersWith } from "./support.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const own = ownPackage();
const shipped = (path: string) => readFileSync(root + path, "utf8");

function filesOf(answers: Answers, folder = "fleet-repository"): ReadonlyMap<string, string> {
  return repositoryFiles({
    answers,
    own,
    folder,
    dependency: own.version,
    projectId: "6b6f7d34-3f0c-4d6c-9a53-0c6f0f2f6a51",
  });
}

const filesWith = (given: GivenAnswers = {}) => filesOf(answersWith(given));
const fileOf = (path: string, given: GivenAnswers = {}) => filesWith(given).get(path) ?? "";

function fleetWith(given: GivenAnswers) {
  const result = loadFleet(`${folderOf(Object.fromEntries(filesWith(given)))}/fleet`, { today: TODAY });
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  expect(result.warnings).toEqual([]);
  return result.fleet;
}

const ALWAYS = [
  ".gitignore",
  "README.md",
  "cdktf.json",
  "fleet/customers/wingtip-toys.yaml",
  "fleet/partner.yaml",
  "main.ts",
  "package.json",
  "schema/customer.json",
  "schema/partner.json",
  "test/fleet.test.ts",
  "tsconfig.json",
];
const SHIPPED = ["deploy.yml", "nightly-audit.yml", "nightly-enforce.yml", "plan-review.yml"];
const GITHUB = SHIPPED.map((name) => `.github/workflows/${name}`);
const AZURE = SHIPPED.map((name) => `azure-pipelines/${name}`);

test("each kind of pipeline brings its files", () => {
  const paths = (ci: string) => [...filesWith({ ci }).keys()].sort();
  expect(paths("none")).toEqual(ALWAYS);
  expect(paths("github")).toEqual(
    [...ALWAYS, ...GITHUB, ".github/workflows/ci.yml", ".github/dependabot.yml"].sort(),
  );
  expect(paths("azure-pipelines")).toEqual([...ALWAYS, ...AZURE, "azure-pipelines/ci.yml"].sort());
});

test("pipelines for review, deployment and audit equal those of this project, byte by byte", () => {
  for (const path of GITHUB) expect(fileOf(path)).toBe(shipped(path));
  for (const path of AZURE) expect(fileOf(path, { ci: "azure-pipelines" })).toBe(shipped(path));
});

test("with HCP Terraform the plans of pull requests get its token from a secret, without other changes", () => {
  const cloud = { backend: "cloud", stateOrganization: "fabrikam" } as const;
  const added = (path: string, given: GivenAnswers) =>
    fileOf(path, given)
      .split("\n")
      .filter((line) => !shipped(path).split("\n").includes(line));
  const workflow = ".github/workflows/plan-review.yml";
  expect(added(workflow, cloud)).toEqual([
    "      TF_TOKEN_app_terraform_io: ${{ secrets.TF_TOKEN_app_terraform_io }}",
  ]);
  expect(fileOf("README.md", cloud)).toContain("`TF_TOKEN_app_terraform_io`");
  const own = { ...cloud, ci: "azure-pipelines", stateHostname: "tfe.fabrikam-it.example" } as const;
  const variable = "TF_TOKEN_tfe_fabrikam__it_example";
  const pipeline = "azure-pipelines/plan-review.yml";
  expect(added(pipeline, own)).toEqual([`              ${variable}: $(${variable})`]);
  const lines = fileOf(pipeline, own).split("\n");
  expect(lines[lines.findIndex((line) => line.includes(variable)) - 1]).toContain("SYSTEM_ACCESSTOKEN");
  expect(() => load(fileOf(pipeline, own))).not.toThrow();
});

test("with HCP Terraform every job that plans or deploys gets the token, and no other job", () => {
  const cloud = { backend: "cloud", stateOrganization: "fabrikam" } as const;
  const github: unknown = load(fileOf(".github/workflows/deploy.yml", cloud));
  const jobs = z.record(z.string(), z.object({ env: z.record(z.string(), z.string()).default({}) }));
  const withToken = Object.entries(jobs.parse(Object(github).jobs)).filter(
    ([, { env }]) => env["TF_TOKEN_app_terraform_io"] !== undefined,
  );
  expect(withToken.map(([name]) => name)).toEqual(["plan", "canary", "deploy"]);
  const azure = fileOf("azure-pipelines/deploy.yml", { ...cloud, ci: "azure-pipelines" });
  expect(azure.match(/TF_TOKEN_app_terraform_io: \$\(TF_TOKEN_app_terraform_io\)/g)).toHaveLength(3);
  expect(azure.match(/task: AzureCLI@2/g)).toHaveLength(3);
  expect(() => load(azure)).not.toThrow();
  const nightly = z.object({ jobs }).parse(load(fileOf(".github/workflows/nightly-enforce.yml", cloud)));
  const repairing = Object.entries(nightly.jobs).filter(([, { env }]) => "TF_TOKEN_app_terraform_io" in env);
  expect(repairing.map(([name]) => name)).toEqual(["repair"]);
  const own = fileOf("azure-pipelines/nightly-enforce.yml", { ...cloud, ci: "azure-pipelines" });
  expect(own.match(/TF_TOKEN_app_terraform_io: \$\(TF_TOKEN_app_terraform_io\)/g)).toHaveLength(1);
  expect(own).toMatch(/--apply safe[\s\S]*?env:\n.*\n +TF_TOKEN_app_terraform_io/);
});

test("a README states that pipelines have no access to a local state, if there are pipelines", () => {
  const says = (given: GivenAnswers) => fileOf("README.md", given).includes("sees no state");
  expect(says({})).toBe(true);
  expect(says({ ci: "none" })).toBe(false);
  expect(says({ backend: "cloud", stateOrganization: "fabrikam" })).toBe(false);
});

test("the workflow for tests pins the same actions", () => {
  const text = fileOf(".github/workflows/ci.yml");
  const uses = text.match(/uses: .*/g) ?? [];
  expect(uses).toHaveLength(3);
  for (const use of uses) expect(shipped(".github/workflows/plan-review.yml")).toContain(use);
});

test("the files of a pipeline exist: the build, its app, and the ignore list of Git", () => {
  const manifest: unknown = JSON.parse(fileOf("package.json"));
  const { devDependencies } = own;
  expect(manifest).toMatchObject({
    scripts: { build: "tsc", start: expect.stringContaining("node dist/main.js") },
    dependencies: { "csp-baseline": own.version },
    devDependencies: {
      typescript: devDependencies["typescript"],
      vitest: devDependencies["vitest"],
      "@types/node": devDependencies["@types/node"],
    },
  });
  const ignored = shipped(".gitignore")
    .split("\n")
    .filter((line) => line !== "*.tgz" && !/bench|stryker|tools/.test(line));
  expect(fileOf(".gitignore").split("\n").sort()).toEqual(ignored.sort());
});

test("Git ignores what the commands of the documentation write", () => {
  const commands = allPages()
    .filter(({ path }) => path.startsWith("docs/"))
    .flatMap(({ blocks }) => blocks.filter(({ language }) => language === "sh" || language === "console"))
    .map(({ text }) => text);
  const folders = /--(?:out|output-dir|plans|publish|state) ([a-z-]+)(?=\s)/g;
  const files = /(?:--output|--pack|>) ([a-z-]+\.[a-z]+)(?=\s)/g;
  const named = (pattern: RegExp) =>
    commands.flatMap((text) => [...text.matchAll(pattern)].map(([, name = ""]) => name));
  const written = new Set([...named(folders).map((name) => `${name}/one`), ...named(files)]);
  for (const name of ["azure/one", "second/one", "changed.json"]) expect(written).toContain(name);
  const cwd = folderOf({ ".gitignore": fileOf(".gitignore") });
  expect(spawnSync("git", ["init", "--quiet"], { cwd }).status).toBe(0);
  const input = [...written, "fleet/partner.yaml"].join("\n");
  const { stdout } = spawnSync("git", ["check-ignore", "--stdin"], { cwd, input, encoding: "utf8" });
  expect(stdout.trimEnd().split("\n").sort()).toEqual([...written].sort());
});

test("the schemas of the fleet's files are in the repository, in this version", () => {
  for (const [path, schema] of [
    ["fleet/partner.yaml", "schema/partner.json"],
    ["fleet/customers/wingtip-toys.yaml", "schema/customer.json"],
  ] as const) {
    const [, named = ""] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(fileOf(path)) ?? [];
    expect(new URL(named, `file:///${path}`).pathname).toBe(`/${schema}`);
    expect(fileOf(schema)).toBe(shipped(schema));
  }
});

test("the fleet contains the answers", () => {
  const { partner, subscriptions } = fleetWith({
    budget: "2500.5",
    location: "swedencentral",
    currency: "SEK",
  });
  expect(partner).toMatchObject({ name: "Tailspin Cloud", role: "direct-bill" });
  const [subscription] = subscriptions;
  expect(subscription).toMatchObject({
    name: "wingtip-toys-prod",
    customer: { displayName: "Wingtip Toys" },
  });
  expect(subscription?.baseline).toMatchObject({
    location: "swedencentral",
    contacts: {
      security: { emails: ["soc@tailspin.example"] },
      billing: { emails: ["finops@tailspin.example"] },
      operations: { emails: ["noc@tailspin.example"] },
    },
    budget: { amount: 2500.5, currency: "SEK" },
  });
});

test("every backend and access model gives a valid fleet", () => {
  const storage = {
    stateResourceGroup: "rg-state",
    stateStorageAccount: "sttailspin",
    stateContainer: "tfstate",
  };
  expect(fleetWith({ backend: "azurerm", ...storage }).backend).toEqual({
    type: "azurerm",
    resourceGroupName: "rg-state",
    storageAccountName: "sttailspin",
    containerName: "tfstate",
  });
  const cloud = { stateOrganization: "tailspin", stateProject: "12", stateHostname: "tfe.tailspin.example" };
  expect(fleetWith({ backend: "cloud", ...cloud, stateProject: "no way" }).backend).toMatchObject({
    project: "no way",
    hostname: "tfe.tailspin.example",
  });
  const clientId = "33333333-3333-3333-3333-333333333333";
  const [subscription] = fleetWith({ access: "customer-app", clientId }).subscriptions;
  expect(subscription?.customer.access).toEqual({ model: "customer-app", clientId });
});

test("any names are written to the fleet unchanged", () => {
  const names = fc
    .string({ minLength: 1, maxLength: 40, unit: "grapheme" })
    .filter((name) => name === name.trim() && name !== "" && !/[\p{C}\u2028\u2029]/u.test(name));
  fc.assert(
    fc.property(names, names, (partner, customerName) => {
      const files = filesWith({ partner, customerName });
      expect(load(files.get("fleet/partner.yaml") ?? "")).toMatchObject({ partner: { name: partner } });
      expect(load(files.get("fleet/customers/wingtip-toys.yaml") ?? "")).toMatchObject({
        displayName: customerName,
      });
    }),
    { numRuns: 50 },
  );
});

test("the package has the name of its folder, as far as npm accepts it", () => {
  const nameIn = (folder: string): unknown =>
    JSON.parse(filesOf(answersWith(), folder).get("package.json") ?? "").name;
  expect(nameIn("Azure Fleet")).toBe("azure-fleet");
  expect(nameIn("csp-baseline")).toBe("azure-baseline-fleet");
  expect(nameIn("日本")).toBe("azure-baseline-fleet");
});

test("the README describes only existing parts", () => {
  expect(fileOf("README.md", { ci: "none" })).not.toMatch(/pull request|nightly/i);
  expect(fileOf("README.md")).toContain("CSP_BASELINE_READER_CLIENT_ID");
  expect(fileOf("README.md", { ci: "azure-pipelines" })).not.toContain(".github");
});

test("the fleet names a provider only where it is not the default", () => {
  expect(fileOf("fleet/partner.yaml")).not.toContain("provider:");
  expect(fleetWith({ provider: "azapi" }).partner.provider).toEqual({ name: "azapi" });
});
