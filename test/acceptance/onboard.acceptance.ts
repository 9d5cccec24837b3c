import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { onboard } from "../../src/cli/onboard/run.ts";
import { directoryOf } from "../../src/cli/sandbox/run.ts";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import {
  ADMIN_AGENT_CLIENT_ID,
  insideSandbox,
  sandboxEnvironment,
  writeExtraCertificates,
  writeTrustFiles,
} from "../../src/sandbox/index.ts";
import { field, startedClient } from "../sandbox/client.ts";
import { heardConsole } from "../support/console.ts";
import { CONTOSO, folderOf, PARTNER, TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const [DEPLOYER, READER, OPERATORS, APPROVERS] = [1, 2, 3, 4].map(
  (last) => `aaaaaaaa-0000-0000-0000-00000000000${last}`,
);
const folder = folderOf({
  "partner.yaml": PARTNER.replace(
    "{ model: lighthouse }",
    `{ model: lighthouse, deployer: { objectId: ${DEPLOYER} }, reader: { objectId: ${READER} }, operators: { objectId: ${OPERATORS}, name: Operators, roles: [Contributor], maxMinutes: 90, approvers: [{ objectId: ${APPROVERS}, name: Leads }] } }`,
  ),
  "customers/contoso.yaml": CONTOSO,
});

test("the Terraform configuration of a tenant delegates its subscriptions, and its second plan is clean", async () => {
  const loaded = loadFleet(folder, { today: TODAY });
  if (!loaded.ok) throw new Error("the fleet is not valid");
  const client = await startedClient({ directory: directoryOf(loaded.fleet, false), now: () => new Date() });
  const root = temporaryFolder();
  const console = heardConsole({}, new Date());
  await onboard(
    { fleet: folder, customers: [], all: true, as: "admin-agent", output: join(root, "out") },
    console,
  );
  const work = join(root, "out/contoso");
  mkdirSync(work, { recursive: true });
  expect(readdirSync(work)).toContain("lighthouse.tf");
  const { certificate, port, tenantId } = client.sandbox;
  const environment = sandboxEnvironment({
    port,
    tenantId,
    bundleFile: writeTrustFiles(root, certificate, process.env).bundleFile,
    extraCertificatesFile: writeExtraCertificates(root, certificate, process.env),
  });
  writeFileSync(join(work, "backend_override.tf"), 'terraform {\n  backend "local" {}\n}\n');
  const env = {
    ...insideSandbox(process.env, environment),
    ARM_CLIENT_ID: ADMIN_AGENT_CLIENT_ID,
    // The sandbox does not register resource providers; with the customer's file this is not needed.
    ARM_RESOURCE_PROVIDER_REGISTRATIONS: "none",
  };
  // Not at once with the sandbox: it is served by this process.
  const terraform = (...args: string[]) =>
    new Promise<{ status: number | null; output: string }>((resolve) => {
      const child = spawn(
        process.env["TERRAFORM_BINARY_NAME"] || "terraform",
        [...args, "-no-color", "-input=false"],
        { cwd: work, env },
      );
      let output = "";
      const hear = (chunk: Buffer) => {
        output += chunk.toString();
      };
      child.stdout.on("data", hear);
      child.stderr.on("data", hear);
      child.on("close", (status) => resolve({ status, output }));
    });
  expect((await terraform("init")).output).toContain("successfully initialized");
  const applied = await terraform("apply", "-auto-approve");
  expect(applied.output).toContain("4 added, 0 changed, 0 destroyed");
  expect(await terraform("plan", "-detailed-exitcode")).toMatchObject({ status: 0 });
  const path = "/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.ManagedServices";
  const { body } = await client.arm(`GET ${path}/registrationDefinitions@2022-10-01`);
  expect(field(body, "value", "0", "properties", "eligibleAuthorizations", "0")).toMatchObject({
    principalId: OPERATORS,
    justInTimeAccessPolicy: {
      multiFactorAuthProvider: "Azure",
      maximumActivationDuration: "PT1H30M",
      managedByTenantApprovers: [{ principalId: APPROVERS }],
    },
  });
});
