import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ATTESTED_CONTROLS } from "../../src/fleet/index.ts";
import { CUSTOMER, loaded, PARTNER, problemsOf } from "./fleet-folder.ts";

/** Attestations from line 13, one for each line. */
function partner(...entries: string[]): Record<string, string> {
  const list = entries.map((entry) => `  - { ${entry} }\n`).join("");
  return {
    "partner.yaml": `${PARTNER}attestations:${entries.length === 0 ? " []" : ""}\n${list}`,
    "customers/contoso.yaml": CUSTOMER,
  };
}

const BY = "owner: alice@fabrikam.example";
const ON = "on: 2026-11-02";
const LINK = "evidence: https://wiki.fabrikam.example/q4";

function problems(...entries: string[]): string[] {
  return problemsOf(partner(...entries)).map((problem) => problem.replace("partner.yaml:", ""));
}

describe("an attestation", () => {
  test("has the duty, the owner, the day, the evidence and its position", () => {
    const { fleet } = loaded(partner(`control: leavers-removed, ${BY}, ${ON}, ${LINK}, validDays: 60`));
    const [attestation] = fleet.partner.attestations ?? [];
    expect(attestation).toMatchObject({
      control: "leavers-removed",
      owner: "alice@fabrikam.example",
      on: "2026-11-02",
      evidence: "https://wiki.fabrikam.example/q4",
      validDays: 60,
    });
    expect(attestation?.position()).toMatchObject({ line: 13, column: 5 });
  });

  test("of today is valid", () => {
    const { fleet } = loaded(partner(`control: leavers-removed, ${BY}, on: 2026-11-24, ${LINK}`));
    expect(fleet.partner.attestations).toHaveLength(1);
  });

  test("list that is empty differs from a missing one", () => {
    expect(loaded(partner()).fleet.partner.attestations).toEqual([]);
    expect(loaded({ "customers/contoso.yaml": CUSTOMER }).fleet.partner).not.toHaveProperty("attestations");
  });

  test("can be given for every duty that a person attests", () => {
    const all = ATTESTED_CONTROLS.map((control) => `control: ${control}, ${BY}, ${ON}, ${LINK}`);
    expect(loaded(partner(...all)).fleet.partner.attestations).toHaveLength(ATTESTED_CONTROLS.length);
  });
});

const GOOD = `control: leavers-removed, ${BY}, ${ON}, ${LINK}`;

describe("rejected:", () => {
  test.each([
    [
      "an unknown control",
      `control: leaver-removed, ${BY}, ${ON}, ${LINK}`,
      /^13:7 attestations\[0\]\.control: must be a duty of the partner that a person attests \(found "leaver-removed"\)\. Did you mean "leavers-removed"\?$/,
    ],
    [
      "a control unlike any other",
      `control: __proto__, ${BY}, ${ON}, ${LINK}`,
      /^13:7 .*\(found "__proto__"\)\. `csp-baseline partner register` lists them\.$/,
    ],
    [
      "one that a construct declares",
      `control: budget, ${BY}, ${ON}, ${LINK}`,
      /^13:7 attestations\[0\]\.control: cannot be attested: it is declared in every subscription and judged there \(found "budget"\)\./,
    ],
    [
      "one that an API shows",
      `control: partner-admin-mfa, ${BY}, ${ON}, ${LINK}`,
      /^13:7 attestations\[0\]\.control: cannot be attested: an API shows it/,
    ],
    [
      "the security contact, which has its own date",
      `control: partner-security-contact, ${BY}, ${ON}, ${LINK}`,
      /cannot be attested .*\. Set partner\.securityContact\.verified instead\.$/,
    ],
    [
      "a day that does not exist",
      `control: leavers-removed, ${BY}, on: 2026-02-29, ${LINK}`,
      /^13:\d+ attestations\[0\]\.on: must be a day that exists, written YYYY-MM-DD \(found "2026-02-29"\)$/,
    ],
    [
      "a future day",
      `control: leavers-removed, ${BY}, on: 2026-11-25, ${LINK}`,
      /^13:\d+ attestations\[0\]\.on: must not be after today, 2026-11-24 \(found "2026-11-25"\)\./,
    ],
    [
      "an owner that is not an address",
      `control: leavers-removed, owner: Alice, ${ON}, ${LINK}`,
      /\.owner: must be an e-mail address/,
    ],
    [
      "an owner that is a placeholder",
      `control: leavers-removed, owner: you@fabrikam.example, ${ON}, ${LINK}`,
      /\.owner: must be a real address/,
    ],
    ["no owner", `control: leavers-removed, ${ON}, ${LINK}`, /\.owner: is required$/],
    ["no evidence", `control: leavers-removed, ${BY}, ${ON}`, /\.evidence: is required$/],
    [
      "a link without https",
      `control: leavers-removed, ${BY}, ${ON}, evidence: "http://wiki.fabrikam.example/q4"`,
      /\.evidence: must begin with https:\/\//,
    ],
    [
      "a link that would run code",
      `control: leavers-removed, ${BY}, ${ON}, evidence: "javascript:alert(1)"`,
      /\.evidence: must begin with https:\/\//,
    ],
    [
      "a link with a password",
      `control: leavers-removed, ${BY}, ${ON}, evidence: "https://a:b@wiki.fabrikam.example/"`,
      /\.evidence: must not contain a user name or password \(found "https:\/\/wiki\.fabrikam\.example\/\.\.\."\)/,
    ],
    [
      "text that is not a link",
      `control: leavers-removed, ${BY}, ${ON}, evidence: see the wiki`,
      /\.evidence: must be a URL without white space/,
    ],
    ["invalid days", `${GOOD}, validDays: 0`, /\.validDays: must be at least 1 \(found 0\)$/],
    [
      "more than three years",
      `${GOOD}, validDays: 1096`,
      /\.validDays: must be at most 1095, three years \(found 1096\)$/,
    ],
    ["half a day", `${GOOD}, validDays: 1.5`, /\.validDays: must be a whole number/],
    ["days as text", `${GOOD}, validDays: ninety`, /\.validDays: must be a number \(found "ninety"\)$/],
    ["an unknown key", `${GOOD}, until: 2027-01-01`, /\.until: unknown key/],
  ])("%s", (_, entry, expected) => {
    expect(problems(entry)).toEqual([expect.stringMatching(expected)]);
  });

  test("two for one control, at the second", () => {
    expect(problems(GOOD, GOOD.replace("2026-11-02", "2026-11-20"))).toEqual([
      expect.stringMatching(
        /^14:7 attestations\[1\]\.control: leavers-removed is also attested at .*partner\.yaml:13:7\. Keep the latest of the two\.$/,
      ),
    ]);
  });

  test("a security contact that was verified in the future", () => {
    const text = PARTNER.replace(
      "  role: direct-bill\n",
      "  role: direct-bill\n  securityContact: { verified: { on: 2026-11-25, by: alice@fabrikam.example } }\n",
    );
    expect(problemsOf({ "partner.yaml": text, "customers/contoso.yaml": CUSTOMER })).toEqual([
      expect.stringMatching(
        /partner\.yaml:5:\d+ partner\.securityContact\.verified\.on: must not be after today/,
      ),
    ]);
  });
});

test("any value of the control loads or is rejected with a message", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (control) => {
      const [problem, ...others] = problems(`control: ${JSON.stringify(control)}, ${BY}, ${ON}, ${LINK}`);
      expect(others).toEqual([]);
      expect(problem ?? "13:7").toMatch(/^13:\d+/);
    }),
    { numRuns: 40 },
  );
});
