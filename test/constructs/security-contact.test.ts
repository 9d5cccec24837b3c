import { expect, test } from "vitest";
import { SecurityContact } from "../../constructs/index.ts";
import { onlyResource, resourcesOf, SUBSCRIPTION_ID, stackWithProviders } from "../support/stack.ts";

const minimal = { subscriptionId: SUBSCRIPTION_ID, emails: ["soc@fabrikam.example"] };

test("with the required props it declares the complete contact of the 2023 API", () => {
  const stack = stackWithProviders();
  new SecurityContact(stack, "contact", minimal);
  expect(onlyResource(stack, "azapi_resource")).toEqual({
    type: "Microsoft.Security/securityContacts@2023-12-01-preview",
    name: "default",
    parent_id: `/subscriptions/${SUBSCRIPTION_ID}`,
    body: {
      properties: {
        emails: "soc@fabrikam.example",
        isEnabled: true,
        notificationsByRole: { roles: ["Owner"], state: "On" },
        notificationsSources: [
          { sourceType: "Alert", minimalSeverity: "Medium" },
          { sourceType: "AttackPath", minimalRiskLevel: "High" },
        ],
      },
    },
    // Emptied addresses are drift.
    ignore_missing_property: false,
  });
});

test("several addresses become one text with semicolons, as the API expects them", () => {
  const stack = stackWithProviders();
  new SecurityContact(stack, "contact", { ...minimal, emails: ["a@b.example", "c@d.example"] });
  expect(onlyResource(stack, "azapi_resource")).toMatchObject({
    body: { properties: { emails: "a@b.example;c@d.example" } },
  });
});

test("without roles the notification of roles is off", () => {
  const stack = stackWithProviders();
  new SecurityContact(stack, "contact", { ...minimal, notifyRoles: [] });
  expect(onlyResource(stack, "azapi_resource")).toMatchObject({
    body: { properties: { notificationsByRole: { roles: [], state: "Off" } } },
  });
});

test("it is optionally azurerm's resource", () => {
  const stack = stackWithProviders();
  new SecurityContact(stack, "contact", { ...minimal, phone: "+14255550100", api: "azurerm" });
  expect(onlyResource(stack, "azurerm_security_center_contact")).toEqual({
    name: "default",
    email: "soc@fabrikam.example",
    phone: "+14255550100",
    alert_notifications: true,
    alerts_to_admins: true,
  });
  expect(resourcesOf(stack, "azapi_resource")).toEqual({});
});

test.each([
  [{ emails: [] }, "securityContact.emails must have 1 to 50 addresses, got 0"],
  [{ emails: ["soc"] }, 'securityContact.emails[0] must be one e-mail address, got "soc"'],
  [{ emails: ["a@b.example;c@d.example"] }, "securityContact.emails[0] must be one e-mail address"],
  [{ emails: ["a@b.example", "A@B.example"] }, "securityContact.emails must have no duplicate addresses"],
  [{ phone: "0100" }, 'securityContact.phone must be a phone number such as +14255550100, got "0100"'],
  [{ subscriptionId: "contoso" }, 'securityContact.subscriptionId must be a GUID, got "contoso"'],
  [
    { api: "azurerm", emails: ["a@b.example", "c@d.example"] },
    "securityContact.emails must have 1 to 1 addresses, got 2",
  ],
  [
    { api: "azurerm", alertSeverity: "High" },
    'securityContact.alertSeverity must be left out with api "azurerm", got "High"',
  ],
] as const)("what Azure would refuse is refused: %o", (props, message) => {
  expect(() => new SecurityContact(stackWithProviders(), "contact", { ...minimal, ...props })).toThrow(
    message,
  );
});

test("values that only Terraform knows are accepted", () => {
  const stack = stackWithProviders();
  new SecurityContact(stack, "contact", { ...minimal, emails: ["${var.soc}"] });
  expect(onlyResource(stack, "azapi_resource")).toMatchObject({
    body: { properties: { emails: "${var.soc}" } },
  });
});

test("it can be adopted by the id of azapi's import", () => {
  const { adoptables } = new SecurityContact(stackWithProviders(), "contact", minimal);
  expect(adoptables.map(({ importId }) => importId)).toEqual([
    `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Security/securityContacts/default?api-version=2023-12-01-preview`,
  ]);
});

test.each(["+14255550100", "+1 425 555 0100", "(214)275-4038", "214.275.4038"])(
  "the phone number %s is taken as Azure takes it",
  (phone) => {
    const construct = () => new SecurityContact(stackWithProviders(), "contact", { ...minimal, phone });
    expect(construct).not.toThrow();
  },
);

test.each(["", "call me", "+1", "12345", "+1 425 555 0100 0100 0100", "(214)275-4038;x"])(
  "%j is not a phone number",
  (phone) => {
    const construct = () => new SecurityContact(stackWithProviders(), "contact", { ...minimal, phone });
    expect(construct).toThrow("securityContact.phone must be a phone number");
  },
);
