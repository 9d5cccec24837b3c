import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type AuditOptions, audit } from "../../src/cli/audit/run.ts";
import { CommandError } from "../../src/cli/exit-codes.ts";
import { findingsJsonSchema } from "../../src/findings/json-schema.ts";
import { readFindings } from "../../src/findings/read-findings.ts";
import { writeExports } from "../../tools/bench/generated-exports.ts";
import { customerTenant, subscriptionId, writeFleet } from "../../tools/bench/generated-fleet.ts";
import { attestEverything } from "../support/duties.ts";
import { validatorOf } from "../support/json-schema.ts";
import { temporaryFolder } from "../support/stack.ts";

/** Also rejects keys that schema/findings.json does not name. */
const validate = validatorOf(JSON.parse(findingsJsonSchema("known")));

interface Run {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
}

/** Runs the verb in this process, on the tests' day. */
async function run(options: AuditOptions, env: Record<string, string> = {}): Promise<Run> {
  const out: string[] = [];
  const err: string[] = [];
  const console = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    progress: () => {},
    style: (_: unknown, text: string) => text,
    env: { CDKTF_OUTDIR: "/none", ...env },
    now: () => new Date("2026-11-24T12:00:00Z"),
  };
  const result = (code: number | string): Run => ({ code, out: out.join("\n"), err: err.join("\n") });
  try {
    return result(await audit(options, console));
  } catch (error) {
    if (error instanceof CommandError) return result(`${error.exitCode} ${error.message}`);
    throw error;
  }
}

/** A fleet with a number of subscriptions, and exports of a number of them. */
function world(managed: number, exported = managed) {
  const folder = temporaryFolder();
  writeFleet(join(folder, "fleet"), managed);
  attestEverything(join(folder, "fleet"));
  writeExports(join(folder, "exports"), exported);
  return { fleet: join(folder, "fleet"), from: [join(folder, "exports")], folder };
}

/** Changes the text of one exported file. */
function edit(folder: string, name: string, change: (text: string) => string): void {
  const path = join(folder, "exports", name);
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

test("a fleet whose exports show the baseline is covered", async () => {
  const { fleet, from } = world(7);
  const { code, err, out } = await run({ fleet, from });
  expect(out.split("\n")).toEqual([
    "the partner's own duties: 0 failed, 5 not observed, 35 met (0 due soon)",
    "7 of 7 managed subscriptions covered (0 failed, 0 unknown, 0 excepted)",
  ]);
  expect(err).toBe("the exported files: 7 subscriptions");
  expect(code).toBe(0);
});

test("findings are shown at their line of the fleet, the worst first", async () => {
  const { fleet, folder, from } = world(7, 8);
  edit(folder, "contacts.jsonl", (text) => text.replace('"isEnabled":true', '"isEnabled":false'));
  edit(folder, "graph-000000.json", (text) => text.replace('"status": "Enabled"', '"status": "Disabled"'));
  const { code, out } = await run({ fleet, from });
  const lines = out.split("\n").filter((line) => !line.startsWith(" "));
  expect(lines.at(-1)).toBe(
    "6 of 7 managed subscriptions covered (7 failed, 0 unknown, 0 excepted); also failed: 1 unmanaged subscription",
  );
  expect(lines[0]).toMatch(
    /customer-00000\.yaml:5:5 customer-00000\/customer-00000-0 critical security-contact: the contact is not enabled/,
  );
  expect(out).toContain(
    "customer-00001/Subscription 7 critical unmanaged-subscription: found in the exported files",
  );
  expect(out).toContain(
    "csp-baseline audit --adopt prints the entry; if it was retired, remove its delegation",
  );
  expect(out).toContain("high receiver-status: the receiver noc@fabrikam.example is Disabled");
  expect(code).toBe(1);
});

test("equal findings are grouped, and undeployed resources are reported as such", async () => {
  const { fleet, folder, from } = world(40);
  // Budgets of two subscriptions remain, so the others have none; their contacts exist and are adequate.
  edit(folder, "budgets.json", (text) => {
    const value: { id: string }[] = JSON.parse(text).value;
    return JSON.stringify({
      value: value.filter(({ id }) => [0, 1].some((at) => id.includes(subscriptionId(at)))),
    });
  });
  const { out } = await run({ fleet, from });
  const lines = out.split("\n");
  expect(lines[0]).toMatch(
    /customer-0000\d\/customer-0000\d-\d and 37 more high budget: declared, not deployed: the subscription has no budget$/,
  );
  expect(lines[1]).toMatch(/^ {4}also (\S+, ){10}\.\.\.; --format json lists all$/);
  expect(lines[2]).toBe(
    "    csp-baseline plan --findings audit.json --control budget && csp-baseline deploy --findings audit.json --control budget (audit.json: this audit with --format json --output audit.json)",
  );
  expect(lines.length).toBeLessThan(12);
  expect(lines.slice(-2)).toEqual(["Next", "  csp-baseline enforce  plan what differs, without applying it"]);
  const one = await run({ fleet, from, only: subscriptionId(5) });
  expect(one.out).toContain(
    `    csp-baseline plan --only ${subscriptionId(5)} && csp-baseline deploy --only ${subscriptionId(5)}\n`,
  );
  const few = await run({ fleet, from, only: [5, 6, 7].map(subscriptionId) });
  const ids = [5, 6, 7].map(subscriptionId).join(" ");
  expect(few.out).toContain(`    csp-baseline plan --only ${ids} && csp-baseline deploy --only ${ids}\n`);
});

test("a flawed resource is not reported as missing", async () => {
  const { fleet, folder, from } = world(3);
  edit(folder, "budgets.json", (text) => text.replaceAll('"amount":1000', '"amount":9999'));
  const { out } = await run({ fleet, from });
  expect(out).toContain("its amount of 9999 exceeds");
  expect(out).not.toContain("not deployed");
});

test("reasons for unknown controls are reported once for each subscription", async () => {
  const { fleet, folder, from } = world(2, 1);
  edit(folder, "subscriptions.json", () => "[]");
  const { out } = await run({ fleet, from });
  expect(out.split("\n").filter((line) => line.includes("no exported file has resources"))).toHaveLength(1);
});

test("JSON is findings/v1, with the sources and the movements", async () => {
  const { fleet, folder, from } = world(3);
  const before = join(folder, "before.json");
  const after = join(folder, "after.json");
  edit(folder, "budgets.json", (text) => text.replace('"amount":1000', '"amount":9999'));
  expect((await run({ fleet, from, format: "json", output: before })).code).toBe(1);
  edit(folder, "budgets.json", (text) => text.replace('"amount":9999', '"amount":1000'));
  edit(folder, "contacts.jsonl", (text) => text.replace("soc@", "other@"));
  const { out } = await run({ fleet, from, format: "json", since: before, output: after });
  expect(out).toBe("");
  const report = JSON.parse(readFileSync(after, "utf8"));
  expect(report).toMatchObject({
    schema: "csp-baseline/findings/v1",
    source: "azure",
    summary: { subscriptions: 3, covered: 2 },
    coverage: { sources: [{ kind: "files", subscriptions: 3, complete: true }], read: 3, unmanaged: 0 },
    since: { new: 2, stays: 0, fixed: [{ control: "budget", subscriptionId: subscriptionId(0) }] },
  });
  expect(validate(report)).toEqual([]);
  const open = report.findings.filter(({ status }: { status: string }) => status === "fail");
  expect(
    open.map(({ control, movement }: { control: string; movement: string }) => [control, movement]),
  ).toEqual([
    ["security-contact", "new"],
    ["security-contact-as-deployed", "new"],
  ]);
  let read = 0;
  readFindings(after, () => {
    read += 1;
  });
  expect(read).toBe(report.findings.length);
  edit(folder, "contacts.jsonl", (text) => text.replace("other@", "soc@"));
  const human = await run({ fleet, from, since: before });
  expect(human.out).toContain("fixed customer-00000/customer-00000-0 budget");
  expect(human.out).toContain("0 new, 0 as before, 1 fixed");
  const elsewhere = await run({ fleet, from, since: before, only: "customer-00000-1" });
  expect(elsewhere.out).toContain("0 new, 0 as before, 0 fixed");
});

test("SARIF and JUnit have the same findings", async () => {
  const { fleet, folder, from } = world(3, 4);
  edit(folder, "contacts.jsonl", (text) => text.replace("soc@", "<evil>&@"));
  const log = JSON.parse((await run({ fleet, from, format: "sarif" })).out);
  const results = log.runs[0].results;
  expect(results.map(({ ruleId }: { ruleId: string }) => ruleId).sort()).toEqual([
    "security-contact",
    "security-contact-as-deployed",
    "unmanaged-subscription",
  ]);
  for (const { locations, ruleId, ruleIndex } of results) {
    expect(log.runs[0].tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
  }
  const junit = (await run({ fleet, from, format: "junit" })).out;
  expect(junit).toMatch(/^<\?xml/);
  expect(junit.match(/<failure /g)).toHaveLength(3);
  expect(junit).not.toMatch(/<evil>/);
  expect(junit).toContain('<testsuite name="customer-00000"');
});

test("--adopt prints YAML for unmanaged subscriptions, and judges nothing", async () => {
  const { fleet, from } = world(5, 7);
  const { code, out } = await run({ fleet, from, adopt: true });
  expect(code).toBe(0);
  expect(out).toContain(`tenantId: ${customerTenant(5)}`);
  expect(out).toContain(`id: ${subscriptionId(6)}`);
  expect(out).not.toContain(subscriptionId(0));
});

test("shards split the fleet and the unmanaged subscriptions; --only omits the latter", async () => {
  const { fleet, from } = world(6, 9);
  const json = async (options: AuditOptions) =>
    JSON.parse((await run({ ...options, fleet, from, format: "json" })).out);
  const parts = [await json({ shard: "1/2" }), await json({ shard: "2/2" })];
  expect(parts[0].summary.subscriptions + parts[1].summary.subscriptions).toBe(6);
  expect(parts[0].coverage.unmanaged + parts[1].coverage.unmanaged).toBe(3);
  expect(await json({ only: "customer-00001" })).toMatchObject({ summary: { subscriptions: 1, fail: 0 } });
});

test("a subscription of which nothing was exported is unknown", async () => {
  const { fleet, folder, from } = world(3, 2);
  edit(folder, "subscriptions.json", () => "[]");
  const { code, err, out } = await run({ fleet, from });
  expect(out).toMatch(
    /unknown security-contact, budget, .*: no exported file has resources of this subscription/,
  );
  // Without a list of subscriptions it is unknown whether it exists.
  expect(out).not.toContain("not-visible");
  expect(out).toContain("2 of 3 managed subscriptions covered");
  expect(err).toContain("they contain no list of subscriptions");
  expect(code).toBe(1);
});

test("a truncated file is reported, and nothing counts as absent because of it", async () => {
  const { fleet, folder, from } = world(3);
  edit(folder, "budgets.json", (text) => text.slice(0, -100));
  const { code, err, out } = await run({ fleet, from });
  expect(err).toMatch(/warning .*budgets\.json: it is truncated/);
  expect(out).toContain("unknown budget, budget-end: Microsoft.Consumption/budgets cannot be read");
  expect(out).not.toContain("has no budget");
  expect(code).toBe(1);
});

test.each([
  ["nothing to read", { from: ["/none/at/all.json"] }, /^2 none of 1 exported file could be read\. .*ENOENT/],
  [
    "an unknown source",
    { source: "arm,portal" },
    /^2 --source must be of arm, graph, partner-center, got "portal"/,
  ],
  ["an invalid earlier result", { from: ["x"], since: "/none.json" }, /^2 \/none\.json: /],
  ["missing stacks", { from: ["x"], stacks: "/none" }, /^2 --stacks "\/none" is not a folder/],
])("%s ends with a message", async (_, options, message) => {
  const { fleet } = world(1);
  expect((await run({ ...options, fleet })).code).toMatch(message);
});

test("an address that is not https gets no token", async () => {
  const { fleet } = world(1);
  const { code } = await run({ fleet }, { CSP_BASELINE_ARM_ENDPOINT: "http://127.0.0.1:1" });
  expect(code).toBe('2 "http://127.0.0.1:1" is not an https address');
});

test("exports without a subscription are an error, not a result of 0 of 0", async () => {
  const { fleet, folder } = world(1);
  const empty = join(folder, "empty.json");
  writeFileSync(empty, '{"value": []}');
  const { code, err } = await run({ fleet, from: [empty] });
  expect(err).toContain("no source returned a subscription");
  expect(code).toBe(3);
});

test("a report is written completely, without other files", async () => {
  const { fleet, folder, from } = world(2);
  const output = join(folder, "out", "findings.json");
  await run({ fleet, from, format: "json", output });
  expect(readdirSync(join(folder, "out"))).toEqual(["findings.json"]);
  expect(statSync(output).size).toBeGreaterThan(1000);
  expect((await run({ fleet, from, format: "json", output: join(fleet, "partner.yaml", "x") })).code).toMatch(
    /^3 cannot write/,
  );
});
