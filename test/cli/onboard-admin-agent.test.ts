import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { cspBaseline } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const [DEPLOYER, READER, OPERATORS] = [1, 2, 3].map((last) => `aaaaaaaa-0000-0000-0000-00000000000${last}`);
const AZ = fileURLToPath(new URL("../support/azure-cli.mjs", import.meta.url));
const CLI = fileURLToPath(new URL("../../dist/src/cli/main.js", import.meta.url));
const CUSTOMERS = ["northwind"].map((key, index) => {
  const text = CONTOSO.replace("contoso", key)
    .replace("Contoso Ltd", key)
    .replaceAll("2222", `${index + 3}`.repeat(4))
    .replaceAll(/(?<=0{10})0(?=[12]$)/gm, `${index + 1}`);
  return [`customers/${key}.yaml`, text] as const;
});
const fleet = folderOf({
  "partner.yaml": PARTNER.replace(
    "{ model: lighthouse }",
    `{ model: lighthouse, deployer: { objectId: ${DEPLOYER} }, reader: { objectId: ${READER} }, operators: { objectId: ${OPERATORS}, name: Operators, roles: [Contributor] } }`,
  ),
  "customers/contoso.yaml": CONTOSO,
  ...Object.fromEntries(CUSTOMERS),
});

/** Runs lines of bash in a sandbox without delegations, with an Azure CLI that uses it. */
function inSandbox(...lines: readonly string[]) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/az"), `#!/bin/sh\nexec "${process.execPath}" "${AZ}" "$@"\n`);
  writeFileSync(
    join(folder, "bin/csp-baseline"),
    `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@" --fleet "${fleet}"\n`,
  );
  for (const name of ["az", "csp-baseline"]) chmodSync(join(folder, "bin", name), 0o755);
  return cspBaseline(
    [
      "sandbox",
      "--without-delegations",
      "--fleet",
      fleet,
      "--",
      "bash",
      "-c",
      ["cd '$0'", ...lines].join("\n").replace("'$0'", `'${folder}'`),
    ],
    {
      env: { PATH: `${join(folder, "bin")}:${process.env["PATH"]}`, CLI_TENANT_FILE: join(folder, "tenant") },
    },
  );
}

// Every command of the script is a process of its own.
test("one script, run as an Admin agent, onboards all customers, and --verify reads it back", {
  timeout: 300_000,
}, () => {
  const { status, stderr, stdout } = inSandbox(
    "csp-baseline onboard contoso northwind --verify > before; echo before $?",
    "csp-baseline onboard --as admin-agent --all --output delegations > written; echo written $?",
    "bash delegations/onboard-all.sh; echo script $?",
    "bash delegations/onboard-all.sh | grep -c '^done '",
    "csp-baseline onboard contoso northwind --verify; echo verified $?",
  );
  expect(stdout).toContain("before 3");
  expect(stdout).toContain("written 0");
  expect(stdout, stderr).toContain("0 not delegated");
  expect(stdout).toContain("script 0");
  expect(stdout).toMatch(/^4$/m);
  expect(stdout).toContain("just in time  Contributor for Operators: PT4H, multifactor, no approval");
  expect(stdout).toContain("4 of 4 subscriptions can be managed");
  expect(stdout).toContain("verified 0");
  expect(status).toBe(0);
});
