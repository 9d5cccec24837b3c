import { findTerraform, RunnerError, type Terraform } from "../runner/index.ts";
import { type Check, fail, ok } from "./check.ts";

/** @param needed the lowest supported version: `20.19` */
export function checkNode(version: string, needed: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [neededMajor = 0, neededMinor = 0] = needed.split(".").map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return ok("node", version);
  return fail(
    "node",
    `${version} is too old`,
    `Install Node ${needed} or newer: https://nodejs.org/en/download`,
  );
}

/** Finds Terraform or OpenTofu as `plan` and `deploy` do. */
export function checkTerraform(env: NodeJS.ProcessEnv): {
  readonly check: Check;
  readonly terraform: Terraform | undefined;
} {
  try {
    const terraform = findTerraform(env);
    return { check: ok("terraform", `${terraform.version} (${terraform.binary})`), terraform };
  } catch (error) {
    if (!(error instanceof RunnerError)) throw error;
    const fix =
      error.kind === "refused"
        ? "Unset the variable, and repeat the command"
        : "https://developer.hashicorp.com/terraform/install, or https://opentofu.org/docs/intro/install and TERRAFORM_BINARY_NAME=tofu";
    return { check: fail("terraform", error.message, fix), terraform: undefined };
  }
}
