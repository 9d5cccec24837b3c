import { expect, test } from "vitest";
import { checkNode, checkTerraform } from "../../src/doctor/tools.ts";

test.each([
  ["20.19.0", "ok"],
  ["20.20.2", "ok"],
  ["22.1.0", "ok"],
  ["100.0.0", "ok"],
  ["20.18.9", "fail"],
  ["18.99.0", "fail"],
  ["9.30.0", "fail"],
])("Node %s is %s where 20.19 is needed", (version, status) => {
  const check = checkNode(version, "20.19");
  expect(check.status).toBe(status);
  if (status === "fail") expect(check.fix).toContain("Node 20.19 or newer");
});

test("a missing binary fails, with a download address", () => {
  const { check, terraform } = checkTerraform({ TERRAFORM_BINARY_NAME: "/nowhere/terraform" });
  expect(terraform).toBeUndefined();
  expect(check).toMatchObject({ status: "fail", message: expect.stringContaining("is not installed") });
  expect(check.fix).toContain("opentofu.org");
});

test("a variable that changes Terraform's commands fails, with the variable's name", () => {
  const { check } = checkTerraform({ ...process.env, TF_WORKSPACE: "other" });
  expect(check).toMatchObject({ status: "fail", message: expect.stringContaining("TF_WORKSPACE") });
  expect(check.fix).toContain("Unset");
});
