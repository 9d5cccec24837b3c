import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { REQUIRED_CONTROLS } from "../../src/controls/control-ids.ts";
import { digest, namesOf } from "../../src/controls/shape.ts";
import type { Fleet } from "../../src/fleet/index.ts";
import { synthesizeFleet } from "../../src/synthesis/index.ts";
import { SubscriptionStack } from "../../stacks/index.ts";
import { CONTOSO, day, fleetOf, PARTNER, TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const PROD = "00000000-0000-0000-0000-000000000001";

function synthesize(outdir: string, fleet: Fleet = fleetOf(), codeVersion: string | undefined = "1") {
  return synthesizeFleet(fleet, {
    outdir,
    today: TODAY,
    ...(codeVersion === undefined ? {} : { codeVersion }),
  });
}

/** Writes an output folder with the stacks of the default fleet. */
function synthesized(): string {
  const outdir = temporaryFolder();
  expect(synthesize(outdir).built).toBe(2);
  return outdir;
}

/** Returns every file that a deployment reads, with its text. */
function deployable(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith("."),
  );
  return Object.fromEntries(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [relative(folder, path), readFileSync(path, "utf8")];
    }),
  );
}

const stackFile = (outdir: string) => join(outdir, "stacks", PROD, "cdk.tf.json");
const cacheFile = (outdir: string) => join(outdir, ".stack-cache.json");

test("a stack with the same inputs is not built again, but still judged", () => {
  const outdir = synthesized();
  const before = deployable(outdir);
  const { built, passed, summary } = synthesize(outdir);
  expect([built, passed]).toEqual([0, true]);
  expect(summary).toMatchObject({ subscriptions: 2, covered: 2, pass: 2 * REQUIRED_CONTROLS.length });
  expect(deployable(outdir)).toEqual(before);
});

test.each([
  [
    "a value of one subscription",
    { contoso: CONTOSO.replace("name: prod", "name: prod\n    baseline: { budget: { amount: 5 } }") },
    1,
  ],
  ["a subscription's name", { contoso: CONTOSO.replace("name: prod", "name: production") }, 1],
  ["the customer's display name", { contoso: CONTOSO.replace("Contoso Ltd", "Contoso plc") }, 2],
  ["the partner's baseline", { partner: PARTNER.replace("westeurope", "northeurope") }, 2],
  [
    "the backend",
    { partner: PARTNER.replace("{ type: local }", "{ type: cloud, organization: fabrikam }") },
    2,
  ],
])("builds again after a change: %s", (_, texts, expected) => {
  const outdir = synthesized();
  const fleet = fleetOf(texts);
  expect(synthesize(outdir, fleet).built).toBe(expected);
  const fresh = temporaryFolder();
  synthesize(fresh, fleet, undefined);
  expect(deployable(outdir)).toEqual(deployable(fresh));
});

test("adding or removing an exception is a change", () => {
  const outdir = synthesized();
  const exception = `exceptions:
  - control: budget
    subscriptions: [prod]
    reason: Costs of the sandbox are capped elsewhere
    approvedBy: bob@fabrikam.example
    expires: 2027-03-31
`;
  expect(synthesize(outdir, fleetOf({ contoso: CONTOSO + exception })).built).toBe(1);
  expect(synthesize(outdir).built).toBe(1);
});

test("other or unknown code builds everything again", () => {
  const outdir = synthesized();
  expect(synthesize(outdir, fleetOf(), "2").built).toBe(2);
  expect(synthesize(outdir, fleetOf(), undefined).built).toBe(2);
});

test("judges each day again, and builds a stack again that no longer passes", () => {
  const outdir = temporaryFolder();
  const fleet = fleetOf({ partner: PARTNER.replace("2026-12", "2027-01") });
  const onDay = (today: string) => synthesizeFleet(fleet, { outdir, today: day(today), codeVersion: "1" });
  expect(onDay("2026-12-15")).toMatchObject({ built: 2, passed: true });
  expect(onDay("2026-11-01")).toMatchObject({ built: 2, passed: false });
  expect(onDay("2026-12-15")).toMatchObject({ built: 0, passed: true });
});

test.each([
  ["the cache is deleted", (outdir: string) => rmSync(cacheFile(outdir)), 2],
  ["the cache is not JSON", (outdir: string) => writeFileSync(cacheFile(outdir), "{"), 2],
  [
    "the cache is of another shape",
    (outdir: string) => writeFileSync(cacheFile(outdir), '{"version":1,"stacks":[]}'),
    2,
  ],
  [
    "a byte of the cache is wrong",
    (outdir: string) => {
      const text = readFileSync(cacheFile(outdir), "utf8");
      writeFileSync(cacheFile(outdir), text.replace(/"text":"../, '"text":"AA'));
    },
    2,
  ],
  ["a stack is edited by hand", (outdir: string) => writeFileSync(stackFile(outdir), "{}"), 1],
  [
    "a stack is edited to the same length, and its time set back",
    (outdir: string) => {
      const text = readFileSync(stackFile(outdir), "utf8");
      writeFileSync(stackFile(outdir), text.replace("soc@", "sox@"));
      utimesSync(stackFile(outdir), 0, 0);
    },
    1,
  ],
  ["a stack is deleted", (outdir: string) => rmSync(stackFile(outdir)), 1],
  ["a stack is only touched", (outdir: string) => utimesSync(stackFile(outdir), 1, 1), 0],
])("nothing breaks when %s", (_, damage, expected) => {
  const outdir = synthesized();
  const good = deployable(outdir);
  damage(outdir);
  expect(synthesize(outdir)).toMatchObject({ built: expected, passed: true });
  expect(deployable(outdir)).toEqual(good);
});

/** Writes a weak stack for a subscription, and a cache entry that matches it. */
function doctor(outdir: string, weaken: (text: string) => string): void {
  const weak = weaken(readFileSync(stackFile(outdir), "utf8"));
  writeFileSync(stackFile(outdir), weak);
  const [, known = "{}"] = readFileSync(cacheFile(outdir), "utf8").split("\n");
  const entries = JSON.parse(known);
  const ids = { subscriptionId: PROD, tenantId: "22222222-2222-2222-2222-222222222222" };
  entries[PROD].text = namesOf(weak, ids).text;
  const stacks = JSON.stringify(entries);
  writeFileSync(cacheFile(outdir), `${JSON.stringify({ version: 3, checksum: digest(stacks) })}\n${stacks}`);
}

test.each([
  ["weak", (text: string) => text.replace('"isEnabled": true', '"isEnabled": false')],
  ["not a stack", () => "[]"],
  ["not JSON", () => "{"],
])("a matching cache entry does not make a stack pass when it is %s", (_, weaken) => {
  const outdir = synthesized();
  const good = deployable(outdir);
  doctor(outdir, weaken);
  expect(synthesize(outdir)).toMatchObject({ built: 1, passed: true });
  expect(deployable(outdir)).toEqual(good);
});

test("a copied folder works like the original", () => {
  const outdir = synthesized();
  const copy = join(temporaryFolder(), "copy");
  cpSync(outdir, copy, { recursive: true });
  expect(synthesize(copy).built).toBe(0);
});

test("builds a stack with warnings each time, so that they stay in the manifest", async () => {
  const { Annotations } = await import("#engine");
  const outdir = temporaryFolder();
  const run = () =>
    synthesizeFleet(fleetOf(), {
      outdir,
      today: TODAY,
      codeVersion: "1",
      build: (app, subscription, fleet) => {
        const stack = new SubscriptionStack(app, { fleet, subscription });
        if (subscription.id === PROD) Annotations.of(stack).addWarning("look here");
      },
    });
  run();
  expect(run().built).toBe(1);
  expect(readFileSync(join(outdir, "manifest.json"), "utf8")).toContain("look here");
});

test("a failed run does not change the cache", () => {
  const outdir = synthesized();
  const before = readFileSync(cacheFile(outdir), "utf8");
  const broken = fleetOf({ partner: PARTNER.replace("2026-12", "2099-01") });
  expect(synthesize(outdir, broken).passed).toBe(false);
  expect(readFileSync(cacheFile(outdir), "utf8")).toBe(before);
  expect(existsSync(stackFile(outdir))).toBe(true);
});

test("an unchanged cache is not written", () => {
  const outdir = synthesized();
  const before = statSync(cacheFile(outdir)).ino;
  expect(synthesize(outdir).built).toBe(0);
  expect(statSync(cacheFile(outdir)).ino).toBe(before);
});

test("an invalid cache has no effect", () => {
  const outdir = synthesized();
  const good = deployable(outdir);
  for (const stacks of ["null", "[]", "{}", `{"${PROD}":null}`, `{"${PROD}":{"inputs":1}}`, "{"]) {
    const header = JSON.stringify({ version: 3, checksum: digest(stacks) });
    writeFileSync(cacheFile(outdir), `${header}\n${stacks}`);
    expect(synthesize(outdir)).toMatchObject({ built: 2, passed: true });
    expect(deployable(outdir)).toEqual(good);
  }
});
