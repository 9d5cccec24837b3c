import { beforeEach, describe, expect, test } from "vitest";
import { contact } from "./bodies.ts";
import { type Client, field, refusal, SCOPE, startedClient } from "./client.ts";

const CONTACTS = `${SCOPE}/providers/Microsoft.Security/securityContacts`;
const V2017 = `${CONTACTS}/default@2017-08-01-preview`;
const V2020 = `${CONTACTS}/default@2020-01-01-preview`;
const V2023 = `${CONTACTS}/default@2023-12-01-preview`;
const OLD = { email: "soc@fabrikam.example", phone: "+1", alertNotifications: "On", alertsToAdmins: "On" };

let client: Client;
beforeEach(async () => {
  client = await startedClient();
});

const properties = async (path: string) => field((await client.arm(`GET ${path}`)).body, "properties");

test("a subscription has no contact until one is written", async () => {
  expect(await client.arm(`GET ${V2023}`)).toMatchObject(refusal(404, "ResourceNotFound"));
  expect(await client.arm(`PUT ${V2023}`, { body: contact() })).toMatchObject({ status: 201 });
  expect(await client.arm(`PUT ${V2023}`, { body: contact() })).toMatchObject({ status: 200 });
  expect(await properties(V2023)).toEqual(contact().properties);
});

test.each(["default1", "soc"])("its name is default, not %s", async (name) => {
  const answer = await client.arm(`PUT ${CONTACTS}/${name}@2023-12-01-preview`, { body: contact() });
  expect(answer).toMatchObject(refusal(400, "InvalidSecurityContactName", /'default'/));
});

describe("one contact, three shapes", () => {
  test("written in the newest shape, read in older ones", async () => {
    await client.arm(`PUT ${V2023}`, { body: contact() });
    const { emails, phone } = contact().properties;
    expect(await properties(V2017)).toEqual({
      email: emails,
      phone,
      alertNotifications: "On",
      alertsToAdmins: "On",
    });
    expect(await properties(V2020)).toMatchObject({
      emails,
      alertNotifications: { state: "On", minimalSeverity: "Medium" },
      notificationsByRole: { state: "On", roles: ["Owner"] },
    });
  });

  test("written in the old shape, read in the newest one: without attack paths", async () => {
    await client.arm(`PUT ${V2023}`, { body: contact() });
    expect(await client.arm(`PUT ${V2017}`, { body: { properties: OLD } })).toMatchObject({ status: 200 });
    expect(await properties(V2023)).toMatchObject({
      emails: "soc@fabrikam.example",
      isEnabled: true,
      notificationsSources: [{ sourceType: "Alert", minimalSeverity: "High" }],
      notificationsByRole: { state: "On", roles: ["Owner"] },
    });
  });

  test("written and read in the old shape: the same", async () => {
    await client.arm(`PUT ${V2017}`, { body: { properties: OLD } });
    expect(await properties(V2017)).toEqual(OLD);
  });

  test("disabled in the newest shape, without notifications in the older ones", async () => {
    await client.arm(`PUT ${V2023}`, { body: contact({ isEnabled: false }) });
    expect(await properties(V2017)).toMatchObject({ alertNotifications: "Off" });
    expect(await properties(V2020)).toMatchObject({ alertNotifications: { state: "Off" } });
  });
});

test("only the oldest version has PATCH, which changes the given members", async () => {
  await client.arm(`PUT ${V2017}`, { body: { properties: OLD } });
  const body = { properties: { alertsToAdmins: "Off" } };
  expect(await client.arm(`PATCH ${V2017}`, { body })).toMatchObject({ status: 200 });
  expect(await properties(V2017)).toEqual({ ...OLD, alertsToAdmins: "Off" });
  expect(await client.arm(`PATCH ${V2023}`, { body })).toMatchObject(refusal(405, "MethodNotAllowed"));
});

test.each([
  ["addresses separated by commas", V2023, { emails: "a@b.example,c@d.example" }, /separated by ';'/],
  ["an invalid address", V2023, { emails: "soc" }, /e-mail address/],
  [
    "an unknown severity",
    V2023,
    { notificationsSources: [{ sourceType: "Alert", minimalSeverity: "Critical" }] },
    /minimalSeverity/,
  ],
  ["an unknown role", V2023, { notificationsByRole: { state: "On", roles: ["Janitor"] } }, /role/],
  ["no e-mail in the old shape", V2017, { ...OLD, email: "" }, /email/],
  ["a boolean for On", V2017, { ...OLD, alertNotifications: true }, /alertNotifications/],
])("refused: %s", async (_, path, given, message) => {
  const answer = await client.arm(`PUT ${path}`, { body: { properties: given } });
  expect(answer.status).toBe(400);
  expect(field(answer.body, "error", "message")).toMatch(message);
});
