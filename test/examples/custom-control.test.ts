import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { cspBaseline } from "../support/command.ts";
import { CONTOSO, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PROD = "00000000-0000-0000-0000-000000000001";
const GROUP = `/subscriptions/${PROD}/resourceGroups/rg-csp-baseline`;
const EXCEPTION = `exceptions:
  - control: resource-group-lock
    subscriptions: [sandbox]
    reason: The sandbox is emptied every night
    approvedBy: bob@fabrikam.example
    expires: 2099-12-31
`;

/** The example in a folder of its own, with the packages that `npm install` would bring. */
function copyOfExample(): string {
  const folder = temporaryFolder();
  cpSync(`${ROOT}examples/custom-control`, folder, { recursive: true });
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  symlinkSync(ROOT, join(modules, "csp-baseline"));
  for (const name of ["@cdktf", "@types", "cdktf", "constructs"])
    symlinkSync(`${ROOT}node_modules/${name}`, join(modules, name));
  writeFleet(folder);
  const compiled = run(folder, `${ROOT}node_modules/typescript/bin/tsc`);
  expect(compiled).toMatchObject({ status: 0, stdout: "", stderr: "" });
  return folder;
}

function writeFleet(folder: string, more = ""): void {
  mkdirSync(join(folder, "fleet/customers"), { recursive: true });
  writeFileSync(join(folder, "fleet/partner.yaml"), PARTNER);
  writeFileSync(join(folder, "fleet/customers/contoso.yaml"), `${CONTOSO}${more}`);
}

// The example is written for CDK for Terraform, whichever engine the other tests run on.
function run(cwd: string, script: string, ...args: string[]) {
  const env = { PATH: process.env["PATH"], HOME: process.env["HOME"] };
  return spawnSync(process.execPath, [script, ...args], { cwd, env, encoding: "utf8" });
}

let folder: string;
beforeAll(() => {
  folder = copyOfExample();
}, 60_000);

const app = (...args: string[]) => run(folder, "main.js", ...args);
const findingsOf = (
  text: string,
): { control: string; status: string; subscriptionId: string; message: string }[] =>
  JSON.parse(text).findings;
const ofLock = (text: string) =>
  findingsOf(text)
    .filter(({ control }) => control === "resource-group-lock")
    .map(({ status, subscriptionId }) => [subscriptionId.slice(-1), status]);

/** A change to a compiled file of the example, undone afterwards. */
function withChange(file: string, from: string, to: string, action: () => void): void {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
  try {
    action();
  } finally {
    writeFileSync(path, text);
  }
}

describe("an app with a control of its own", () => {
  test("the gate passes its stacks, and the control is judged in each", () => {
    const { status, stdout } = app("synth", "--format", "json");
    expect(status).toBe(0);
    expect(ofLock(stdout)).toEqual([
      ["1", "pass"],
      ["2", "pass"],
    ]);
  });

  test("the gate rejects stacks without the lock, and a changed control judges existing stacks again", () => {
    expect(app("synth").status).toBe(0);
    withChange("lock-control.js", '[wanted, "ReadOnly"]', '["ReadOnly"]', () => {
      const { status, stdout } = app("synth");
      expect(status).toBe(1);
      expect(stdout).toContain("fail resource-group-lock: the lock is weaker than CanNotDelete");
    });
    withChange("main.js", "new ResourceGroupLock(", "Array.of(", () => {
      const { status, stdout } = app("synth");
      expect(status).toBe(1);
      expect(stdout).toContain("fail resource-group-lock: no lock keeps the alerts' resource group");
    });
  });

  test("an exception may name it, and an excepted control is not declared; without the app it is unknown", () => {
    writeFleet(folder, EXCEPTION);
    try {
      const { status, stdout } = app("synth", "--format", "json");
      expect(status).toBe(0);
      expect(ofLock(stdout)).toEqual([
        ["1", "pass"],
        ["2", "excepted"],
      ]);
      expect(app("check").status).toBe(0);
      const alone = cspBaseline(["check", "--fleet", join(folder, "fleet")]);
      expect(alone.status).toBe(2);
      expect(alone.stderr).toContain('(found "resource-group-lock")');
    } finally {
      writeFleet(folder);
    }
  });

  test("the fleet has parameters for it", () => {
    writeFleet(folder, "baseline: { custom: { resource-group-lock: { level: ReadOnly } } }\n");
    try {
      expect(app("synth").status).toBe(0);
      const stack = readFileSync(join(folder, "cdktf.out/stacks", PROD, "cdk.tf.json"), "utf8");
      expect(stack).toContain('"lock_level": "ReadOnly"');
      withChange("main.js", "level: lockLevel(subscription.baseline)", 'level: "CanNotDelete"', () => {
        const { status, stdout } = app("synth");
        expect(status).toBe(1);
        expect(stdout).toMatch(
          /contoso\.yaml:9:\d+ contoso\/prod fail resource-group-lock: the lock is weaker than ReadOnly/,
        );
      });
    } finally {
      writeFleet(folder);
    }
  });

  test("a review judges it by the app's own stacks, and shows it in every format", () => {
    mkdirSync(join(folder, "plans"), { recursive: true });
    const { status, stderr } = app("review", "--plans", "plans", "--output-dir", "review");
    expect(status, stderr).toBe(0);
    const read = (name: string) => readFileSync(join(folder, "review", name), "utf8");
    expect(ofLock(read("findings.json"))).toEqual([
      ["1", "pass"],
      ["2", "pass"],
    ]);
    expect(read("findings.sarif")).toContain('"id": "resource-group-lock"');
    expect(read("junit.xml")).toContain("resource-group-lock");
    withChange("main.js", "new ResourceGroupLock(", "Array.of(", () => {
      const failing = app("review", "--plans", "plans", "--format", "markdown");
      expect(failing.status).toBe(1);
      expect(failing.stdout).toContain("resource-group-lock");
    });
  });

  test("an audit judges exported locks with it, and a type that was not exported is unknown", () => {
    const lock = (level: string) => ({
      id: `${GROUP}/providers/Microsoft.Authorization/locks/csp-baseline`,
      name: "csp-baseline",
      type: "microsoft.authorization/locks",
      properties: { level },
    });
    const audited = (...resources: object[]) => {
      writeFileSync(join(folder, "export.json"), JSON.stringify({ value: resources }));
      const { stdout } = app("audit", "--from", "export.json", "--only", "prod", "--format", "json");
      return ofLock(stdout);
    };
    expect(audited(lock("CanNotDelete"))).toEqual([["1", "pass"]]);
    expect(audited(lock("NotSpecified"))).toEqual([["1", "fail"]]);
    const group = {
      id: GROUP,
      name: "rg-csp-baseline",
      type: "Microsoft.Resources/resourceGroups",
      tags: { a: "b" },
    };
    expect(audited(group)).toEqual([["1", "unknown"]]);
  });

  test("a report has it as a column, with its title", () => {
    const { status, stderr } = app("report", "--output", "report.html");
    expect(status, stderr).toBe(0);
    expect(readFileSync(join(folder, "report.html"), "utf8")).toContain(
      "The alerts cannot be deleted by mistake",
    );
  });

  test("a control that cannot be used is refused by every verb, with the reason and no trace", () => {
    withChange("lock-control.js", 'const ID = "resource-group-lock"', 'const ID = "budget"', () => {
      for (const verb of ["check", "synth"]) {
        const { status, stderr } = app(verb);
        expect(status).toBe(2);
        expect(stderr).toBe(
          'csp-baseline: the custom control "budget" has the id of a built-in control: choose another one\n',
        );
      }
    });
  });
});
