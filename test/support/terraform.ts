import { spawnSync } from "node:child_process";

const BINARY = process.env["TERRAFORM_BINARY_NAME"] || "terraform";

export interface TerraformResult {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs Terraform (or what TERRAFORM_BINARY_NAME says) in a folder. */
export function terraform(cwd: string, args: readonly string[]): TerraformResult {
  const { error, status, stderr, stdout } = spawnSync(BINARY, args, {
    cwd,
    encoding: "utf8",
    timeout: 120_000,
    env: { ...process.env, TF_IN_AUTOMATION: "1", TF_INPUT: "0", CHECKPOINT_DISABLE: "1" },
  });
  return { ok: status === 0, output: error === undefined ? `${stdout}${stderr}` : error.message };
}

/** Why Terraform cannot run here; undefined when it can. */
export const noTerraform: string | undefined = terraform(".", ["version"]).ok
  ? undefined
  : `no ${BINARY} on this machine`;
