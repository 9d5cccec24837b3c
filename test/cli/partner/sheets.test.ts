import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { contactAdvice } from "../../../src/partner/contact-sheet.ts";
import { CONTOSO, fleetOf, folderOf, PARTNER } from "../../support/fleet.ts";
import { partnerVerb } from "./verb.ts";

const CONTACT = `  securityContact:
    firstName: Fabrikam SOC
    middleName: Fabrikam SOC
    lastName: Team
    email: soc@fabrikam.example
    phone: "+1 425 555 0100"
    verified: { on: 2026-11-01, by: alice@fabrikam.example }
`;

const partnerWith = (contact: string) =>
  PARTNER.replace("  role: direct-bill\n", `  role: direct-bill\n${contact}`);

function fleet(contact = CONTACT, contoso = CONTOSO): string {
  return folderOf({ "partner.yaml": partnerWith(contact), "customers/contoso.yaml": contoso });
}

describe("partner contact", () => {
  test("lists five fields in order, five steps, and the verification", async () => {
    const { code, out } = await partnerVerb(fleet(), ["contact"]);
    const fields = [...out.matchAll(/^ {2}(First name|Middle name|Last name|Email|Phone) +(.*)$/gm)];
    expect(fields.map(([, label, value]) => [label, value])).toEqual([
      ["First name", "Fabrikam SOC"],
      ["Middle name", "Fabrikam SOC"],
      ["Last name", "Team"],
      ["Email", "soc@fabrikam.example"],
      ["Phone", "+1 425 555 0100"],
    ]);
    expect(out.match(/^ {2}\d\. /gm)).toHaveLength(5);
    expect(out).toContain("on 2026-11-01, which is valid until 2027-01-30");
    expect(out).toContain("answered at every hour of every day");
    expect(code).toBe(0);
  });

  test("ends with 1 when a field is missing, or the verification is too old", async () => {
    const missing = await partnerVerb(fleet(CONTACT.replace(/ {4}phone.*\n/, "")), ["contact"]);
    expect(missing.out).toMatch(/Phone +\(missing/);
    expect(missing.code).toBe(1);
    expect((await partnerVerb(fleet(), ["contact"], "2027-02-01")).code).toBe(1);
    const none = await partnerVerb(fleet(""), ["contact"]);
    expect(none.out.match(/\(missing/g)).toHaveLength(4);
    expect(none.code).toBe(1);
  });

  test("is JSON for programs", async () => {
    const { out } = await partnerVerb(fleet(), ["contact", "--format", "json"]);
    expect(JSON.parse(out)).toMatchObject({
      schema: "csp-baseline/partner-contact/v1",
      fields: { firstName: "Fabrikam SOC", phone: "+1 425 555 0100" },
      missing: [],
      advice: [],
      verification: { on: "2026-11-01", by: "alice@fabrikam.example", status: "pass", due: "2027-01-30" },
    });
    const none = JSON.parse((await partnerVerb(fleet(""), ["contact", "--format", "json"])).out);
    expect(none).toMatchObject({
      fields: {},
      missing: ["firstName", "lastName", "email", "phone"],
      verification: { status: "fail", due: null },
    });
  });

  test.each([
    ["a group's name that stands only once", / {4}middleName.*\n/, "", /the middle name is empty/],
    ["two names that differ", /middleName: .*/, "middleName: SOC", /the two differ/],
    [
      "an address of two names",
      /email: .*/,
      "email: alice.smith@fabrikam.example",
      /^alice\.smith@fabrikam\.example looks like a personal address/,
    ],
    [
      "an address of the contact's own name",
      /lastName: .*\n {4}email: .*/,
      "lastName: Smith\n    email: asmith@fabrikam.example",
      /looks like a personal address/,
    ],
  ])("warns of %s", (_, pattern, replacement, expected) => {
    const { partner } = fleetOf({ partner: partnerWith(CONTACT.replace(pattern, replacement)) });
    expect(contactAdvice(partner)).toEqual([expect.stringMatching(expected)]);
  });

  test.each(["soc@", "security-team@", "csp.security@", "it@", "noc-dl@", "incident.response@"])(
    "takes %s for a group's",
    (local) => {
      const text = CONTACT.replace(/email: .*/, `email: ${local}fabrikam.example`);
      expect(contactAdvice(fleetOf({ partner: partnerWith(text) }).partner)).toEqual([]);
    },
  );
});

test("partner register shows every duty with its status, as text and JSON", async () => {
  const { code, out } = await partnerVerb(fleet(), ["register"]);
  expect(out.match(/^[a-z-]+ \((observed|attested), /gm)).toHaveLength(42);
  expect(out).toContain("fail: it was never attested");
  expect(code).toBe(0);
  const json = JSON.parse((await partnerVerb(fleet(), ["register", "--format", "json"])).out);
  expect(json.duties).toHaveLength(42);
  expect(json.duties[0]).toMatchObject({
    id: "partner-security-contact",
    finding: { status: "pass" },
    references: expect.any(Array),
  });
});

describe("partner report-missed", () => {
  const ID = "00000000-0000-0000-0000-000000000001";
  const VM = `/subscriptions/${ID}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm`;
  const run = (subscription: string, resource = VM, from = "2026-11-20", to = "2026-11-21T14:00:00Z") =>
    partnerVerb(fleet(), ["report-missed", subscription, "--resource", resource, "--from", from, "--to", to]);

  test.each([ID, ID.toUpperCase(), "prod", "PROD", "contoso/prod"])(
    "prints the six details for %s",
    async (name) => {
      const { code, out } = await run(name);
      expect(out.split("\n").map((line) => line.split(/ {2,}/))).toEqual([
        ["Partner Tenant ID", "11111111-1111-1111-1111-111111111111"],
        ["Customer Tenant ID", "22222222-2222-2222-2222-222222222222"],
        ["Subscription ID", ID],
        ["Resource ID", VM],
        ["Impact start", "2026-11-20"],
        ["Impact end", "2026-11-21T14:00:00Z"],
      ]);
      expect(code).toBe(0);
    },
  );

  test("finds a name whose accents are written another way", async () => {
    const named = fleet(CONTACT, CONTOSO.replace("name: prod", "name: b\u00fcro-prod"));
    const args = ["--resource", VM, "--from", "2026-11-20", "--to", "2026-11-20"];
    const { code, out } = await partnerVerb(named, ["report-missed", "bu\u0308ro-prod", ...args]);
    expect(out).toContain(ID);
    expect(code).toBe(0);
  });

  test("prints them as JSON", async () => {
    const args = [
      "report-missed",
      "prod",
      "--resource",
      VM,
      "--from",
      "2026-11-20",
      "--to",
      "2026-11-20",
      "--format",
      "json",
    ];
    expect(JSON.parse((await partnerVerb(fleet(), args)).out)).toMatchObject({
      subscriptionId: ID,
      resourceId: VM,
      impactEnd: "2026-11-20",
    });
  });

  test.each([
    ["a subscription that is none", ["prd"], /the fleet has no subscription "prd"\. Did you mean "prod"\?/],
    ["a resource that is none", ["prod", "vm"], /--resource must be a full resource id/],
    ["a resource with a line break", ["prod", `${VM}\n`], /--resource must be a full resource id/],
    ["a resource elsewhere", ["prod", VM.replace(ID, ID.replace("1", "2"))], /is in another subscription/],
    ["a start that is not a time", ["prod", VM, "yesterday"], /--from must be a day/],
    ["a time without a zone", ["prod", VM, "2026-11-20T14:00:00"], /--from must be a day/],
    ["a day that is none", ["prod", VM, "2026-02-30T14:00:00Z"], /--from must be a day/],
    ["an end before the start", ["prod", VM, "2026-11-20", "2026-11-19"], /--to must not be before --from/],
    ["an end to come", ["prod", VM, "2026-11-20", "2026-11-25"], /--to must not be in the future/],
  ])("refuses %s", async (_, args, message) => {
    const [subscription = "", ...rest] = args;
    const { code, err } = await run(subscription, ...rest);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  test("refuses a name of several subscriptions, and names them", async () => {
    const folder = fleet();
    const other = CONTOSO.replace("customer: contoso", "customer: other")
      .replace("22222222-2222", "33333333-2222")
      .replaceAll("0000000000", "0000000009");
    writeFileSync(join(folder, "customers", "other.yaml"), other);
    const { err } = await partnerVerb(folder, [
      "report-missed",
      "prod",
      "--resource",
      VM,
      "--from",
      "2026-11-20",
      "--to",
      "2026-11-20",
    ]);
    expect(err).toContain(
      '"prod" matches several subscriptions: "contoso/prod", "other/prod". Specify one of them',
    );
  });
});

describe("partner customer-texts", () => {
  const EXCEPTION = `exceptions:
  - { control: budget, subscriptions: [sandbox], reason: Reset every night, approvedBy: bob@fabrikam.example, expires: 2027-03-31 }
`;

  test("writes a file for each customer, with the recipients of each notice", async () => {
    const folder = fleet(CONTACT, CONTOSO + EXCEPTION);
    const output = join(folder, "texts");
    const { code, out } = await partnerVerb(folder, ["customer-texts", "--output", output]);
    expect(out).toBe(`1 text written to ${output}`);
    expect(code).toBe(0);
    expect(readdirSync(output)).toEqual(["contoso.md"]);
    const text = readFileSync(join(output, "contoso.md"), "utf8");
    expect(text).toMatch(/^# Notices from Microsoft to Contoso Ltd\n/);
    expect(text).toContain("| `prod` | `noc@fabrikam.example` |");
    expect(text).toContain(
      "| `prod` | `finops@fabrikam.example` at 50, 80, 100%, forecast 100% of 1000 in your billing currency a month |",
    );
    expect(text).toContain("| `sandbox` | no one: not set up, until 2027-03-31 at the latest |");
  });

  test.each([
    ["en", "Notices from Microsoft to Contoso Ltd", "Call us at any hour: +1 425 555 0100."],
    ["de", "Benachrichtigungen von Microsoft an Contoso Ltd", "rund um die Uhr: +1 425 555 0100."],
    ["fr", "Notifications de Microsoft à Contoso Ltd", "à toute heure : +1 425 555 0100."],
    ["es", "Notificaciones de Microsoft a Contoso Ltd", "a cualquier hora: +1 425 555 0100."],
  ])(
    "are on standard output in the customer's language, %s, with the phone number",
    async (language, title, call) => {
      const customer = CONTOSO.replace("tenantId:", `language: ${language}\ntenantId:`);
      const { code, out } = await partnerVerb(fleet(CONTACT, customer), ["customer-texts", "contoso"]);
      expect(code).toBe(0);
      expect(out).toContain(`# ${title}\n`);
      expect(out).toContain(call);
      expect(out.match(/^## /gm)).toHaveLength(5);
    },
  );

  test("use the requested language, and report a missing phone number", async () => {
    const { err, out } = await partnerVerb(fleet(""), ["customer-texts", "--language", "fr"]);
    expect(out).toContain("Notifications de Microsoft");
    expect(err).toContain("no phone number");
  });

  test("shows hostile names as text, and no webhook's address", async () => {
    const evil = CONTOSO.replace("Contoso Ltd", '"<img src=x> [a](javascript:alert(1)) @everyone | x"')
      .replace("name: prod", 'name: "`|<b>|`"')
      .replace(
        "subscriptions:",
        "baseline: { contacts: { operations: { webhooks: [{ name: itsm, uri: 'https://hooks.fabrikam.example/secret' }] } } }\nsubscriptions:",
      );
    const folder = fleet(CONTACT, evil);
    await partnerVerb(folder, ["customer-texts", "contoso", "--output", folder]);
    const text = readFileSync(join(folder, "contoso.md"), "utf8");
    const html = new MarkdownIt({ html: true }).render(text);
    expect(html).not.toMatch(/<img|<b>|<a /);
    expect(text).not.toContain("secret");
    expect(text).toContain("the webhook `itsm`");
  });

  test("rejects an unknown customer", async () => {
    const { code, err } = await partnerVerb(fleet(), ["customer-texts", "contosso", "--output", "/nowhere"]);
    expect(err).toContain('"contosso" is not a customer of the fleet. Did you mean "contoso"?');
    expect(code).toBe(2);
  });

  test("reports a file that it cannot write", async () => {
    const folder = fleet();
    const { code, err } = await partnerVerb(folder, [
      "customer-texts",
      "--output",
      join(folder, "partner.yaml"),
    ]);
    expect(err).toContain("cannot write");
    expect(code).toBe(3);
  });
});
