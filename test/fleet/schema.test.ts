import { describe, expect, test } from "vitest";
import { CUSTOMER, loaded, PARTNER, problemsOf } from "./fleet-folder.ts";

const partnerProblems = (text: string) =>
  problemsOf({ "partner.yaml": text }).map((problem) => problem.replace("partner.yaml:", ""));
const customerProblems = (text: string) =>
  problemsOf({ "customers/contoso.yaml": text }).map((problem) =>
    problem.replace("customers/contoso.yaml:", ""),
  );

describe("partner.yaml is rejected for", () => {
  test.each([
    [
      "an unknown key",
      `${PARTNER}owners: []\n`,
      "12:1 owners: unknown key. Valid keys: partner, access, backend, provider, allow, baseline, tenantBaseline, enforce, attestations.",
    ],
    [
      "an unknown role",
      PARTNER.replace("direct-bill", "direct"),
      '4:3 partner.role: must be one of direct-bill, indirect-provider, indirect-reseller (found "direct"). Did you mean "direct-bill"?',
    ],
    [
      "a missing role",
      PARTNER.replace("  role: direct-bill\n", ""),
      "1:1 partner.role: is required: one of direct-bill, indirect-provider, indirect-reseller",
    ],
    [
      "a tenant of zeros",
      PARTNER.replaceAll("1111", "0000"),
      '3:3 partner.tenantId: must not be the GUID of zeros (found "00000000-0000-0000-0000-000000000000"). It is a placeholder.',
    ],
    [
      "an unknown access model",
      `${PARTNER}access: { model: lighthous }\n`,
      '12:11 access.model: must be lighthouse or customer-app (found "lighthous"). Did you mean "lighthouse"?',
    ],
    [
      "access that is not a map",
      `${PARTNER}access: lighthouse\n`,
      '12:1 access: must be a map (found "lighthouse")',
    ],
    [
      "a client id for lighthouse",
      `${PARTNER}access: { model: lighthouse, clientId: x }\n`,
      "12:30 access.clientId: unknown key. It cannot be combined with the other keys of this map.",
    ],
    [
      "an unknown backend",
      `${PARTNER}backend: { type: s3 }\n`,
      '12:12 backend.type: must be one of local, azurerm, cloud (found "s3")',
    ],
    [
      "a backend without a type",
      `${PARTNER}backend: {}\n`,
      "12:1 backend.type: is required: one of local, azurerm, cloud",
    ],
    [
      "a storage account's name in capitals",
      `${PARTNER}backend: { type: azurerm, resourceGroupName: rg, storageAccountName: ST, containerName: tf }\n`,
      '12:50 backend.storageAccountName: must be 3 to 24 lower-case letters and digits (found "ST")',
    ],
    [
      "a host name with a scheme",
      `${PARTNER}backend: { type: cloud, organization: fabrikam, hostname: "https://x.example" }\n`,
      '12:49 backend.hostname: must be a host name (found "https://x.example")',
    ],
    [
      "a date of verification that does not exist",
      PARTNER.replace(
        "  role",
        "  securityContact: { verified: { on: 2026-02-30, by: a@fabrikam.example } }\n  role",
      ),
      '4:34 partner.securityContact.verified.on: must be a day that exists, written YYYY-MM-DD (found "2026-02-30")',
    ],
    [
      "a verification without a person",
      PARTNER.replace("  role", "  securityContact: { verified: { on: 2026-02-03 } }\n  role"),
      "4:22 partner.securityContact.verified.by: is required",
    ],
    ["a partner that is a list", "partner: []\n", "1:1 partner: must be a map (found an empty list)"],
    ["a file that is a text", "Fabrikam\n", '1:1: the file must be a map (found "Fabrikam")'],
  ])("%s", (_, text, problem) => {
    expect(partnerProblems(text)).toContain(problem);
  });
});

test("partner.yaml may leave out access, backend and the security contact", () => {
  const { fleet } = loaded();
  expect(fleet.backend).toEqual({ type: "local" });
  expect(fleet.partner.access).toEqual({ model: "lighthouse" });
  expect(fleet.partner).not.toHaveProperty("securityContact");
});

test("the partner's security contact is read as far as it is recorded", () => {
  const contact =
    "securityContact: { firstName: SOC, verified: { on: 2026-11-01, by: alice@fabrikam.example } }";
  const { fleet } = loaded({ "partner.yaml": PARTNER.replace("  role", `  ${contact}\n  role`) });
  expect(fleet.partner.securityContact).toEqual({
    firstName: "SOC",
    verified: { on: "2026-11-01", by: "alice@fabrikam.example" },
  });
  expect(fleet.partner.locate(["partner", "securityContact", "verified"])).toMatchObject({
    line: 4,
    column: 38,
  });
});

test.each([
  [
    "{ type: azurerm, resourceGroupName: rg-state, storageAccountName: ststate, containerName: tf-state, subscriptionId: 00000000-0000-0000-0000-0000000000AA }",
    "00000000-0000-0000-0000-0000000000aa",
  ],
  [
    "{ type: cloud, organization: fabrikam, project: CSP baseline, hostname: tfe.fabrikam.example }",
    "CSP baseline",
  ],
])("the backend %s is accepted", (backend, part) => {
  const { fleet } = loaded({ "partner.yaml": `${PARTNER}backend: ${backend}\n` });
  expect(Object.values(fleet.backend)).toContain(part);
});

describe("a customer's file is rejected for", () => {
  const withName = (name: string) => CUSTOMER.replace("contoso-prod", name);

  test.each([
    [
      "a misspelt key",
      `${CUSTOMER}exemptions: []\n`,
      '7:1 exemptions: unknown key. Did you mean "exceptions"?',
    ],
    ["a missing tenant", CUSTOMER.replace(/^tenantId.*\n/m, ""), "1:1 tenantId: is required"],
    [
      "a key in capitals",
      CUSTOMER.replace("contoso", "Contoso"),
      '1:1 customer: must be made of lower-case letters and digits, with single hyphens between them (found "Contoso"). Did you mean "contoso"?',
    ],
    [
      "a key with two hyphens",
      CUSTOMER.replace("contoso", "con--toso"),
      '1:1 customer: must be made of lower-case letters and digits, with single hyphens between them (found "con--toso"). Did you mean "con-toso"?',
    ],
    [
      "a GUID in braces",
      CUSTOMER.replace(/tenantId: (.*)/, 'tenantId: "{$1}"'),
      '3:1 tenantId: must be a GUID (found "{22222222-2222-2222-2222-222222222222}"). It looks like 11111111-2222-3333-4444-555555555555, without braces.',
    ],
    [
      "a GUID that is too short",
      CUSTOMER.replace("000000000001", "00000000001"),
      '5:5 subscriptions[0].id: must be a GUID (found "00000000-0000-0000-0000-00000000001"). It looks like 11111111-2222-3333-4444-555555555555, without braces.',
    ],
    [
      "subscriptions that are a map",
      CUSTOMER.replace(/subscriptions:[\s\S]*/, "subscriptions: { a: 1 }\n"),
      "4:1 subscriptions: must be a list (found a map)",
    ],
    [
      "a subscription that is a text",
      CUSTOMER.replace(/subscriptions:[\s\S]*/, "subscriptions: [contoso-prod]\n"),
      '4:17 subscriptions[0]: must be a map (found "contoso-prod")',
    ],
    [
      "a name that is a number",
      withName("12"),
      "6:5 subscriptions[0].name: must be text (found 12). Put it in quotes: without quotes YAML reads a number.",
    ],
    [
      "a name with a slash",
      withName("a/b"),
      '6:5 subscriptions[0].name: must not contain / or \\ (found "a/b"). It is a label of this fleet and may differ from the name in Azure.',
    ],
    [
      "a name with a backslash",
      withName("a\\b"),
      '6:5 subscriptions[0].name: must not contain / or \\ (found "a\\\\b"). It is a label of this fleet and may differ from the name in Azure.',
    ],
    [
      "a name that is a folder",
      withName(".."),
      '6:5 subscriptions[0].name: must not contain / or \\ (found ".."). It is a label of this fleet and may differ from the name in Azure.',
    ],
    [
      "a name with a control character",
      withName('"a\\tb"'),
      '6:5 subscriptions[0].name: must be one line without control or text-direction characters (found "a\\tb")',
    ],
    [
      "a name with an interpolation",
      withName('"${path.module}"'),
      '6:5 subscriptions[0].name: must not contain ${ or %{ (found "${path.module}"). Terraform would evaluate it.',
    ],
    [
      "a name with space around it",
      withName('" a"'),
      '6:5 subscriptions[0].name: must not start or end with white space (found " a")',
    ],
    [
      "an empty name",
      withName('""'),
      "6:5 subscriptions[0].name: must be between 1 and 64 characters long, got 0",
    ],
    [
      "a display name that reads backwards",
      CUSTOMER.replace("Contoso Ltd", '"Contoso \\u202edtL"'),
      '2:1 displayName: must be one line without control or text-direction characters (found "Contoso \\u202edtL")',
    ],
    [
      "an invalid client id",
      `${CUSTOMER}access: { model: customer-app, clientId: x }\n`,
      '7:32 access.clientId: must be a GUID (found "x"). It looks like 11111111-2222-3333-4444-555555555555, without braces.',
    ],
  ])("%s", (_, text, problem) => {
    expect(customerProblems(text)).toEqual([problem]);
  });
});

test("display names may be in any script, and are passed on unchanged", () => {
  for (const name of ["École supérieure", "株式会社コントソ", "Contoso ${not} evaluated", "😀 Ltd"]) {
    const { fleet } = loaded({ "customers/contoso.yaml": CUSTOMER.replace("Contoso Ltd", name) });
    expect(fleet.customers[0]?.displayName).toBe(name);
  }
});

test("GUIDs are converted to lower case", () => {
  const shouting = CUSTOMER.replace("000000000001", "0000000000AB").replaceAll("2222", "BBBB");
  const { fleet } = loaded({ "customers/contoso.yaml": shouting });
  expect(fleet.subscriptions[0]?.id).toBe("00000000-0000-0000-0000-0000000000ab");
  expect(fleet.customers[0]?.tenantId).toBe("bbbbbbbb-bbbb-bbbb-bbbb-bbbbbbbbbbbb");
});
