import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { reportPage } from "../../../src/output/html/index.ts";
import { finding, fleetFindings, historyOf, type TestResult } from "./support.ts";

const EVIL = [
  "<script>alert(1)</script>",
  "</script><script>alert(2)</script>",
  '"><img src=x onerror=alert(3)>',
  "<!--",
];

function pageOf(...results: readonly TestResult[]): string {
  return reportPage(historyOf(...results));
}

function inside(page: string, start: string, end: string): string {
  const from = page.indexOf(start);
  expect(from, start).toBeGreaterThan(0);
  return page.slice(from + start.length, page.indexOf(end, from + start.length));
}

const sha256 = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

describe("the page", () => {
  test("allows only its own script and style, by their hashes", () => {
    const page = pageOf([fleetFindings(3, 9)]);
    const policy = inside(page, 'Content-Security-Policy" content="', '"').replaceAll("&#39;", "'");
    const script = sha256(inside(page, '<script type="module">', "</script>"));
    const style = sha256(inside(page, "<style>", "</style>"));
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      `script-src ${script}`,
      `style-src ${style}`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  test("refers to no other resource and has no inline handler or style", () => {
    const page = pageOf([fleetFindings(3, 9)]);
    const markup = page.replace(/<(script|style)\b.*?<\/\1>/gs, "");
    expect(markup).not.toMatch(/\s(?:src|style|on\w+)\s*=/i);
    expect(markup).not.toMatch(/https?:|@import|<link|<iframe/i);
    expect(inside(page, "<style>", "</style>")).not.toMatch(/url\(|@import/);
  });

  test("contains untrusted values only as JSON without <", () => {
    const findings = EVIL.map((evil, index) =>
      finding({
        subscriptionId: `id-${index}`,
        subscriptionName: evil,
        customer: evil,
        message: evil,
        fix: evil,
        location: { file: evil, line: 1, column: 1 },
        exception: { reason: evil, approvedBy: evil, expires: "2027-01-01" },
        references: [{ tool: evil, id: evil }],
      }),
    );
    const history = historyOf([findings]);
    const names = { partner: EVIL[1] ?? "", customers: new Map(EVIL.map((evil) => [evil, evil])) };
    const page = reportPage(history, names);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<\/script/g)).toHaveLength(2);
    const data = inside(page, '<script type="application/json" id="data">', "</script>");
    expect(data).not.toContain("<");
    expect(JSON.parse(data)).toMatchObject({ partner: EVIL[1] });
    expect(page.replace(data, "")).not.toMatch(/alert\(/);
  });

  test("shows the totals of the result's summary", () => {
    const findings = [
      finding({ subscriptionId: "id-1" }),
      finding({ subscriptionId: "id-2", status: "pass" }),
      finding({ subscriptionId: "id-3", status: "excepted" }),
    ];
    const page = pageOf([findings]);
    expect(page).toContain('<span class="big">66.6%</span> of subscriptions are covered');
    expect(page).toContain("<strong>1</strong> of 3 subscriptions lacks part of the baseline.");
    expect(page).toContain('<li class="fail"><a href="#findings?status=fail"><b>1</b> failed</a></li>');
    expect(page).not.toContain("do not add up");
  });

  test("reports findings that do not match the summary", () => {
    const summary = { subscriptions: 9, covered: 9, pass: 9, fail: 0, excepted: 0, unknown: 0 };
    expect(pageOf([[finding()], { summary }])).toContain("do not add up to its own summary");
  });

  test("shows a trend of the results of one source, and all results as a table", () => {
    const findings = fleetFindings(3, 9);
    const page = pageOf(
      [findings, { generatedAt: "2026-11-01T02:00:00Z" }],
      [findings, { generatedAt: "2026-11-08T02:00:00Z" }],
      [findings, { generatedAt: "2026-11-05T02:00:00Z", source: "stack" }],
    );
    expect(page.match(/<circle/g)).toHaveLength(2);
    expect(page).toContain("All 3 results");
    expect(pageOf([findings])).not.toContain("Trend");
  });

  test("lists what cannot be enforced, with the rule and the reason", () => {
    expect(pageOf([[finding()]])).toMatch(
      /Checkov CKV_AZURE_20.*<\/p><p>It evaluates azurerm_security_center_contact/,
    );
  });

  test("is smaller than 8 MB for 70,000 findings of 10,000 subscriptions", () => {
    const page = pageOf([fleetFindings(2000, 10_000)]);
    expect(Buffer.byteLength(page)).toBeLessThan(8_000_000);
  });

  test("has the same bytes for the same findings", () => {
    expect(pageOf([fleetFindings(9, 20)])).toBe(pageOf([fleetFindings(9, 20)]));
  });
});
