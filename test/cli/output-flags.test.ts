import { join } from "node:path";
import { expect, test } from "vitest";
import type { Console } from "../../src/cli/console.ts";
import { run } from "../../src/cli/program.ts";
import { cspBaseline } from "../support/command.ts";
import { heardConsole } from "../support/console.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
const NOW = new Date("2026-11-24T12:00:00Z");

/** A terminal with colors: what is styled stands in angle brackets. */
async function inColor(...args: string[]) {
  const plain = heardConsole({}, NOW);
  const console: Console = { ...plain, style: (_, text) => `<${text}>` };
  const status = await run(args, console);
  return { status, ...plain.heard };
}

test("--no-color holds for results and messages, before the verb and behind it", async () => {
  expect((await inColor("check", "--fleet", fleet)).out).toContain("<valid>");
  for (const args of [
    ["check", "--no-color"],
    ["--no-color", "check"],
  ]) {
    const { out, status } = await inColor(...args, "--fleet", fleet);
    expect([status, out]).toEqual([0, expect.stringMatching(/^valid /)]);
  }
  expect((await inColor("explain", "nothing", "--no-color", "--fleet", fleet)).err).toMatch(
    /^csp-baseline: /,
  );
  expect((await inColor("explain", "nothing", "--fleet", fleet)).err).toMatch(/^<csp-baseline:> /);
});

test("--quiet omits notes, but not results or errors", async () => {
  const add = [
    "add",
    "subscription",
    "contoso",
    "--id",
    "00000000-0000-0000-0000-00000000000a",
    "--name",
    "x",
  ];
  const dry = [...add, "--dry-run", "--fleet", fleet];
  expect((await inColor(...dry)).err).toContain("nothing was written");
  const quiet = await inColor(...dry, "--quiet");
  expect([quiet.status, quiet.err]).toEqual([0, ""]);
  expect(quiet.out).toContain("+  - id:");
  expect((await inColor("explain", "nothing", "--quiet", "--fleet", fleet)).err).toContain(
    "has no subscription",
  );
});

test("--quiet omits the next steps that synth suggests", async () => {
  const synth = ["synth", "--fleet", fleet, "--out", join(temporaryFolder(), "out")];
  expect((await inColor(...synth)).out).toContain("Next");
  const quiet = await inColor(...synth, "--quiet");
  expect([quiet.status, quiet.err]).toEqual([0, ""]);
  expect(quiet.out).toContain("Stacks");
  expect(quiet.out).not.toContain("Next");
});

test("--verbose shows the duration of loading and synthesis", async () => {
  const { err } = await inColor(
    ...["synth", "--fleet", fleet, "--out", join(temporaryFolder(), "out"), "--verbose", "--no-color"],
  );
  expect(err).toMatch(/^verbose: load .*: 2 subscriptions, \d+ ms$/m);
  expect(err).toMatch(/^verbose: synthesize .*out: 2 stacks, 2 built, \d+ ms$/m);
  const broken = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": "customer: 1" });
  expect((await inColor("check", "--fleet", broken, "--verbose", "--no-color")).err).toMatch(
    /^verbose: load .*: \d problems?, \d+ ms$/m,
  );
});

test("--quiet and --verbose do not affect the next run", async () => {
  await inColor("check", "--quiet", "--verbose", "--fleet", fleet);
  expect((await inColor("fmt", "--check", "--fleet", fleet)).err).toMatch(/would change\n$/);
});

test("--verbose shows each request and its duration, without the secret", () => {
  const audit = [process.execPath, "dist/main.js", "audit", "--fleet", fleet, "--verbose"];
  const { stderr, stdout } = cspBaseline(["sandbox", "--fleet", fleet, "--", ...audit]);
  expect(stderr).toMatch(/^verbose: a token for https:\/\/127.*, of the tenant 1{8}-[\d-]+: given, \d+ ms$/m);
  expect(stderr).toMatch(
    /^verbose: GET https:\/\/127\.0\.0\.1:\d+\/subscriptions\?api-version=[\d-]+: 200, \d+ ms$/m,
  );
  expect(stderr).toMatch(/^verbose: exit 1 after [\d.]+ s$/m);
  expect(stderr).not.toMatch(/eyJ|client_secret/);
  expect(stdout).not.toContain("verbose:");
});

test("the help of every verb names them", async () => {
  const { out } = await inColor("explain", "--help");
  for (const flag of ["--quiet", "--verbose", "--no-color"]) expect(out).toContain(flag);
});
