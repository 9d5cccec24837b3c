import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { CONTROLS } from "../../src/controls/index.ts";
import type { Fleet } from "../../src/fleet/index.ts";
import { renderReview } from "../../src/output/index.ts";
import type { Review } from "../../src/review/index.ts";
import { allHostile, hostileFleet } from "../support/hostile.ts";
import { sarifValidator } from "../support/json-schema.ts";
import { fleetOfSize, guid, NO_CONTACT, NOW, reviewOf, smallFleet, smallReview } from "../support/review.ts";

const validate = sarifValidator();
const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const small = smallFleet();

/** Expects an address of this version to name a file of the repository, and a heading in it. */
function expectPage(uri: string): void {
  const start = `https://github.com/csp-baseline/csp-baseline/blob/v${manifest.version}/`;
  expect(uri.startsWith(start)).toBe(true);
  const [file = "", anchor] = uri.slice(start.length).split("#");
  const text = readFileSync(file, "utf8");
  if (anchor !== undefined) expect(text).toMatch(new RegExp(`^###? ${anchor}$`, "m"));
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly properties: { readonly status: string; readonly subscriptionId: string };
}

function render(review: Review, fleet: Fleet = small) {
  const text = renderReview(review, "sarif", { fleet, now: NOW });
  const log = JSON.parse(text);
  return { text, log, run: log.runs[0], results: log.runs[0].results, rules: log.runs[0].tool.driver.rules };
}

describe("SARIF of a review", () => {
  const { log, results, rules, run, text } = render(smallReview(small));

  test("is valid against the published schema", () => {
    expect(validate(log)).toEqual([]);
    expect(validate({ ...log, version: "3" })).not.toEqual([]);
  });

  test("has a rule for each control and for the gate, with the texts that GitHub shows", () => {
    const known = [
      ...CONTROLS.map(({ id }) => id),
      "stack",
      "entra-log-export",
      "tenant-service-health-alert",
    ];
    expect(rules.map(({ id }: { id: string }) => id)).toEqual(known);
    for (const rule of rules) {
      expect(rule.help.text).not.toBe("");
      expect(rule.properties.tags.length).toBeLessThanOrEqual(20);
      expect(Number(rule.properties["security-severity"])).toBeGreaterThan(0);
    }
    expect(rules[0]).toMatchObject({ properties: { "security-severity": "9.5" } });
  });

  test("names the version of the tool, and links each rule to its page", () => {
    const { informationUri, semanticVersion, version } = run.tool.driver;
    expect(version).toBe(manifest.version);
    expect(semanticVersion).toBe(manifest.version);
    expect(informationUri).toBe("https://github.com/csp-baseline/csp-baseline");
    for (const rule of rules) {
      expect(rule.shortDescription.text).not.toBe("");
      expect(rule.fullDescription.text).not.toBe("");
      expect(rule.help.markdown).not.toBe("");
      if (rule.id !== "stack") expectPage(rule.helpUri);
    }
  });

  test("has failures first, then unknown findings, then exceptions, each with its rule", () => {
    const found = results.map((result: SarifResult) => {
      expect(rules[result.ruleIndex].id).toBe(result.ruleId);
      return [result.ruleId, result.level, result.properties.status, result.properties.subscriptionId];
    });
    expect(found.slice(0, 3)).toEqual([
      ["security-contact", "error", "fail", guid(4)],
      ["budget", "error", "fail", guid(6)],
      ["security-contact", "warning", "unknown", guid(8)],
    ]);
    expect(found.at(-1)?.[2]).toBe("excepted");
    expect(found).toHaveLength(10);
  });

  test("suppresses excepted findings with the reason", () => {
    expect(results.at(-1).suppressions).toEqual([
      {
        kind: "external",
        status: "accepted",
        justification:
          "Sandbox is reset every night; the alert only ever fires on the reset (until 2026-12-06, approved by bob@fabrikam.example)",
      },
    ]);
    expect(results.filter((result: object) => "suppressions" in result)).toHaveLength(1);
  });

  test("points to the fleet's lines, relative to the repository", () => {
    const { physicalLocation } = results[0].locations[0];
    expect(physicalLocation.artifactLocation.uri).toMatch(/^[\w.-]+\/customers\/fourth-coffee\.yaml$/);
    expect(physicalLocation.region).toEqual({ startLine: 5, startColumn: 5 });
    expect(text).not.toMatch(/"uri": "(?:\/|file:|[A-Z]:|\.\.)/);
    expect(text).not.toContain(process.cwd());
  });

  test("has unique fingerprints that do not depend on lines or messages", () => {
    const of = (review: Review) => {
      return render(review).results.map((result: { partialFingerprints: object }) =>
        JSON.stringify(result.partialFingerprints),
      );
    };
    const with_ = (message: string) =>
      reviewOf(small, () => ({ after: { "security-contact": { ...NO_CONTACT, message } } }));
    expect(of(with_("one thing"))).toEqual(of(with_("another")));
    expect(new Set(of(with_("one thing"))).size).toBe(of(with_("one thing")).length);
  });

  test("reports an incomplete review and the files that were not read", () => {
    const problem = { file: "a.json", message: "it is empty", kind: "unreadable" } as const;
    const notices = render(reviewOf(small, () => ({}), [problem])).run.invocations[0]
      .toolExecutionNotifications;
    expect(notices.map(({ message }: { message: { text: string } }) => message.text)).toEqual([
      "The review is incomplete: 1 plan file not reviewed, or not reliably.",
      "a.json: it is empty",
    ]);
    expect(run.invocations[0].executionSuccessful).toBe(true);
  });

  test("is valid with hostile texts, which create no links or placeholders", () => {
    const hostile = render(allHostile(), hostileFleet);
    expect(validate(hostile.log)).toEqual([]);
    for (const { message } of hostile.results) {
      expect(message.text).not.toMatch(/(?<!\\)[[\]]/);
      expect(message.text.replaceAll("{{", "").replaceAll("}}", "")).not.toMatch(/[{}]/);
      expect(message.text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(message.text.length).toBeLessThan(3000);
    }
  });
});

describe("SARIF of many findings", () => {
  test("keeps the 25,000 worst results and reports the number of the others", () => {
    const fleet = fleetOfSize(50, 100);
    const after = Object.fromEntries(CONTROLS.map(({ id }) => [id, NO_CONTACT]));
    const { results, run } = render(
      reviewOf(fleet, () => ({ after })),
      fleet,
    );
    expect(results).toHaveLength(25_000);
    expect(results[24_999].level).not.toBe("error");
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toMatch(
      /^10,000 results of 35000 left out/,
    );
  });

  test("keeps to 10 MB after gzip, even for random text", () => {
    const fleet = fleetOfSize(10, 100);
    // Longer than gzip's window, so that its parts do not compress.
    let seed = 1;
    const next = () => {
      seed = (seed * 48271) % 2147483647;
      return seed;
    };
    const noise = String.fromCharCode(...Array.from({ length: 60_000 }, () => 0x4e00 + (next() % 20_000)));
    const message = () => {
      const start = next() % 59_000;
      return noise.slice(start, start + 990);
    };
    const after = () =>
      Object.fromEntries(CONTROLS.map(({ id }) => [id, { status: "fail" as const, message: message() }]));
    const { results, text } = render(
      reviewOf(fleet, () => ({ after: after() })),
      fleet,
    );
    expect(gzipSync(text).length).toBeLessThan(10_000_000);
    expect(results.length).toBeGreaterThan(3000);
    expect(results.length).toBeLessThan(7000);
  });
});
