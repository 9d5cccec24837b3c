import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { PartnerFinding } from "../../../src/findings/index.ts";
import { FINDINGS_SCHEMA } from "../../../src/findings/index.ts";
import { FindingsFileError, readFindings, reportPage } from "../../../src/output/html/index.ts";
import { cspBaseline } from "../../support/command.ts";
import { temporaryFolder } from "../../support/stack.ts";
import { finding, head, historyOf } from "./support.ts";

const DUTY: PartnerFinding = {
  control: "leavers-removed",
  kind: "attested",
  severity: "high",
  status: "pass",
  message: "alice@fabrikam.example attested it on 2026-11-01, which is valid until 2027-01-30",
  due: "2027-01-30",
  references: [],
};

/** Returns the page's section of duties, or an empty text. */
function sectionOf(partner?: readonly PartnerFinding[]): string {
  const page = reportPage(historyOf([[finding()], partner === undefined ? {} : { partner }]));
  return /<section class="panel duties".*?<\/section>/s.exec(page)?.[0] ?? "";
}

describe("the partner's own duties in the report", () => {
  test("form a table with status and due day", () => {
    const section = sectionOf([DUTY]);
    expect(section).toContain(
      '<section class="panel duties" data-panel="duties" aria-labelledby="duties-h">',
    );
    expect(section.match(/<th scope="col">/g)).toHaveLength(4);
    expect(section).toMatch(/<th scope="row"><bdi>People who leave or change jobs lose access/);
    expect(section).toContain('<td class="pass">met</td>');
    expect(section).toContain('<time datetime="2027-01-30">30 January 2027</time>');
  });

  test("are sorted: failed, then due, then not observed", () => {
    const section = sectionOf([
      DUTY,
      { ...DUTY, status: "unknown" },
      { ...DUTY, warning: true },
      {
        ...DUTY,
        status: "fail",
        fix: "look again",
        location: { file: "fleet/partner.yaml", line: 7, column: 5 },
      },
    ]);
    expect([...section.matchAll(/<td class="(\w+)">/g)].map(([, name]) => name)).toEqual([
      "fail",
      "due",
      "unknown",
      "pass",
    ]);
    expect(section).toContain("To do: look again");
    expect(section).toContain("fleet/partner.yaml:7");
    expect(section).toContain("1 failed, 1 not observed, 2 met.");
  });

  test("are left out when the result has none", () => {
    expect(sectionOf()).toBe("");
    expect(sectionOf([])).toBe("");
  });

  test("of a hostile file are escaped", () => {
    const evil = `</td><script>alert(1)</script>"'\u202e\u001b[31m`;
    const section = sectionOf([
      {
        ...DUTY,
        control: "of-a-later-version",
        message: evil,
        fix: evil,
        location: { file: evil, line: 1, column: 1 },
      },
    ]);
    expect(section).not.toContain("<script");
    for (const hidden of ["\u202e", "\u001b"]) expect(section).not.toContain(hidden);
    expect(section).toContain("&#60;script&#62;");
    expect(section).toContain("of-a-later-version");
  });
});

describe("a findings file", () => {
  const fileWith = (partner: unknown): string => {
    const path = join(temporaryFolder(), "findings.json");
    writeFileSync(path, JSON.stringify({ schema: FINDINGS_SCHEMA, ...head([]), partner, findings: [] }));
    return path;
  };

  test("keeps its duties when read again", () => {
    expect(readFindings(fileWith([DUTY]), () => {}).partner).toEqual([DUTY]);
  });

  test.each([
    ["not a list", "x"],
    ["an invalid status", [{ ...DUTY, status: "excepted" }]],
    ["an invalid id", [{ ...DUTY, control: "<b>" }]],
    ["an invalid day", [{ ...DUTY, due: "2027-02-30" }]],
    ["too many", Array(501).fill(DUTY)],
  ])("is rejected for duties with %s", (_, partner) => {
    expect(() => readFindings(fileWith(partner), () => {})).toThrow(FindingsFileError);
  });
});

test("the report of the example fleet shows them", () => {
  const output = join(temporaryFolder(), "posture.html");
  const { status, stderr } = cspBaseline(["report", "--output", output]);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(readFileSync(output, "utf8")).toContain('<section class="panel duties"');
});
