import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkProviders, providersOf } from "../../src/doctor/providers.ts";
import { findTerraform } from "../../src/runner/index.ts";
import { temporaryFolder } from "../support/stack.ts";
import { noTerraform } from "../support/terraform.ts";

const AZURERM = { source: "hashicorp/azurerm", version: "4.55.0" };

/** A program instead of Terraform. */
function fake(script: string) {
  const binary = join(temporaryFolder(), "terraform");
  writeFileSync(binary, `#!/bin/sh\n${script}\n`);
  chmodSync(binary, 0o755);
  return { binary, version: "1.11.4", env: { PATH: process.env["PATH"] } };
}

test("a version that Terraform found is ok, and Terraform is stopped before the download", async () => {
  const slow = fake(
    "echo '- Finding it...'; echo '- Installing hashicorp/azurerm v4.55.0...'; exec sleep 600",
  );
  const check = await checkProviders(slow, [AZURERM, { source: "Azure/azapi", version: "2.12.0" }]);
  expect(check.status).toBe("ok");
  expect(check.message).toContain("hashicorp/azurerm 4.55.0, Azure/azapi 2.12.0");
});

test("Terraform's reason is shown on one line, without its frame", async () => {
  const text =
    "\\nError: Failed to query\\n\\nCould not retrieve the list:\\nno such host\\n\\nTo see more, run\\n";
  const check = await checkProviders(fake(`printf '${text}' >&2; exit 1`), [AZURERM]);
  expect(check).toMatchObject({ status: "fail", message: "Could not retrieve the list: no such host" });
  expect(check.fix).toContain("mirror");
});

test("a program that cannot be started fails, and no providers give unknown", async () => {
  const missing = { binary: "/nowhere/terraform", version: "1.11.4", env: {} };
  expect((await checkProviders(missing, [AZURERM])).status).toBe("fail");
  expect((await checkProviders(missing, [])).status).toBe("unknown");
});

test("it deletes its folder", async () => {
  const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith("csp-baseline-doctor-"));
  const before = left().length;
  await checkProviders(fake("exit 1"), [AZURERM]);
  expect(left().length).toBeLessThanOrEqual(before);
});

test("the providers of a stack are read from its file", () => {
  const file = join(temporaryFolder(), "cdk.tf.json");
  writeFileSync(file, JSON.stringify({ terraform: { required_providers: { azurerm: AZURERM, odd: {} } } }));
  expect(providersOf(file)).toEqual([AZURERM]);
  expect(providersOf(`${file}.missing`)).toBeUndefined();
});

describe.skipIf(noTerraform)("with the real Terraform and a mirror on the disk", () => {
  const mirror = temporaryFolder();
  const [os, arch] = [process.platform, process.arch === "x64" ? "amd64" : process.arch];
  const at = join(mirror, "registry.terraform.io", "hashicorp", "azurerm", "4.55.0", `${os}_${arch}`);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, "terraform-provider-azurerm_v4.55.0"), "");
  const config = join(mirror, "terraformrc");
  writeFileSync(config, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
  const terraform = () => findTerraform({ ...process.env, TF_CLI_CONFIG_FILE: config });

  test("the version in the mirror is found", async () => {
    expect(await checkProviders(terraform(), [AZURERM])).toMatchObject({ status: "ok" });
  });

  test("another version is not", async () => {
    const check = await checkProviders(terraform(), [{ ...AZURERM, version: "4.99.0" }]);
    expect(check).toMatchObject({ status: "fail", message: expect.stringContaining("4.99.0") });
  });
});
