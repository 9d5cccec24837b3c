import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import type { Console } from "../../src/cli/console.ts";
import { CommandError } from "../../src/cli/exit-codes.ts";
import { type ReportOptions, report } from "../../src/cli/report/run.ts";
import { packJsonSchema } from "../../src/output/pack/index.ts";
import { finding, findingsFile } from "../output/html/support.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { validatorOf } from "../support/json-schema.ts";
import { temporaryFolder } from "../support/stack.ts";

const FABRIC = `customer: northwind
displayName: Northwind Traders
tenantId: 33333333-3333-3333-3333-333333333333
subscriptions: [{ id: 00000000-0000-0000-0000-0000000000f1, name: north }]
exceptions:
  - { control: budget, reason: The customer has its own budget, approvedBy: bob@fabrikam.example, expires: 2027-01-31 }
`;
const fleet = folderOf({
  "partner.yaml": PARTNER,
  "customers/contoso.yaml": CONTOSO,
  "customers/northwind.yaml": FABRIC,
});
const FINDINGS = findingsFile([
  finding(),
  finding({
    customer: "northwind",
    subscriptionId: "00000000-0000-0000-0000-0000000000f1",
    subscriptionName: "north",
  }),
]);

function run(options: ReportOptions) {
  const lines: string[] = [];
  const console: Console = {
    out: (text) => lines.push(text),
    err: (text) => lines.push(text),
    progress: () => {},
    style: (_, text) => text,
    env: {},
    now: () => new Date("2026-11-24T02:00:00Z"),
  };
  try {
    return { status: report(options, console), messages: lines.join("\n") };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { status: error.exitCode, messages: error.message };
  }
}

function packed(options: Partial<ReportOptions> = {}) {
  const pack = join(temporaryFolder(), "pack.zip");
  const { messages, status } = run({ fleet, from: [FINDINGS], pack, ...options });
  expect(status, messages).toBe(0);
  const files = unzipSync(readFileSync(pack));
  const json = (path: string) => JSON.parse(Buffer.from(files[path] ?? []).toString("utf8"));
  return { pack, messages, files, json, digest: /^SHA-256 ([0-9a-f]{64})$/m.exec(messages)?.[1] ?? "" };
}

test("packs the results as they were given, exceptions, attestations and a manifest", () => {
  const { files, json } = packed();
  expect(Object.keys(files)).toEqual([
    "findings/001-azure-2026-11-24.json",
    "exceptions.json",
    "not-judged.json",
    "attestations.json",
    "manifest.json",
  ]);
  expect(Buffer.from(files["findings/001-azure-2026-11-24.json"] ?? [])).toEqual(readFileSync(FINDINGS));
  expect(json("exceptions.json")).toMatchObject([
    { customer: "northwind", control: "budget", expired: false },
  ]);
  const names = json("manifest.json").inputs.map(({ name }: { name: string }) => name.replace(/^.*?\//, ""));
  expect(names.slice(0, 3)).toEqual(["partner.yaml", "customers/contoso.yaml", "customers/northwind.yaml"]);
  expect(validatorOf(JSON.parse(packJsonSchema()))(json("manifest.json"))).toEqual([]);
});

test("verifies a pack with 0, also against its SHA-256, and a changed one with 1", () => {
  const { digest, pack } = packed();
  expect(run({ verifyPack: pack })).toMatchObject({ status: 0 });
  expect(run({ verifyPack: pack, sha256: digest.toUpperCase() })).toMatchObject({ status: 0 });
  const other = run({ verifyPack: pack, sha256: "0".repeat(64) });
  expect([other.status, other.messages]).toEqual([1, expect.stringContaining("it is another pack")]);
  const bytes = readFileSync(pack);
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  writeFileSync(pack, bytes);
  const changed = run({ verifyPack: pack });
  expect([changed.status, changed.messages]).toEqual([
    1,
    expect.stringContaining("changed   the archive itself"),
  ]);
});

test("ends with 2 and one line for a file that is not a pack", () => {
  const { messages, status } = run({ verifyPack: FINDINGS });
  expect(status).toBe(2);
  expect(messages).toMatch(/^--verify-pack .*: it is not a ZIP archive, or it is cut off/);
  expect(messages).not.toContain("\n");
});

test("a customer's pack has nothing of other customers or of the partner's duties", () => {
  const { files, json } = packed({ customer: "northwind" });
  const all = Object.values(files)
    .map((content) => Buffer.from(content).toString("utf8"))
    .join("\n");
  expect(all).not.toMatch(/contoso/i);
  expect(Object.keys(files)).not.toContain("attestations.json");
  expect(json("manifest.json").customer).toBe("northwind");
  expect(json("findings/001-azure-2026-11-24.json").summary).toMatchObject({ subscriptions: 1 });
});

test("lists the subscriptions without a result, and keeps an incomplete result incomplete", () => {
  const { json, messages } = packed();
  const ofContoso = json("not-judged.json");
  expect(ofContoso.length).toBeGreaterThan(0);
  expect(new Set(ofContoso.map(({ customer }: { customer: string }) => customer))).toEqual(
    new Set(["contoso"]),
  );
  expect(messages).toContain("warning no result has ");
  const plan = JSON.parse(readFileSync(FINDINGS, "utf8"));
  const partial = join(temporaryFolder(), "partial.json");
  writeFileSync(partial, JSON.stringify({ ...plan, source: "plan", complete: false }));
  const own = packed({ customer: "northwind", from: [partial] });
  expect(own.json("findings/001-plan-2026-11-24.json").complete).toBe(false);
  expect([own.json("not-judged.json"), own.messages]).toEqual([[], expect.not.stringContaining("warning")]);
});

test("adds further results of the command line, and refuses other files", () => {
  const result = join(temporaryFolder(), "result.json");
  writeFileSync(result, '{"schema":"csp-baseline/run/v1","stacks":[]}');
  expect(Object.keys(packed({ withResults: [result] }).files)).toContain("results/001-result.json");
  writeFileSync(result, '{"password":"x"}');
  const refused = run({ fleet, from: [FINDINGS], pack: "never.zip", withResults: [result] });
  expect([refused.status, refused.messages]).toEqual([
    2,
    expect.stringContaining("is not a result of csp-baseline"),
  ]);
});

test.each<[string, ReportOptions, string]>([
  ["no result", { fleet, pack: "never.zip" }, "give them with --from FILE"],
  [
    "an unknown customer",
    { fleet, from: [FINDINGS], pack: "never.zip", customer: "x" },
    "--customer x is not in the fleet",
  ],
  ["--customer without a pack", { fleet, output: "never.html", customer: "contoso" }, "are for --pack FILE"],
  ["a digest that is none", { verifyPack: FINDINGS, sha256: "abc" }, "64 hexadecimal digits"],
  [
    "further results for a customer",
    { fleet, from: [FINDINGS], pack: "never.zip", customer: "contoso", withResults: [FINDINGS] },
    "leave out --customer",
  ],
])("refuses %s", (_, options, message) => {
  expect(run(options)).toEqual({ status: 2, messages: expect.stringContaining(message) });
});
