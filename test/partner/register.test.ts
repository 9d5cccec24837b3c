import { describe, expect, test } from "vitest";
import { CONTROLS, controlById } from "../../src/controls/index.ts";
import { ATTESTED_CONTROLS, OBSERVED_CONTROLS } from "../../src/fleet/index.ts";
import { ATTESTED, PARTNER_CONTROLS, partnerControlById } from "../../src/partner/register/controls.ts";
import { asks, linesOf } from "../../src/partner/register/documents/document.ts";
import { DOCUMENTS, referencesOf } from "../../src/partner/register/register.ts";
import { readSource, sourceDocuments } from "./documents.ts";

const recommendations = DOCUMENTS.flatMap((document) =>
  document.recommendations.map((one) => ({ ...one, document: document.title })),
);

describe("the catalogue of the partner's duties", () => {
  test("has the ids that the fleet's format knows, in the same order", () => {
    expect(PARTNER_CONTROLS.map(({ id }) => id)).toEqual([...OBSERVED_CONTROLS, ...ATTESTED_CONTROLS]);
    expect(ATTESTED.map(({ id }) => id)).toEqual(ATTESTED_CONTROLS);
  });

  test("gives no duty the id of a subscription's control, or that of another", () => {
    const ids = [...PARTNER_CONTROLS, ...CONTROLS].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  test("has 20 to 35 attested duties", () => {
    expect(ATTESTED.length).toBeGreaterThanOrEqual(20);
    expect(ATTESTED.length).toBeLessThanOrEqual(35);
  });

  test.each(PARTNER_CONTROLS)("$id has a reason, steps and roles", (control) => {
    expect(control.title).toMatch(/^[A-Z].*[^.]$/);
    expect(control.why).toMatch(/\.$/);
    expect(control.howTo.length).toBeGreaterThan(0);
    for (const step of control.howTo) expect(step).toMatch(/[.)]$/);
    expect(control.appliesTo.length).toBeGreaterThan(0);
    expect(referencesOf(control.id).length).toBeGreaterThan(0);
  });

  test("does not read alerts of an indirect reseller, which receives none", () => {
    const ofReseller = PARTNER_CONTROLS.filter(({ appliesTo }) => appliesTo.includes("indirect-reseller"));
    expect(ofReseller.filter(({ id }) => /^alert-|alerts/.test(id))).toEqual([]);
    expect(partnerControlById("partner-security-contact")?.appliesTo).toContain("indirect-reseller");
  });

  test("lets every attestation run out within three years", () => {
    for (const { validDays } of ATTESTED) {
      expect(validDays).toBeGreaterThan(0);
      expect(validDays).toBeLessThanOrEqual(1095);
    }
  });
});

describe("the mapping of the documents", () => {
  test("names only controls that there are", () => {
    for (const { controls } of recommendations) {
      for (const id of controls) expect(controlById(id) ?? partnerControlById(id), id).toBeDefined();
    }
  });

  test("asks for every control of a subscription and every duty of the partner", () => {
    const asked = new Set<string>(recommendations.flatMap(({ controls }) => controls));
    expect([...CONTROLS, ...PARTNER_CONTROLS].map(({ id }) => id).filter((id) => !asked.has(id))).toEqual([]);
  });

  test("describes every recommendation, also without a control", () => {
    for (const { says } of recommendations) expect(says).toMatch(/^[a-z].{8,}[^.]$/s);
  });

  test("has the number of every line, and covers none twice", () => {
    for (const { recommendations: all, title } of DOCUMENTS) {
      const covers = all.flatMap((one) => one.covers);
      expect(new Set(covers).size, title).toBe(covers.length);
      for (const cover of covers) expect(cover).toMatch(/^[1-9]\d*:[0-9a-f]{12}$/);
    }
  });

  test("shows lines in succession as a range", () => {
    const one = asks("h", "s", ["budget"], "9:a", "2:b", "3:c", "4:d");
    expect(linesOf(one)).toBe("2–4, 9");
  });

  test("names its documents by public addresses", () => {
    for (const { url } of DOCUMENTS)
      expect(url).toMatch(/^https:\/\/(learn\.microsoft\.com|azure\.github\.io)\//);
  });
});

// The documents are Microsoft's own, and not part of the project: without them there is nothing to compare with.
describe.skipIf(sourceDocuments() === undefined)("compared with the documents, if they exist", () => {
  const sources = sourceDocuments() ?? [];

  test("the mapping goes through the same documents", () => {
    expect(sources.map(({ title }) => title)).toEqual(DOCUMENTS.map(({ title }) => title));
  });

  test.each(sources)("$title: no heading is left out, and none is made up", ({ title, headings }) => {
    const mapped = DOCUMENTS.find((document) => document.title === title)?.recommendations ?? [];
    expect([...new Set(mapped.map(({ heading }) => heading))].sort()).toEqual([...new Set(headings)].sort());
  });

  test.each(sources)(
    "$title: every line that asks something is mapped under its heading",
    ({ title, passages }) => {
      const unmapped = passages.filter(
        ({ fragment, heading, line }) =>
          !recommendations.some(
            (one) =>
              one.document === title && one.heading === heading && one.covers.includes(`${line}:${fragment}`),
          ),
      );
      expect(
        unmapped.map(({ fragment, heading, line, text }) => `${line}:${fragment} ${heading}: ${text}`),
      ).toEqual([]);
    },
  );

  test("no line is covered that the documents no longer have", () => {
    const known = new Set(
      sources.flatMap(({ passages }) => passages.map(({ fragment, line }) => `${line}:${fragment}`)),
    );
    expect(recommendations.flatMap(({ covers }) => covers).filter((one) => !known.has(one))).toEqual([]);
  });
});

test("a line that the mapping does not contain is detected", () => {
  const { headings, passages } = readSource(
    "Title\n\nPart\n\n  \u2022 Lock the door.\n\nYou should lock it.\nIt is red.\n",
  );
  expect(headings).toEqual(["Title", "Part"]);
  expect(passages.map(({ heading, text }) => [heading, text])).toEqual([
    ["Part", "\u2022 Lock the door."],
    ["Part", "You should lock it."],
  ]);
});
