import type { Answers } from "./answers.ts";
import { type OwnPackage, ownFile } from "./own-package.ts";

const PLAN_REVIEW = ".github/workflows/plan-review.yml";
const SHIPPED = ["plan-review", "deploy", "nightly-audit", "nightly-enforce"];

/**
 * Pipelines by their path. The pipelines for review, deployment and audit are those of this package's own repository: a
 * fleet repository builds and runs with the same commands.
 */
export function pipelineFiles(
  { backend, ci, stateHostname }: Pick<Answers, "backend" | "ci" | "stateHostname">,
  own: OwnPackage,
): Record<string, string> {
  const token = backend === "cloud" ? tokenVariable(stateHostname) : undefined;
  const text = (path: string) =>
    token === undefined ? ownFile(own, path) : withToken(path, ownFile(own, path), token);
  const shipped = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path, text(path)]));
  switch (ci) {
    case "none":
      return {};
    case "github":
      return {
        ...shipped(...SHIPPED.map((name) => `.github/workflows/${name}.yml`)),
        ".github/workflows/ci.yml": githubTests(ownFile(own, PLAN_REVIEW)),
        ".github/dependabot.yml": DEPENDABOT,
      };
    case "azure-pipelines":
      return {
        ...shipped(...SHIPPED.map((name) => `azure-pipelines/${name}.yml`)),
        "azure-pipelines/ci.yml": AZURE_TESTS,
      };
  }
}

/**
 * The environment variable in which Terraform looks for a host's API token.
 * Source: https://developer.hashicorp.com/terraform/cli/config/config-file#environment-variable-credentials
 */
export function tokenVariable(hostname = "app.terraform.io"): string {
  return `TF_TOKEN_${hostname.replaceAll("-", "__").replaceAll(".", "_")}`;
}

/** Passes the token of HCP Terraform to a pipeline's Terraform, from a secret of the same name. */
function withToken(path: string, text: string, variable: string): string {
  if (!/(?:plan-review|deploy|nightly-enforce)\.yml$/.test(path)) return text;
  const handed = path.startsWith(".github")
    ? text.replace(
        /^( +)ARM_USE_CLI: "false"\n/gm,
        (before, indent: string) => `${before}${indent}${variable}: \${{ secrets.${variable} }}\n`,
      )
    : text
        .split(AZURE_CLI)
        .map((part, index) =>
          index === 0
            ? part
            : part.replace(
                /^( +)SYSTEM_ACCESSTOKEN: .*\n/m,
                (before, indent: string) => `${before}${indent}${variable}: $(${variable})\n`,
              ),
        )
        .join(AZURE_CLI);
  if (handed === text) throw new Error(`${path} has no place for ${variable}`);
  return handed;
}

/** The steps of Azure Pipelines that run Terraform; each has an environment. */
const AZURE_CLI = "- task: AzureCLI@2\n";

/** @param pinned a workflow that uses the same actions, each pinned to a commit */
function githubTests(pinned: string): string {
  const uses = (action: string) => {
    const [line] = pinned.match(new RegExp(`uses: ${action}@.*`)) ?? [];
    if (line === undefined) throw new Error(`${PLAN_REVIEW} does not use ${action}`);
    return line;
  };
  return `# Checks of every change: the fleet is valid, and every stack has its baseline.
name: ci

on:
  pull_request:
  merge_group:
  push:
    branches: [main]

permissions:
  contents: read

env:
  CHECKPOINT_DISABLE: "1"

jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 60
    steps:
      - ${uses("actions/checkout")}
        with:
          persist-credentials: false
      - ${uses("actions/setup-node")}
        with:
          node-version: 22
          cache: npm
      - ${uses("hashicorp/setup-terraform")}
        with:
          terraform_wrapper: false
      - run: npm cit
        env:
          TEST_TERRAFORM: "1"
`;
}

const AZURE_TESTS = `# Checks of every change: the fleet is valid, and every stack has its baseline.
# Set up once: a build validation policy on the main branch that runs this pipeline.
trigger:
  branches:
    include: [main]

variables:
  CHECKPOINT_DISABLE: "1"

pool:
  vmImage: ubuntu-24.04

steps:
  - checkout: self
    persistCredentials: false
  - task: NodeTool@0
    inputs:
      versionSpec: 22.x
  - script: npm cit
    displayName: Install and test
`;

const DEPENDABOT = `version: 2
updates:
  - package-ecosystem: npm
    directory: /
    schedule:
      interval: weekly
    groups:
      development:
        dependency-type: development
  - package-ecosystem: github-actions
    directory: /
    schedule:
      interval: weekly
    groups:
      actions:
        patterns: ["*"]
`;
