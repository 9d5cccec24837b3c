import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { Console } from "../../src/cli/console.ts";
import { tryFleet } from "../../src/cli/try/run.ts";
import { REQUIRED_CONTROLS } from "../../src/controls/control-ids.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";

/** A user's folder with a fleet, and a program of this text as its Terraform. */
function folderWith(terraform?: string) {
  const root = folderOf({ "fleet/partner.yaml": PARTNER, "fleet/customers/contoso.yaml": CONTOSO });
  const bin = join(root, "bin");
  mkdirSync(bin);
  if (terraform !== undefined) {
    writeFileSync(join(bin, "terraform"), `#!/bin/sh\n${terraform}\n`);
    chmodSync(join(bin, "terraform"), 0o755);
  }
  return {
    root,
    env: { PATH: `${bin}:${dirname(process.execPath)}:/bin:/usr/bin`, HOME: root, TMPDIR: root },
  };
}

async function tryIn({ env, root }: ReturnType<typeof folderWith>) {
  const out: string[] = [];
  const console: Console = {
    out: (text) => out.push(text),
    err: (text) => out.push(text),
    progress: () => {},
    style: (_, text) => text,
    env,
    now: () => new Date("2026-11-24T12:00:00Z"),
  };
  const code = await tryFleet({ fleet: join(root, "fleet"), out: join(root, "cdktf.out") }, console);
  return { code, text: out.join("\n"), stacks: readdirSync(join(root, "cdktf.out", "stacks")) };
}

test("without Terraform the fleet is synthesized, and the skipped steps and the missing program are reported", async () => {
  const there = folderWith();
  const named = { ...there, env: { ...there.env, TERRAFORM_BINARY_NAME: "no-such-terraform" } };
  const { code, stacks, text } = await tryIn(named);
  expect([code, stacks.length]).toEqual([0, 2]);
  expect(text).toContain(`${2 * REQUIRED_CONTROLS.length} passed`);
  expect(text).toMatch(
    /Skipped {3}plan, review, deploy, audit and enforce .* not installed\. Install Terraform 1\.7/,
  );
  expect(text).toMatch(/Time .* s: check .* s, synth and gate .* s$/);
});

test("a run whose providers cannot be installed is not retried, and Terraform's message is shown", async () => {
  const { code, text } = await tryIn(
    folderWith(`
      [ "$1" = version ] && echo '{"terraform_version":"1.11.4"}' && exit 0
      printf '\\342\\225\\267\\n\\342\\224\\202 Error: Failed to query available provider packages\\n\\342\\224\\202 no route to host\\n' >&2
      exit 1`),
  );
  expect(code).toBe(0);
  expect(text).toContain(
    "Terraform cannot install the providers (Error: Failed to query available provider packages no route to host)",
  );
  expect(text).toContain("a mirror in the file of TF_CLI_CONFIG_FILE");
});

test("a failing command in the sandbox ends the trial with its own message and exit code 3", async () => {
  const there = folderWith(`
      [ "$1" = version ] && echo '{"terraform_version":"1.11.4"}' && exit 0
      [ "$1" = init ] && exit 0
      echo 'Error: out of order' >&2
      exit 1`);
  const script = process.argv[1];
  // The command that a trial runs is the one that this process is.
  process.argv[1] = join(import.meta.dirname, "../../dist/src/cli/main.js");
  try {
    await expect(tryIn(there)).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringMatching(/^csp-baseline plan ended with 3 in the sandbox:.*out of order/s),
    });
  } finally {
    process.argv[1] = script ?? "";
  }
  expect(readdirSync(there.root).filter((name) => name.startsWith("csp-baseline-try-"))).toEqual([]);
});

test("an invalid fleet is not tried", async () => {
  const there = folderWith();
  writeFileSync(join(there.root, "fleet", "partner.yaml"), "partner: {}\n");
  mkdirSync(join(there.root, "cdktf.out", "stacks"), { recursive: true });
  const { code, text } = await tryIn(there);
  expect([code, text.includes("Skipped")]).toEqual([2, false]);
});
