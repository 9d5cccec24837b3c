import { expect, test } from "vitest";
import { EntraLogExport, type EntraLogExportProps } from "../../constructs/index.ts";
import { onlyResource, stackWithProviders } from "../support/stack.ts";

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-logs";
const WORKSPACE = `${SUBSCRIPTION}/providers/Microsoft.OperationalInsights/workspaces/logs`;
const ACCOUNT = `${SUBSCRIPTION}/providers/Microsoft.Storage/storageAccounts/contosologs`;
const TYPE = "azurerm_monitor_aad_diagnostic_setting";

function resourceOf(props: EntraLogExportProps) {
  const stack = stackWithProviders();
  new EntraLogExport(stack, "export", props);
  return onlyResource(stack, TYPE);
}

test("audit logs and all kinds of sign-ins are exported, without a retention, which Azure no longer accepts", () => {
  expect(resourceOf({ workspaceId: WORKSPACE })).toEqual({
    name: "csp-baseline-entra-logs",
    log_analytics_workspace_id: WORKSPACE,
    enabled_log: [
      { category: "AuditLogs" },
      { category: "SignInLogs" },
      { category: "NonInteractiveUserSignInLogs" },
      { category: "ServicePrincipalSignInLogs" },
      { category: "ManagedIdentitySignInLogs" },
    ],
  });
});

test("destination, categories and name can be chosen", () => {
  const props = { storageAccountId: ACCOUNT, categories: ["AuditLogs", "RiskyUsers"], name: "soc" } as const;
  expect(resourceOf(props)).toEqual({
    name: "soc",
    storage_account_id: ACCOUNT,
    enabled_log: [{ category: "AuditLogs" }, { category: "RiskyUsers" }],
  });
});

test("all values that Azure rejects are rejected at once", () => {
  const construct = () => resourceOf({ workspaceId: "logs", categories: [], name: "a/b" });
  expect(() => resourceOf({})).toThrow(
    "entraLogExport.workspaceId must be set where storageAccountId is not, got undefined",
  );
  expect(construct).toThrow(
    'entraLogExport.workspaceId must be the ARM resource id of a Microsoft.OperationalInsights/workspaces, got "logs"',
  );
  expect(construct).toThrow("entraLogExport.name must have none of");
  expect(construct).toThrow("entraLogExport.categories must name at least 1 of AuditLogs");
  const unknown = () =>
    Reflect.construct(EntraLogExport, [
      stackWithProviders(),
      "export",
      { workspaceId: WORKSPACE, categories: ["Audit"] },
    ]);
  expect(unknown).toThrow("entraLogExport.categories[0] must be one of AuditLogs,");
});
