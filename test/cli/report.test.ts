import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Console } from "../../src/cli/console.ts";
import { CommandError } from "../../src/cli/exit-codes.ts";
import { type ReportOptions, report } from "../../src/cli/report/run.ts";
import { finding, findingsFile, fleetFindings } from "../output/html/support.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

function run(options: Omit<ReportOptions, "output"> & { readonly output?: string }) {
  const output = join(temporaryFolder(), "report.html");
  const lines: string[] = [];
  const console: Console = {
    out: (text) => lines.push(text),
    err: (text) => lines.push(text),
    progress: () => {},
    style: (_, text) => text,
    env: {},
    now: () => new Date("2026-11-24T02:00:00Z"),
  };
  const page = () => readFileSync(output, "utf8");
  try {
    return { status: report({ output, ...options }, console), messages: lines.join("\n"), output, page };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { status: error.exitCode, messages: error.message, output, page };
  }
}

describe("csp-baseline report", () => {
  test("without --from synthesizes the fleet, and leaves the page and nothing else", () => {
    const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
    const { output, page, messages, status } = run({ fleet });
    expect([status, messages]).toEqual([
      0,
      `${output}: 2 of 2 subscriptions covered (stack, 2026-11-24T02:00:00.000Z)`,
    ]);
    expect(page()).toContain('"partner":"Fabrikam Cloud Services"');
    expect(page()).toContain('"name":"Contoso Ltd"');
    expect(readdirSync(join(output, ".."))).toEqual(["report.html"]);
  });

  test("shows a fleet with an exception that has ended, which synth refuses", () => {
    const ended = `exceptions:\n  - { control: budget, reason: It is a sandbox without an owner, approvedBy: bob@fabrikam.example, expires: 2026-11-01 }\n`;
    const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO + ended });
    const { page, messages, status } = run({ fleet });
    expect(status, messages).toBe(0);
    expect(page()).toContain('"expires":"2026-11-01"');
  });

  test("shows findings of files, several as a trend, and ends with 0 whatever they say", () => {
    const older = findingsFile([finding()], { generatedAt: "2026-11-23T02:00:00Z" });
    const { output, page, messages, status } = run({ from: [findingsFile([finding()]), older] });
    expect([status, messages]).toEqual([
      0,
      `${output}: 0 of 1 subscription covered (azure, 2026-11-24T02:00:00Z, 2 results)`,
    ]);
    expect(page()).toContain("Trend");
  });

  test("takes the names of customers from the fleet where --fleet is given with --from", () => {
    const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
    const from = [findingsFile([finding()])];
    expect(run({ from, fleet }).page()).toContain('"name":"Contoso Ltd"');
    expect(run({ from }).page()).not.toContain("Contoso Ltd");
  });

  test("warns when part of a result is missing", () => {
    const summary = { subscriptions: 9, covered: 0, pass: 0, fail: 9, excepted: 0, unknown: 0 };
    expect(run({ from: [findingsFile([finding()], { summary })] }).messages).toContain(
      "do not match its summary",
    );
  });

  test("refuses a file that is not a findings file with 2, and writes nothing", () => {
    const file = findingsFile([]);
    writeFileSync(file, "{}");
    const { output, messages, status } = run({ from: [file] });
    expect([status, messages]).toEqual([
      2,
      `${file} is not a findings file: "schema" must be "csp-baseline/findings/v1"`,
    ]);
    expect(existsSync(output)).toBe(false);
  });

  test("refuses the same result twice with 2", () => {
    const file = findingsFile([finding()]);
    const { messages, status } = run({ from: [file, file] });
    expect([status, messages]).toEqual([
      2,
      `${file}: two results of azure have the time 2026-11-24T02:00:00Z; pass each result once`,
    ]);
  });

  test("refuses an invalid fleet with 2 and its lines", () => {
    const { messages, status } = run({ fleet: folderOf({ "partner.yaml": "partner: 7" }) });
    expect(status).toBe(2);
    expect(messages).toMatch(/partner\.yaml:1:\d+ partner/);
  });

  test("ends with 3 when the page cannot be written", () => {
    const occupied = join(temporaryFolder(), "a-file");
    writeFileSync(occupied, "");
    const output = join(occupied, "report.html");
    const { messages, status } = run({ from: [findingsFile(fleetFindings(2, 4))], output });
    expect(status).toBe(3);
    expect(messages).toContain(`cannot write ${output}: `);
  });
});
