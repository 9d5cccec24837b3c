import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cspBaseline } from "../support/command.ts";
import { folderOf, PARTNER } from "../support/fleet.ts";

/** A fleet large enough for several threads: customers of five subscriptions. */
function largeFleet(subscriptions: number, partner = PARTNER): string {
  const guid = (kind: number, index: number) =>
    `${kind}0000000-0000-0000-0000-${String(index).padStart(12, "0")}`;
  const files: Record<string, string> = { "fleet/partner.yaml": partner };
  for (let first = 0; first < subscriptions; first += 5) {
    const entries = [0, 1, 2, 3, 4].map((at) => `  - { id: ${guid(1, first + at)}, name: s${at} }\n`);
    files[`fleet/customers/c${first}.yaml`] =
      `customer: c${first}\ndisplayName: C${first}\ntenantId: ${guid(2, first)}\nsubscriptions:\n${entries.join("")}`;
  }
  return folderOf(files);
}

test("several threads and shards give the same bytes", { timeout: 120_000 }, () => {
  const cwd = largeFleet(1000);
  const all = cspBaseline(["synth", "--out", "all"], { cwd });
  expect(all.status).toBe(0);
  expect(all.stdout).toContain("7,000 passed, 0 excepted, 0 failed");
  // A shard is too small for more than one thread.
  const parts = [1, 2, 3, 4].map((index) => `part${index}`);
  for (const [index, part] of parts.entries()) {
    expect(cspBaseline(["synth", "--shard", `${index + 1}/4`, "--out", part], { cwd }).status).toBe(0);
  }
  const stacks = (out: string) => readdirSync(join(cwd, out, "stacks"));
  expect(parts.flatMap(stacks).sort()).toEqual(stacks("all").sort());
  for (const part of parts) {
    for (const id of stacks(part)) {
      const read = (out: string) => readFileSync(join(cwd, out, "stacks", id, "cdk.tf.json"), "utf8");
      expect(read(part)).toBe(read("all"));
    }
  }
});

test("findings have the order of the fleet, for any thread", {
  timeout: 120_000,
}, () => {
  const cwd = largeFleet(1000, PARTNER.replace("2026-12", "2099-01"));
  const { status, stdout } = cspBaseline(["synth", "--format", "json"], { cwd });
  expect(status).toBe(1);
  const { findings, summary } = JSON.parse(stdout);
  expect(summary).toMatchObject({ subscriptions: 1000, covered: 0, fail: 1000 });
  const ids = findings.map(({ subscriptionId }: { subscriptionId: string }) => subscriptionId);
  expect(ids).toEqual([...ids].sort());
  expect(readdirSync(cwd)).toEqual(["fleet"]);
});
