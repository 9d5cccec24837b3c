import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { ATTESTED_CONTROLS } from "../../src/fleet/index.ts";
import { FleetEditError, withAttestation, withVerification } from "../../src/partner/fleet-edit.ts";
import { fleetOf, PARTNER } from "../support/fleet.ts";

/** The entry as the fleet would give it back, of its texts. */
function entry(control: (typeof ATTESTED_CONTROLS)[number], on: string, more = "") {
  const text = `attestations: [{ control: ${control}, on: ${on}, owner: bob@fabrikam.example, evidence: "https://wiki.fabrikam.example/q4"${more} }]\n`;
  const [attestation] = fleetOf({ partner: PARTNER + text }).partner.attestations ?? [];
  if (attestation === undefined) throw new Error("no attestation");
  const { position: _, ...rest } = attestation;
  return rest;
}

const LEAVERS = entry("leavers-removed", "2026-11-20");
const NEW =
  "  - control: leavers-removed\n    owner: bob@fabrikam.example\n    on: 2026-11-20\n    evidence: https://wiki.fabrikam.example/q4\n";

const LISTED = `${PARTNER}
# Who vouches for what.
attestations:                      # one for each
  - control: leavers-removed       # the list of HR
    owner: alice@fabrikam.example
    on: 2026-08-01                 # late
    evidence: https://wiki.fabrikam.example/q3

  # Monthly.
  - { control: risky-users-review, owner: alice@fabrikam.example, on: 2026-10-01, evidence: "https://wiki.fabrikam.example/q3" }  # tail
`;

describe("an attestation", () => {
  test("begins the list where there is none", () => {
    expect(withAttestation(PARTNER, LEAVERS)).toBe(`${PARTNER}\nattestations:\n${NEW}`);
    expect(withAttestation(PARTNER.trimEnd(), LEAVERS)).toBe(`${PARTNER}\nattestations:\n${NEW}`);
  });

  test("changes its own values only, with every comment where it was", () => {
    expect(withAttestation(LISTED, LEAVERS)).toBe(
      LISTED.replace(
        "owner: alice@fabrikam.example\n    on: 2026-08-01 ",
        "owner: bob@fabrikam.example\n    on: 2026-11-20 ",
      ).replace(
        "evidence: https://wiki.fabrikam.example/q3\n",
        "evidence: https://wiki.fabrikam.example/q4\n",
      ),
    );
  });

  test("that is new comes last in the list, as it is indented there", () => {
    expect(withAttestation(LISTED, entry("audit-log-retention", "2026-11-20"))).toBe(
      `${LISTED}${NEW.replace("leavers-removed", "audit-log-retention")}`,
    );
    const flat = "attestations:\n- control: risky-users-review\n  on: 2026-10-01 # x\n\n# end\n";
    expect(withAttestation(flat, LEAVERS)).toBe(flat.replace("# x\n", `# x\n${NEW.replace(/^ {2}/gm, "")}`));
  });

  test("gets days where it had none, and new ones where it had", () => {
    const days = entry("leavers-removed", "2026-11-20", ", validDays: 60");
    expect(withAttestation(LISTED, days)).toContain("q4\n    validDays: 60\n\n  # Monthly.");
    const once = withAttestation(LISTED, entry("risky-users-review", "2026-11-20", ", validDays: 60"));
    expect(once).toContain("evidence: https://wiki.fabrikam.example/q4, validDays: 60 }  # tail");
    expect(withAttestation(once, entry("risky-users-review", "2026-11-20", ", validDays: 7"))).toContain(
      "validDays: 7 }  # tail",
    );
  });

  test("goes into brackets too", () => {
    const empty = withAttestation(`${PARTNER}attestations: []   # none yet\n`, LEAVERS);
    expect(empty).toContain(
      "attestations: [{ control: leavers-removed, owner: bob@fabrikam.example, on: 2026-11-20, evidence: https://wiki.fabrikam.example/q4 }]   # none yet\n",
    );
    expect(
      parse(withAttestation(empty, entry("risky-users-review", "2026-11-20"))).attestations,
    ).toHaveLength(2);
  });

  test("keeps the line ends of Windows", () => {
    const crlf = LISTED.replaceAll("\n", "\r\n");
    expect(withAttestation(crlf, entry("audit-log-retention", "2026-11-20"))).toBe(
      withAttestation(LISTED, entry("audit-log-retention", "2026-11-20")).replaceAll("\n", "\r\n"),
    );
  });

  test("is quoted where YAML would read something else", () => {
    const odd = { ...LEAVERS, evidence: "https://wiki.fabrikam.example/a,b[c]" };
    expect(parse(withAttestation(PARTNER, odd)).attestations[0].evidence).toBe(odd.evidence);
  });

  test.each([
    ["an alias", `${PARTNER}attestations:\n  - &a { control: leavers-removed, on: 2026-01-01 }\nx: *a\n`],
    ["a list that is none", `${PARTNER}attestations: soon\n`],
    ["braces around all", '{ "partner": {} }\n'],
    ["a file that is not YAML", "a: [\n"],
    ["an end of the document", `${PARTNER}...\n`],
  ])("is refused rather than guessed where the file has %s", (_, text) => {
    expect(() => withAttestation(text, LEAVERS)).toThrow(FleetEditError);
  });

  test("can be recorded for any duties in any order: the file says exactly that", () => {
    const duty = fc.tuple(fc.constantFrom(...ATTESTED_CONTROLS), fc.integer({ min: 1, max: 28 }));
    fc.assert(
      fc.property(fc.array(duty, { maxLength: 12 }), (duties) => {
        let text = LISTED;
        const wanted = new Map<string, number>();
        for (const [control, date] of duties) {
          text = withAttestation(text, { ...LEAVERS, control, validDays: date });
          wanted.set(control, date);
        }
        const found = new Map<string, number>();
        for (const one of parse(text).attestations)
          if (one.validDays !== undefined) found.set(one.control, one.validDays);
        expect(found).toEqual(wanted);
        expect(text.match(/#/g)).toHaveLength(6);
      }),
      { numRuns: 40 },
    );
  });
});

describe("the security contact's day", () => {
  const CONTACT = `partner:
  name: Fabrikam
  securityContact:
    email: soc@fabrikam.example    # a list
    phone: "+1 425 555 0100"       # day and night
  role: direct-bill
`;
  const VERIFIED = { on: LEAVERS.on, by: LEAVERS.owner };

  test("comes last in the record", () => {
    expect(withVerification(CONTACT, VERIFIED)).toBe(
      CONTACT.replace(
        "# day and night\n",
        "# day and night\n    verified: { on: 2026-11-20, by: bob@fabrikam.example }\n",
      ),
    );
    expect(withVerification("partner: { securityContact: { phone: x } }\nname: y\n", VERIFIED)).toContain(
      "{ phone: x, verified: { on: 2026-11-20, by: bob@fabrikam.example } }",
    );
  });

  test("replaces the one before", () => {
    const once = withVerification(CONTACT, { ...VERIFIED, on: entry("leavers-removed", "2026-01-01").on });
    expect(withVerification(once, VERIFIED)).toBe(withVerification(CONTACT, VERIFIED));
  });

  test("needs a record", () => {
    expect(() => withVerification(PARTNER, VERIFIED)).toThrow(FleetEditError);
  });
});
