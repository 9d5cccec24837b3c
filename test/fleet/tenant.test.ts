import { describe, expect, test } from "vitest";
import { CUSTOMER, loaded, PARTNER, problemsOf } from "./fleet-folder.ts";

const GROUP = "/subscriptions/00000000-0000-0000-0000-000000000009/resourceGroups/rg-logs/providers";
const WORKSPACE = `${GROUP}/Microsoft.OperationalInsights/workspaces/logs`;
const ACCOUNT = `${GROUP}/Microsoft.Storage/storageAccounts/contosologs`;
const APP = "access: { model: customer-app }\n";

/** The key in a customer's file, and in the partner's. */
function fleet(customer: string, partner = "") {
  return { "partner.yaml": PARTNER + partner, "customers/contoso.yaml": CUSTOMER + customer };
}

const wants = (settings: string) => `tenantBaseline: { entraLogExport: ${settings} }\n`;

describe("the tenant of a customer", () => {
  test("is not configured by default", () => {
    expect(loaded(fleet(APP)).fleet.tenants).toEqual([]);
    expect(loaded(fleet(APP + wants("false"))).fleet.tenants).toEqual([]);
  });

  test("exports its logs to the customer's destination, with the usual categories", () => {
    const [tenant] = loaded(fleet(APP + wants(`{ workspaceId: ${WORKSPACE} }`))).fleet.tenants;
    expect(tenant).toMatchObject({
      id: `tenant-${tenant?.customer.tenantId}`,
      name: "tenant",
      customer: { key: "contoso" },
      entraLogExport: {
        workspaceId: WORKSPACE,
        categories: expect.arrayContaining(["AuditLogs", "SignInLogs", "ServicePrincipalSignInLogs"]),
      },
    });
    expect(tenant?.subscription).toBe(tenant?.customer.subscriptions[0]);
    expect(tenant?.position()).toMatchObject({ line: CUSTOMER.split("\n").length + 1 });
  });

  test("inherits the partner's setting, and may override or switch it off", () => {
    const partner = wants(`{ workspaceId: ${WORKSPACE}, categories: [AuditLogs, SignInLogs] }`);
    const exported = (customer: string) => loaded(fleet(APP + customer, partner)).fleet.tenants[0];
    expect(exported("")?.entraLogExport).toEqual({
      workspaceId: WORKSPACE,
      categories: ["AuditLogs", "SignInLogs"],
    });
    expect(exported("")?.position()).toMatchObject({ line: 1 });
    expect(exported(wants(`{ workspaceId: false, storageAccountId: ${ACCOUNT} }`))?.entraLogExport).toEqual({
      storageAccountId: ACCOUNT,
      categories: ["AuditLogs", "SignInLogs"],
    });
    expect(exported(wants("false"))).toBeUndefined();
  });

  test("is not covered by a Lighthouse delegation, whichever layer configures it", () => {
    const asks = wants(`{ workspaceId: ${WORKSPACE} }`);
    const line = CUSTOMER.split("\n").length;
    expect(problemsOf(fleet(asks))).toEqual([
      `customers/contoso.yaml:${line}:19 tenantBaseline.entraLogExport: tenantBaseline.entraLogExport needs access model customer-app: a Lighthouse delegation does not cover Entra. Where the customer has no application for the partner, write tenantBaseline: { entraLogExport: false }.`,
    ]);
    expect(problemsOf(fleet("", asks))[0]).toMatch(/^customers\/contoso\.yaml:1:\d+ customer: .* Lighthouse/);
    expect(problemsOf(fleet(wants("false"), asks))).toEqual([]);
  });

  test("needs a destination and both required logs", () => {
    expect(problemsOf(fleet(APP + wants("{}")))).toMatchObject([
      expect.stringContaining("must have a workspaceId or a storageAccountId"),
    ]);
    const audit = wants(`{ workspaceId: ${WORKSPACE}, categories: [AuditLogs] }`);
    expect(problemsOf(fleet(APP + audit))).toMatchObject([
      expect.stringContaining("must have AuditLogs and SignInLogs: SignInLogs would not be exported"),
    ]);
    const unknown = wants(`{ workspaceId: ${WORKSPACE}, categories: [AuditLog] }`);
    expect(problemsOf(fleet(APP + unknown))[0]).toContain("tenantBaseline.entraLogExport.categories[0]");
  });

  test("needs a subscription, for azurerm", () => {
    const [head] = CUSTOMER.split("subscriptions:");
    const files = fleet("");
    files["customers/contoso.yaml"] = `${head}${APP}${wants(`{ workspaceId: ${WORKSPACE} }`)}`;
    expect(problemsOf(files)).toMatchObject([
      expect.stringContaining("needs a subscription of the customer"),
    ]);
  });

  test("is configured by one of the customers that share it", () => {
    const asks = APP + wants(`{ workspaceId: ${WORKSPACE} }`);
    const twin = CUSTOMER.replace("customer: contoso", "customer: twin").replaceAll(
      /(id: )[0-9a-f-]{36}/g,
      "$100000000-0000-0000-0000-0000000000ff",
    );
    const files = { ...fleet(asks), "customers/twin.yaml": twin + asks };
    expect(problemsOf(files)).toMatchObject([expect.stringContaining("is set for the same tenant at")]);
  });
});
