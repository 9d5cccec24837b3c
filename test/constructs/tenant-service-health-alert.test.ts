import { expect, test } from "vitest";
import { TenantServiceHealthAlert, type TenantServiceHealthAlertProps } from "../../constructs/index.ts";
import { onlyResource, resourcesOf, SUBSCRIPTION_ID, stackWithProviders } from "../support/stack.ts";

const TENANT = "22222222-2222-2222-2222-222222222222";
const GROUP = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/ag`;
const minimal = { tenantId: TENANT, actionGroupIds: [GROUP] };

function declared(props: Partial<TenantServiceHealthAlertProps> = {}) {
  const stack = stackWithProviders();
  const alert = new TenantServiceHealthAlert(stack, "alert", { ...minimal, ...props });
  return { alert, resource: onlyResource(stack, "azapi_resource"), stack };
}

test("all events of the tenant notify, from its root management group, in the form of Microsoft's sample", () => {
  expect(declared().resource).toEqual({
    type: "Microsoft.AlertsManagement/tenantActivityLogAlerts@2023-04-01-preview",
    parent_id: `/providers/Microsoft.Management/managementGroups/${TENANT}`,
    name: "csp-baseline-tenant-service-health",
    location: "global",
    ignore_casing: true,
    body: {
      properties: {
        tenantScope: TENANT,
        enabled: true,
        description: "Azure Service Health: events that affect the whole tenant",
        condition: { allOf: [{ field: "category", equals: "ServiceHealth" }] },
        actions: { actionGroups: [{ actionGroupId: GROUP }] },
      },
    },
  });
});

test("azapi declares it whichever provider is chosen, with a pinned API version where one is set", () => {
  const pinned = { "Microsoft.AlertsManagement/tenantActivityLogAlerts": "2027-01-01" } as const;
  for (const name of ["azurerm", "azapi"] as const) {
    const { alert, resource, stack } = declared({ provider: { name, apiVersions: pinned } });
    expect(resource["type"]).toBe("Microsoft.AlertsManagement/tenantActivityLogAlerts@2027-01-01");
    expect(resourcesOf(stack, "azurerm_monitor_activity_log_alert")).toEqual({});
    // Nothing of azurerm can be moved to it.
    expect(alert.adoptables[0]?.otherType).toBeUndefined();
  }
});

test("another management group stores it, and an existing rule there is found by its id", () => {
  const { alert, resource } = declared({ managementGroup: "mg-monitoring", name: "soc" });
  const parent = "/providers/Microsoft.Management/managementGroups/mg-monitoring";
  expect(resource).toMatchObject({ parent_id: parent, body: { properties: { tenantScope: TENANT } } });
  const armId = `${parent}/providers/Microsoft.AlertsManagement/tenantActivityLogAlerts/soc`;
  expect(alert.adoptables).toMatchObject([{ armId, importId: `${armId}?api-version=2023-04-01-preview` }]);
});

test("kinds of events, regions and services narrow it", () => {
  const props = {
    events: ["Incident", "Security"],
    regions: ["Global"],
    services: ["Microsoft Entra ID"],
  } as const;
  expect(declared(props).resource["body"]).toMatchObject({
    properties: {
      condition: {
        allOf: [
          { field: "category", equals: "ServiceHealth" },
          { field: "properties.impactedServices[*].ImpactedRegions[*].RegionName", containsAny: ["Global"] },
          {
            anyOf: [
              { field: "properties.incidentType", equals: "Incident" },
              { field: "properties.incidentType", equals: "Security" },
            ],
          },
          { field: "properties.impactedServices[*].ServiceName", containsAny: ["Microsoft Entra ID"] },
        ],
      },
    },
  });
});

test("all values that Azure rejects are rejected at once", () => {
  const construct = () =>
    declared({
      tenantId: "contoso",
      managementGroup: "mg.",
      name: "a b",
      events: [],
      actionGroupIds: ["ag"],
    });
  expect(construct).toThrow('tenantServiceHealth.tenantId must be a GUID, got "contoso"');
  expect(construct).toThrow("tenantServiceHealth.managementGroup must be the id of a management group");
  expect(construct).toThrow("tenantServiceHealth.name must have only letters, digits,");
  expect(construct).toThrow("tenantServiceHealth.events must name at least 1 of Incident");
  expect(construct).toThrow("tenantServiceHealth.actionGroupIds[0] must be the ARM resource id");
  expect(() => declared({ actionGroupIds: [] })).toThrow("actionGroupIds must have 1 to 5 ids, got 0");
  expect(() => declared({ managementGroup: "m".repeat(91) })).toThrow("between 1 and 90 characters");
});
