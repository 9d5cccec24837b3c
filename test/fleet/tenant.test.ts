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

describe("the Service Health alert of a customer's tenant", () => {
  const alert = (settings: string) => `tenantBaseline: { serviceHealthAlert: ${settings} }\n`;
  const settings = (customer: string, partner = "") =>
    loaded(fleet(APP + customer, partner)).fleet.tenants[0]?.serviceHealthAlert;
  const OWN = `${GROUP}/Microsoft.Insights/actionGroups/ag-soc`;

  test("is stored in the root management group and notifies the first subscription's action group", () => {
    const [tenant] = loaded(fleet(APP + alert("{}"))).fleet.tenants;
    expect(tenant?.serviceHealthAlert).toEqual({
      managementGroup: tenant?.customer.tenantId,
      actionGroupId: `/subscriptions/${tenant?.subscription.id}/resourceGroups/${tenant?.subscription.baseline.resourceGroup}/providers/Microsoft.Insights/actionGroups/ag-csp-baseline`,
    });
    expect(tenant?.entraLogExport).toBeUndefined();
    expect(tenant?.position()).toMatchObject({ line: CUSTOMER.split("\n").length + 1 });
  });

  test("is off by default, and where the customer switches it off", () => {
    expect(settings(wants(`{ workspaceId: ${WORKSPACE} }`))).toBeUndefined();
    expect(settings(alert("false"), alert("{}"))).toBeUndefined();
    expect(settings("", alert("{}"))).toBeDefined();
    const beside = `tenantBaseline: { entraLogExport: { workspaceId: ${WORKSPACE} }, serviceHealthAlert: false }\n`;
    expect(settings(beside, alert("{}"))).toBe(false);
  });

  test("has another action group and management group where the fleet names them", () => {
    const both = `{ actionGroupId: ${OWN.toUpperCase().replace("AG-SOC", "ag-soc")}, managementGroup: mg-monitoring }`;
    expect(settings(alert(both))).toEqual({
      actionGroupId: OWN.replace("rg-logs", "RG-LOGS"),
      managementGroup: "mg-monitoring",
    });
    const inherited = settings(
      alert("{ managementGroup: false }"),
      alert("{ managementGroup: mg-monitoring }"),
    );
    expect(inherited).toMatchObject({ managementGroup: "22222222-2222-2222-2222-222222222222" });
  });

  test("has a position of its own beside the export", () => {
    const text = `${APP}tenantBaseline:\n  serviceHealthAlert: {}\n  entraLogExport: { workspaceId: ${WORKSPACE} }\n`;
    const [tenant] = loaded(fleet(text)).fleet.tenants;
    const line = (setting?: "entraLogExport" | "serviceHealthAlert") => tenant?.position(setting).line ?? 0;
    expect(line("entraLogExport") - line("serviceHealthAlert")).toBe(1);
    expect(line()).toBe(line("entraLogExport"));
  });

  test("needs access to the customer's tenant, which Lighthouse does not give", () => {
    const line = CUSTOMER.split("\n").length;
    expect(problemsOf(fleet(alert("{}")))).toEqual([
      `customers/contoso.yaml:${line}:19 tenantBaseline.serviceHealthAlert: tenantBaseline.serviceHealthAlert needs access model customer-app: a Lighthouse delegation does not cover management groups. Where the customer has no application for the partner, write tenantBaseline: { serviceHealthAlert: false }.`,
    ]);
  });

  test("needs an action group: an exception of the first subscription's leaves none", () => {
    const needy = ["action-group", "service-health-alert", "activity-log-alerts", "resource-health-alert"];
    const exception = `exceptions:\n${needy
      .map(
        (control) =>
          `  - { control: ${control}, reason: The customer has its own tools, approvedBy: bob@fabrikam.example, expires: 2027-03-31 }\n`,
      )
      .join("")}`;
    const [problem, ...more] = problemsOf(fleet(APP + alert("{}") + exception));
    expect(problem).toContain(
      "tenantBaseline.serviceHealthAlert: tenantBaseline.serviceHealthAlert has no action group to notify",
    );
    expect(problem).toContain("Write its actionGroupId");
    expect(more).toEqual([]);
    expect(problemsOf(fleet(`${APP}${alert(`{ actionGroupId: ${OWN} }`)}${exception}`))).toEqual([]);
  });

  test("names what Azure would reject", () => {
    const wrong = "{ actionGroupId: ag-soc, managementGroup: Contoso., name: x }";
    const problems = problemsOf(fleet(APP + alert(wrong))).join("\n");
    expect(problems).toContain("must be the resource id of a Microsoft.Insights actionGroups resource");
    expect(problems).toContain("must be the id of a management group");
    expect(problems).toContain("name: unknown key");
  });
});
