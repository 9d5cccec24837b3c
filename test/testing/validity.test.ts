import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import "../../src/testing/vitest.ts";
import { AzurermBackend, CloudBackend, NamedCloudWorkspace, TerraformStack, Testing } from "#engine";
import { emptyStack, failureOf, terraformData } from "./support.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "validity-test-"));
  // No registry can be reached, whatever the machine: what is not part of Terraform cannot be installed.
  writeFileSync(
    join(folder, "terraformrc"),
    `provider_installation {\n  filesystem_mirror {\n    path = "${folder}"\n  }\n}\n`,
  );
  mkdirSync(join(folder, "tmp"));
  vi.stubEnv("TMPDIR", join(folder, "tmp"));
  vi.stubEnv("TF_CLI_CONFIG_FILE", join(folder, "terraformrc"));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** The remaining folders of the matchers, in a temporary folder that only this test uses. */
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("csp-baseline-testing-"));

function script(body: string): string {
  const path = join(folder, "fake-terraform");
  writeFileSync(path, `#!/bin/sh\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

function dataStack(input: unknown = "hello"): TerraformStack {
  const stack = emptyStack();
  terraformData(stack, "one", input);
  return stack;
}

describe("toBeValidTerraform", () => {
  it("accepts a valid stack, its JSON and its output folder, and leaves no folder behind", () => {
    const stack = dataStack("long enough to be no path ".repeat(200));
    const output = Testing.fullSynth(stack);
    expect(stack).toBeValidTerraform();
    expect(Testing.synth(stack)).toBeValidTerraform();
    expect(output).toBeValidTerraform();
    expect(readdirSync(join(output, "stacks", "contoso"))).toEqual(["cdk.tf.json"]);
    expect(leftovers()).toEqual([]);
  });

  it("configures no backend", () => {
    const stack = dataStack();
    new AzurermBackend(stack, { storageAccountName: "none", containerName: "none", key: "none" });
    expect(stack).toBeValidTerraform();
  });

  it("refuses an unknown attribute with Terraform's own words and the address", () => {
    const stack = dataStack();
    terraformData(stack, "two", 1).addOverride("color", "red");
    const { message } = failureOf(() => expect(stack).toBeValidTerraform());
    expect(message).toMatch(
      /^expected stack 'contoso' to be valid Terraform, but Terraform rejected it:\n {2}error: /,
    );
    expect(message).toContain("Extraneous JSON object property");
    expect(message).toContain("at terraform_data.two, cdk.tf.json:");
    expect(message).toContain('No argument or block type is named "color"');
    expect(message).not.toContain("[object Object]");
    expect(stack).not.toBeValidTerraform();
  });

  it("refuses a configuration that Terraform cannot even initialize", () => {
    const broken = { resource: { terraform_data: { "not a name": {} } } };
    const { message } = failureOf(() => expect(broken).toBeValidTerraform());
    expect(message).toContain("Invalid resource name");
    expect(broken).not.toBeValidTerraform();
  });

  it("refuses an output folder for the stacks of it that are not valid", () => {
    const app = Testing.app();
    terraformData(new TerraformStack(app, "good"), "one", 1);
    terraformData(new TerraformStack(app, "bad"), "one", 1).addOverride("color", "red");
    app.synth();
    const { message } = failureOf(() => expect(app.outdir).toBeValidTerraform());
    expect(message).toContain("expected stack 'bad' to be valid Terraform");
    expect(message).not.toContain("'good'");
  });

  it("reports a stack that should not be valid", () => {
    expect(() => expect(dataStack()).not.toBeValidTerraform()).toThrow(
      "expected stack 'contoso' not to be valid Terraform, but Terraform accepted it",
    );
  });

  it.each(["toBeValidTerraform", "toPlanSuccessfully"] as const)(
    "passes neither way when a provider is missing: %s",
    (name) => {
      const stack = {
        terraform: { required_providers: { none: { source: "example/none", version: "1.0.0" } } },
        resource: { none_thing: { one: {} } },
      };
      for (const assertion of [() => expect(stack)[name](), () => expect(stack).not[name]()]) {
        const { message } = failureOf(assertion);
        expect(message).toContain("terraform init failed for the stack, so its validity is unknown");
        expect(message).toContain("example/none");
        expect(message).toContain("TF_PLUGIN_CACHE_DIR");
      }
      expect(leftovers()).toEqual([]);
    },
  );

  it("passes neither way when the binary is missing", () => {
    vi.stubEnv("TERRAFORM_BINARY_NAME", "no-such-terraform");
    const message =
      "'no-such-terraform' was not found: install Terraform, or name its binary in TERRAFORM_BINARY_NAME";
    expect(() => expect(dataStack()).toBeValidTerraform()).toThrow(message);
    expect(() => expect(dataStack()).not.toBeValidTerraform()).toThrow(message);
  });

  it("ends a Terraform that takes too long", () => {
    vi.stubEnv("TERRAFORM_BINARY_NAME", script("exec sleep 60"));
    expect(() => expect(dataStack()).not.toBeValidTerraform({ timeoutSeconds: 0.2 })).toThrow(
      /init -backend=false.*' did not end within 0\.2 seconds: pass \{ timeoutSeconds \} for more/,
    );
  });

  it("fails in both directions when the output is not a validation", () => {
    vi.stubEnv("TERRAFORM_BINARY_NAME", script("echo hello"));
    expect(() => expect(dataStack()).not.toBeValidTerraform()).toThrow(
      "expected the JSON of terraform validate",
    );
  });

  it("refuses a folder without stacks", () => {
    const output = join(folder, "output");
    mkdirSync(output);
    expect(() => expect(output).toBeValidTerraform()).toThrow("expected a folder written by app.synth()");
  });

  it("does not leave the folder for a stack of a manifest", () => {
    const output = join(folder, "output");
    mkdirSync(output);
    const manifest = { stacks: { bad: { workingDirectory: "../../etc" } } };
    writeFileSync(join(output, "manifest.json"), JSON.stringify(manifest));
    expect(() => expect(output).toBeValidTerraform()).toThrow("stack 'bad' is outside the folder");
    expect(leftovers()).toEqual([]);
  });
});

describe("toPlanSuccessfully", () => {
  it("plans from an empty local state, whatever the backend", () => {
    const azure = dataStack();
    new AzurermBackend(azure, { storageAccountName: "none", containerName: "none", key: "none" });
    expect(azure).toPlanSuccessfully();
    const cloud = dataStack();
    new CloudBackend(cloud, { organization: "none", workspaces: new NamedCloudWorkspace("none") });
    expect(cloud).toPlanSuccessfully();
  });

  it("shows Terraform's own error", () => {
    const stack = dataStack("${" + 'file("absent.txt")' + "}");
    const { message } = failureOf(() => expect(stack).toPlanSuccessfully());
    expect(message).toContain("expected stack 'contoso' to plan successfully, but Terraform rejected it:");
    expect(message).toContain("Invalid function argument");
    expect(message).toContain('no file exists at "absent.txt"');
    expect(stack).not.toPlanSuccessfully();
    expect(leftovers()).toEqual([]);
  });
});
