import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesBeside, refuseFilesBeside } from "../../src/runner/beside-stack.ts";
import { stackHash } from "../../src/runner/stack-hash.ts";
import { folderOf } from "../support/fleet.ts";

const STACK = { "cdk.tf.json": "{}", ".terraform.lock.hcl": "", "retired.json": "{}", "notes.txt": "" };

test("Terraform's own files beside a stack are not part of it", () => {
  const folder = folderOf(STACK);
  expect(filesBeside(folder)).toEqual([]);
  expect(() => refuseFilesBeside(folder)).not.toThrow();
});

test.each([
  "x.tf",
  "x.tf.json",
  "zz_override.tf.json",
  "override.tf",
  "x.tofu",
  "x.tofu.json",
  "terraform.tfvars",
  "terraform.tfvars.json",
  "x.auto.tfvars",
  "x.auto.tfvars.json",
  ".terraformrc",
  "CDK.TF.JSON",
])("%s is rejected, and is part of the stack's hash", (name) => {
  const folder = folderOf(STACK);
  const stack = { id: "s1", folder, file: join(folder, "cdk.tf.json") };
  const before = stackHash(stack);
  writeFileSync(join(folder, name), "a");
  expect(() => refuseFilesBeside(folder)).toThrow(`Terraform would merge ${folder}/${name} into the stack`);
  const after = stackHash(stack);
  expect(after).not.toBe(before);
  writeFileSync(join(folder, name), "b");
  expect(stackHash(stack)).not.toBe(after);
});
