import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../../src/cli/program.ts";
import { outdatedStacks } from "../../src/synthesis/fleet-keys.ts";
import { synthesizeFleet } from "../../src/synthesis/index.ts";
import { heardConsole } from "../support/console.ts";
import { CONTOSO, fleetOf, folderOf, PARTNER, TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const NAMES = new Map<string, string>(fleetOf().subscriptions.map(({ id, name }) => [id, name]));
const RECORD = ".fleet-keys.json";

function synthesized(): string {
  const outdir = temporaryFolder();
  synthesizeFleet(fleetOf(), { outdir, today: TODAY });
  return outdir;
}

describe("stacks of an earlier fleet", () => {
  test("are those whose values changed", () => {
    const outdir = synthesized();
    const outdated = (changed: Parameters<typeof fleetOf>[0]) =>
      outdatedStacks(fleetOf(changed), outdir).map((id) => NAMES.get(id) ?? id);
    expect(outdated({})).toEqual([]);
    expect(outdated({ contoso: `# A comment.\n${CONTOSO}` })).toEqual([]);
    expect(outdated({ partner: PARTNER.replace("amount: 1000", "amount: 900") })).toEqual([
      "prod",
      "sandbox",
    ]);
    expect(outdated({ contoso: CONTOSO.replace("name: prod", "name: production") })).toEqual(["prod"]);
    const budget = "    baseline: { budget: { amount: 5 } }\n";
    expect(outdated({ contoso: `${CONTOSO}${budget}` })).toEqual(["sandbox"]);
    const removed = CONTOSO.slice(0, CONTOSO.lastIndexOf("  - id:"));
    expect(outdated({ contoso: removed })).toEqual(["sandbox"]);
  });

  test("are those of a tenant whose settings changed", () => {
    const outdir = temporaryFolder();
    const withAlert = (settings: string) =>
      fleetOf({
        contoso: `${CONTOSO}access: { model: customer-app, clientId: 33333333-0000-0000-0000-000000000001 }\ntenantBaseline: { serviceHealthAlert: ${settings} }\n`,
      });
    synthesizeFleet(withAlert("{}"), { outdir, today: TODAY });
    expect(outdatedStacks(withAlert("{}"), outdir)).toEqual([]);
    expect(outdatedStacks(withAlert("{ managementGroup: mg-1 }"), outdir)).toEqual([
      "tenant-22222222-2222-2222-2222-222222222222",
    ]);
  });

  test("are recorded again by each synthesis", () => {
    const outdir = synthesized();
    const partner = PARTNER.replace("amount: 1000", "amount: 900");
    synthesizeFleet(fleetOf({ partner }), { outdir, today: TODAY });
    expect(outdatedStacks(fleetOf({ partner }), outdir)).toEqual([]);
    expect(outdatedStacks(fleetOf(), outdir)).toHaveLength(2);
  });

  test("are unknown without a record, with a damaged one, and with one of another version", () => {
    const outdir = synthesized();
    const other = fleetOf({ partner: PARTNER.replace("amount: 1000", "amount: 900") });
    const record = readFileSync(join(outdir, RECORD), "utf8");
    for (const damaged of [
      "",
      "{",
      "[]",
      record.slice(0, -9),
      record.replace('"version":1', '"version":2'),
    ]) {
      writeFileSync(join(outdir, RECORD), damaged);
      expect(outdatedStacks(other, outdir)).toEqual([]);
    }
    rmSync(join(outdir, RECORD));
    expect(outdatedStacks(other, outdir)).toEqual([]);
  });
});

describe("plan", () => {
  const partner = PARTNER.replace("amount: 1000", "amount: 900");
  const inFleet = (fleet: string, ...args: readonly string[]) => {
    const console = heardConsole({}, new Date("2026-11-24T12:00:00Z"));
    const all = [...args, "--fleet", fleet, "--out", synthesized()];
    return run(all, console).then((status) => ({ status, ...console.heard }));
  };

  test.each([["plan"], ["plan", "--changed-since", "main", "--list"], ["plan", "--only", "contoso/prod"]])(
    "refuses stacks that are older than the fleet: %s %s %s",
    async (...args) => {
      const fleet = folderOf({ "partner.yaml": partner, "customers/contoso.yaml": CONTOSO });
      const { err, status } = await inFleet(fleet, ...args.filter((arg) => arg !== undefined));
      expect(status).toBe(2);
      expect(err).toContain("is older than the fleet, which now has other values for contoso/prod");
      expect(err).toContain("run csp-baseline synth");
    },
  );

  test("warns that the stacks may be older than a fleet that is not valid", async () => {
    const fleet = folderOf({ "partner.yaml": "partner: 1\n" });
    const { err } = await inFleet(fleet, "plan", "--changed-since", "main", "--list");
    expect(err).toMatch(
      /warning the fleet in .+ is not valid, so .+ may be older than it: run csp-baseline check/,
    );
  });
});
