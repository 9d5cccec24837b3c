import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REQUIRED_CONTROLS } from "../../src/controls/control-ids.ts";
import { startedCspBaseline } from "../support/command.ts";
import { folderOf, PARTNER } from "../support/fleet.ts";

/** The smallest number of subscriptions that synthesis divides over two threads. */
const SEVERAL_THREADS = 800;

/** A fleet of customers with five subscriptions each. */
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
  const cwd = largeFleet(SEVERAL_THREADS);
  const all = startedCspBaseline(["synth", "--out", "all"], { cwd });
  expect(all.status).toBe(0);
  expect(all.stdout).toContain(
    `${(REQUIRED_CONTROLS.length * SEVERAL_THREADS).toLocaleString("en")} passed, 0 excepted, 0 failed`,
  );
  // A shard is too small for more than one thread. That shards divide the whole fleet is tested with the selection.
  const parts = [1, 5].map((index) => ({ shard: `${index}/5`, out: `part${index}` }));
  for (const { shard, out } of parts) {
    expect(startedCspBaseline(["synth", "--shard", shard, "--out", out], { cwd }).status).toBe(0);
  }
  const stacks = (out: string) => readdirSync(join(cwd, out, "stacks"));
  for (const { out } of parts) {
    expect(stacks(out).length).toBeGreaterThan(100);
    for (const id of stacks(out)) {
      const read = (folder: string) => readFileSync(join(cwd, folder, "stacks", id, "cdk.tf.json"), "utf8");
      expect(read(out)).toBe(read("all"));
    }
  }
});

test("findings have the order of the fleet, for any thread", {
  timeout: 120_000,
}, () => {
  const cwd = largeFleet(SEVERAL_THREADS, PARTNER.replace("2026-12", "2099-01"));
  const { status, stdout } = startedCspBaseline(["synth", "--format", "json"], { cwd });
  expect(status).toBe(1);
  const { findings, summary } = JSON.parse(stdout);
  expect(summary).toMatchObject({ subscriptions: SEVERAL_THREADS, covered: 0, fail: SEVERAL_THREADS });
  const ids = findings.map(({ subscriptionId }: { subscriptionId: string }) => subscriptionId);
  expect(ids).toEqual([...ids].sort());
  expect(readdirSync(cwd)).toEqual(["fleet"]);
});
