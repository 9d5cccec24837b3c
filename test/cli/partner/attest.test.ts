import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CONTOSO, folderOf, PARTNER } from "../../support/fleet.ts";
import { partnerVerb } from "./verb.ts";

const CONTACT = `  securityContact:
    firstName: Fabrikam SOC        # a group
    lastName: Team
    email: soc@fabrikam.example
    phone: "+1 425 555 0100"
`;
const WITH_CONTACT = PARTNER.replace("  role: direct-bill\n", `  role: direct-bill\n${CONTACT}`);
const LISTED = `${PARTNER}attestations:
  - control: leavers-removed       # the list of HR
    owner: alice@fabrikam.example
    on: 2026-08-01
    evidence: https://wiki.fabrikam.example/q3
    validDays: 60
`;

function fleet(partner = LISTED): string {
  return folderOf({ "partner.yaml": partner, "customers/contoso.yaml": CONTOSO });
}

const textOf = (folder: string) => readFileSync(join(folder, "partner.yaml"), "utf8");

describe("partner attest", () => {
  test("records a duty for the first time, today", async () => {
    const folder = fleet(PARTNER);
    const args = [
      "attest",
      "risky-users-review",
      "--owner",
      "bob@fabrikam.example",
      "--evidence",
      "https://wiki.fabrikam.example/q4",
    ];
    const { code, err, out } = await partnerVerb(folder, args);
    expect(err).toBe("");
    expect(out).toMatch(/partner\.yaml: risky-users-review attested by bob@fabrikam\.example on 2026-11-24$/);
    expect(code).toBe(0);
    expect(textOf(folder)).toBe(
      `${PARTNER}\nattestations:\n  - control: risky-users-review\n    owner: bob@fabrikam.example\n    on: 2026-11-24\n    evidence: https://wiki.fabrikam.example/q4\n`,
    );
    expect(readdirSync(folder).sort()).toEqual(["customers", "partner.yaml"]);
  });

  test("takes the owner, the evidence and the validity from the previous attestation", async () => {
    const folder = fleet();
    expect((await partnerVerb(folder, ["attest", "leavers-removed"])).code).toBe(0);
    expect(textOf(folder)).toBe(LISTED.replace("2026-08-01", "2026-11-24"));
    await partnerVerb(folder, [
      "attest",
      "leavers-removed",
      "--valid-days",
      "30",
      "--owner",
      "bob@fabrikam.example",
      "--on",
      "2026-11-24",
    ]);
    expect(textOf(folder)).toBe(
      LISTED.replace("2026-08-01", "2026-11-24")
        .replace("alice", "bob")
        .replace("validDays: 60", "validDays: 30"),
    );
  });

  test("of the security contact writes the day and the person of the comparison", async () => {
    const folder = fleet(WITH_CONTACT);
    const { code, out } = await partnerVerb(folder, [
      "attest",
      "partner-security-contact",
      "--owner",
      "bob@fabrikam.example",
    ]);
    expect(out).toContain("compared with Partner Center by bob@fabrikam.example on 2026-11-24");
    expect(code).toBe(0);
    expect(textOf(folder)).toContain(
      '    phone: "+1 425 555 0100"\n    verified: { on: 2026-11-24, by: bob@fabrikam.example }\n',
    );
    expect((await partnerVerb(folder, ["attest", "partner-security-contact"], "2026-12-01")).code).toBe(0);
    expect(textOf(folder)).toContain("verified: { on: 2026-12-01, by: bob@fabrikam.example }\n");
  });

  test("prints the written values as JSON", async () => {
    const { out } = await partnerVerb(fleet(), ["attest", "leavers-removed", "--format", "json"]);
    expect(JSON.parse(out)).toEqual({
      schema: "csp-baseline/partner-attestation/v1",
      control: "leavers-removed",
      owner: "alice@fabrikam.example",
      on: "2026-11-24",
      evidence: "https://wiki.fabrikam.example/q3",
      validDays: 60,
    });
  });

  test("writes through a link and keeps it", async () => {
    const folder = fleet();
    mkdirSync(join(folder, "real"));
    renameSync(join(folder, "partner.yaml"), join(folder, "real", "partner.yaml"));
    symlinkSync("real/partner.yaml", join(folder, "partner.yaml"));
    expect((await partnerVerb(folder, ["attest", "leavers-removed"])).code).toBe(0);
    expect(lstatSync(join(folder, "partner.yaml")).isSymbolicLink()).toBe(true);
    expect(textOf(folder)).toContain("2026-11-24");
  });
});

describe("partner attest refuses, and writes nothing:", () => {
  const LINK = ["--evidence", "https://wiki.fabrikam.example/q4"];
  const BOB = ["--owner", "bob@fabrikam.example"];
  test.each([
    [
      "an unknown duty",
      ["leaver-removed", ...BOB, ...LINK],
      /"leaver-removed" must be a duty .* Did you mean "leavers-removed"\?/,
    ],
    [
      "a control of subscriptions",
      ["budget", ...BOB, ...LINK],
      /"budget" cannot be attested: it is declared/,
    ],
    [
      "what an API shows",
      ["partner-admin-mfa", ...BOB, ...LINK],
      /"partner-admin-mfa" cannot be attested: an API shows it/,
    ],
    ["no owner", ["risky-users-review", ...LINK], /--owner is required/],
    ["nothing to see", ["risky-users-review", ...BOB], /--evidence is required/],
    [
      "a name for an address",
      ["risky-users-review", "--owner", "Bob", ...LINK],
      /--owner must be an e-mail address/,
    ],
    [
      "a link without https",
      ["risky-users-review", ...BOB, "--evidence", "http://wiki.fabrikam.example"],
      /--evidence must begin with https/,
    ],
    [
      "a link with a password",
      ["risky-users-review", ...BOB, "--evidence", "https://a:secret@wiki.fabrikam.example/"],
      /--evidence must not contain a user name or password/,
    ],
    ["a day to come", ["leavers-removed", "--on", "2026-11-25"], /--on must not be after today, 2026-11-24/],
    ["a day that is none", ["leavers-removed", "--on", "2026-02-30"], /--on must be a day that exists/],
    [
      "a day before the one that is recorded",
      ["leavers-removed", "--on", "2026-07-31"],
      /--on must not be before 2026-08-01/,
    ],
    ["no days", ["leavers-removed", "--valid-days", "0"], /--valid-days must be at least 1/],
    ["too many days", ["leavers-removed", "--valid-days", "1096"], /--valid-days must be at most 1095/],
    ["days that are none", ["leavers-removed", "--valid-days", "ninety"], /--valid-days must be a/],
    [
      "a contact that is not recorded",
      ["partner-security-contact", ...BOB],
      /does not record the security contact/,
    ],
    [
      "a link for the contact",
      ["partner-security-contact", ...BOB, ...LINK],
      /takes neither --evidence nor --valid-days/,
    ],
    ["no duty", [], /pass the duty, or --list/],
    ["a duty with --list", ["leavers-removed", "--list"], /--list takes no duty/],
  ])("%s", async (_, args, message) => {
    const folder = fleet();
    const { code, err } = await partnerVerb(folder, ["attest", ...args]);
    expect(err).toMatch(message);
    expect(err).not.toContain("secret");
    expect(code).toBe(2);
    expect(textOf(folder)).toBe(LISTED);
  });

  test("a duty that does not apply to the role", async () => {
    const folder = fleet(PARTNER.replace("direct-bill", "indirect-reseller"));
    const { code, err } = await partnerVerb(folder, [
      "attest",
      "alert-webhook",
      "--owner",
      "bob@fabrikam.example",
      ...LINK,
    ]);
    expect(err).toContain("alert-webhook does not apply to a partner of the role indirect-reseller");
    expect(code).toBe(2);
  });

  test("a fleet with problems", async () => {
    const folder = fleet(LISTED.replace("leavers-removed", "leaver-removed"));
    const { code, err } = await partnerVerb(folder, ["attest", "risky-users-review"]);
    expect(err).toContain('Did you mean "leavers-removed"?');
    expect(code).toBe(2);
  });

  test("a file that is written so that it cannot be edited, with what to write by hand", async () => {
    const folder = fleet(
      LISTED.replace("owner: alice@fabrikam.example", "owner: &me alice@fabrikam.example")
        .replace("validDays: 60", "evidence2: x")
        .replace(/ {4}evidence2.*\n/, "") +
        "  - { control: risky-users-review, owner: *me, on: 2026-08-01, evidence: https://wiki.fabrikam.example/q3 }\n",
    );
    const before = textOf(folder);
    const { code, err } = await partnerVerb(folder, [
      "attest",
      "leavers-removed",
      "--owner",
      "bob@fabrikam.example",
    ]);
    expect(err).toMatch(/cannot be edited safely: .*Write it by hand: \{"control":"leavers-removed"/);
    expect(code).toBe(2);
    expect(textOf(folder)).toBe(before);
  });

  test("a folder that cannot be written to", async () => {
    const folder = fleet();
    chmodSync(folder, 0o500);
    const { code } = await partnerVerb(folder, ["attest", "leavers-removed"]);
    chmodSync(folder, 0o700);
    // The root user can write to every folder.
    expect(process.getuid?.() === 0 ? [0] : [3]).toContain(code);
  });
});

describe("partner attest --list", () => {
  test("shows what is overdue, then what is open, then what is due, then what is met", async () => {
    const more =
      "  - { control: risky-users-review, owner: a@fabrikam.example, on: 2026-09-01, evidence: https://wiki.fabrikam.example/ }\n  - { control: admin-role-review, owner: a@fabrikam.example, on: 2026-11-01, evidence: https://wiki.fabrikam.example/ }\n";
    const { code, out } = await partnerVerb(fleet(LISTED + more), ["attest", "--list"]);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(
      /^overdue leavers-removed +alice@fabrikam\.example attested it on 2026-08-01, which was valid until 2026-09-30, 55 days ago$/,
    );
    const states = lines.slice(0, -2).map((line) => line.split(" ")[0]);
    expect([...new Set(states)]).toEqual(["overdue", "open", "due", "met"]);
    expect(lines.at(-1)).toBe("1 overdue, 32 open, 1 due soon, 1 met");
    expect(code).toBe(1);
  });

  test("shows every duty of a fleet without attestations, also as JSON", async () => {
    const { code, out } = await partnerVerb(fleet(PARTNER), ["attest", "--list", "--format", "json"]);
    const { duties, schema } = JSON.parse(out);
    expect(schema).toBe("csp-baseline/partner-attestations/v1");
    expect(duties).toHaveLength(35);
    expect(new Set(duties.map(({ state }: { state: string }) => state))).toEqual(new Set(["open"]));
    expect(code).toBe(1);
  });
});
