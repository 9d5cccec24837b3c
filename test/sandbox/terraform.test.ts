import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { directoryOf } from "../../src/cli/sandbox/run.ts";
import type { Fleet } from "../../src/fleet/index.ts";
import {
  insideSandbox,
  READER_CLIENT_ID,
  sandboxEnvironment,
  writeExtraCertificates,
  writeTrustFiles,
} from "../../src/sandbox/index.ts";
import { synthesizeFleet } from "../../src/synthesis/index.ts";
import { CONTOSO, fleetOf, TODAY } from "../support/fleet.ts";
import { SUBSCRIPTION_ID, temporaryFolder } from "../support/stack.ts";
import { noTerraform } from "../support/terraform.ts";
import { type Client, field, startedClient } from "./client.ts";

const BINARY = process.env["TERRAFORM_BINARY_NAME"] || "terraform";
const NO_REGISTRY = /provider registry|registry\.terraform\.io|Failed to query available provider/;
const RESOURCES = 19;

interface Run {
  readonly status: number | null;
  readonly output: string;
}

/** A stack of a fleet, with a sandbox for this fleet. */
class Workspace {
  readonly client: Client;
  readonly stack: string;
  readonly #env: Record<string, string | undefined>;

  constructor(client: Client, fleet: Fleet) {
    this.client = client;
    // A folder below the temporary one, because the state is beside the output.
    const outdir = join(temporaryFolder(), "cdktf.out");
    synthesizeFleet(fleet, { outdir, today: TODAY });
    this.stack = join(outdir, "stacks", SUBSCRIPTION_ID);
    const folder = temporaryFolder();
    const { certificate, port, tenantId } = client.sandbox;
    const { bundleFile } = writeTrustFiles(folder, certificate, process.env);
    const extraCertificatesFile = writeExtraCertificates(folder, certificate, process.env);
    const environment = sandboxEnvironment({ port, tenantId, bundleFile, extraCertificatesFile });
    this.#env = { ...insideSandbox(process.env, environment), TF_IN_AUTOMATION: "1", TF_INPUT: "0" };
  }

  /** Asynchronous, because the sandbox runs in this process. */
  terraform(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
    return new Promise((done, reject) => {
      const child = spawn(BINARY, [...args, "-no-color"], { cwd: this.stack, env: { ...this.#env, ...env } });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text;
        });
      }
      child.on("error", reject);
      child.on("close", (status) => done({ status, output }));
    });
  }
}

async function workspace(fleet: Fleet): Promise<Workspace> {
  return new Workspace(await startedClient({ directory: directoryOf(fleet) }), fleet);
}

describe("real Terraform and real providers", () => {
  /** The reason why Terraform cannot run here; determined once. */
  let cannotRun: string | undefined = noTerraform;
  beforeAll(async () => {
    if (cannotRun !== undefined) return;
    const { output, status } = await (await workspace(fleetOf())).terraform(["init"]);
    if (status !== 0 && NO_REGISTRY.test(output)) {
      cannotRun =
        "the azurerm and azapi providers cannot be installed here: neither a registry nor a mirror has them";
    }
  }, 120_000);

  test("deploy a stack, plan it without changes, adopt it again, and destroy it", {
    timeout: 400_000,
  }, async ({ skip }) => {
    if (cannotRun !== undefined) {
      console.warn(`not tried with Terraform: ${cannotRun}`);
      return skip(cannotRun);
    }
    const work = await workspace(fleetOf());
    expect((await work.terraform(["init"])).output).toContain("successfully initialized");
    expect((await work.terraform(["apply", "-auto-approve"])).output).toContain(
      `Resources: ${RESOURCES} added, 0 changed, 0 destroyed`,
    );
    const unchanged = await work.terraform(["plan", "-detailed-exitcode"], {
      ARM_CLIENT_ID: READER_CLIENT_ID,
    });
    expect(unchanged.output).toContain("No changes");
    expect(unchanged.status).toBe(0);

    forgetState(work);
    expect((await work.terraform(["plan"])).output).toContain(
      `Plan: ${RESOURCES} to import, 0 to add, 0 to change, 0 to destroy`,
    );
    expect((await work.terraform(["apply", "-auto-approve"])).output).toContain(`${RESOURCES} imported`);
    expect((await work.terraform(["destroy", "-auto-approve"])).output).toContain(`${RESOURCES} destroyed`);
    const left = await work.client.arm(`GET /subscriptions/${SUBSCRIPTION_ID}/resourceGroups@2023-07-01`, {
      token: await work.client.token("11111111-1111-1111-1111-111111111111"),
    });
    expect(left.body).toEqual({ value: [] });
  });

  test("sign in to the customer's tenant with the customer's own application", {
    timeout: 120_000,
  }, async ({ skip }) => {
    if (cannotRun !== undefined) return skip(cannotRun);
    const clientId = "22222222-0000-0000-0000-000000000001";
    const access = `access: { model: customer-app, clientId: ${clientId} }\n`;
    const work = await workspace(fleetOf({ contoso: CONTOSO + access }));
    await work.terraform(["init"]);
    expect((await work.terraform(["plan"])).output).toContain(`Plan: ${RESOURCES} to add`);
    const callers = work.client.sandbox.requests().filter(({ tenantId }) => tenantId !== undefined);
    expect(new Set(callers.map(({ tenantId }) => tenantId))).toEqual(
      new Set(["22222222-2222-2222-2222-222222222222"]),
    );
    expect(new Set(callers.map(({ appId }) => appId))).toEqual(new Set([clientId]));
  });
});

/** Deletes the state, as on a machine that never deployed this subscription. */
function forgetState(work: Workspace): void {
  const stack = JSON.parse(readFileSync(join(work.stack, "cdk.tf.json"), "utf8"));
  rmSync(resolve(work.stack, String(field(stack, "terraform", "backend", "local", "path"))));
}
