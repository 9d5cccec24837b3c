import { describe, expect, test } from "vitest";
import { App } from "#engine";
import { renderStack } from "../../src/engine/render.ts";
import type { Fleet } from "../../src/fleet/index.ts";
import { SubscriptionStack } from "../../stacks/index.ts";
import { CONTOSO, fleetOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const EVERYTHING = PARTNER.replace(
  "baseline:",
  `baseline:
  activityLogExport: { storageAccountId: /subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/rg-logs/providers/Microsoft.Storage/storageAccounts/fabrikamlogs }
  defenderPlans: { VirtualMachines: { tier: Standard, subplan: P2 } }
  policyAssignments: true`,
);

interface StackJson {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  readonly data: Record<string, Record<string, Record<string, unknown>>>;
  readonly provider: Record<string, Record<string, unknown>[]>;
  readonly terraform: {
    backend?: Record<string, Record<string, unknown>>;
    cloud?: unknown;
    required_version: string;
  };
  readonly import: { for_each: string; to: string; id: string }[];
}

/** The first subscription's stack as JSON. */
function stackOf(fleet: Fleet): StackJson {
  const [subscription] = fleet.subscriptions;
  if (subscription === undefined) throw new Error("the fleet is empty");
  const app = new App({ outdir: temporaryFolder(), stackTraces: false });
  const { errors, json } = renderStack(new SubscriptionStack(app, { fleet, subscription }));
  expect(errors).toEqual([]);
  return json as unknown as StackJson;
}

function addresses(stack: StackJson): string[] {
  return Object.entries(stack.resource)
    .flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`))
    .sort();
}

test("activityLogAlerts.delegations adds two alerts and changes no other resource", () => {
  const on = PARTNER.replace("baseline:", "baseline:\n  activityLogAlerts: { delegations: true }");
  const before = addresses(stackOf(fleetOf({ partner: PARTNER })));
  const alert = "azurerm_monitor_activity_log_alert.activity_managed_services_registration_assignments";
  const stack = stackOf(fleetOf({ partner: on }));
  expect(addresses(stack)).toEqual([...before, `${alert}_delete`, `${alert}_write`].sort());
  const name = "activity_managed_services_registration_assignments_delete";
  expect(stack.resource["azurerm_monitor_activity_log_alert"]?.[name]).toMatchObject({
    criteria: { operation_name: "Microsoft.ManagedServices/registrationAssignments/delete" },
    scopes: ["/subscriptions/00000000-0000-0000-0000-000000000001"],
  });
});

test("addresses are fixed: a changed one would destroy and create its resource in every subscription", () => {
  expect(addresses(stackOf(fleetOf({ partner: EVERYTHING })))).toMatchInlineSnapshot(`
    [
      "azapi_resource.security_contact",
      "azurerm_consumption_budget_subscription.budget",
      "azurerm_cost_anomaly_alert.cost_anomaly",
      "azurerm_monitor_action_group.action_group",
      "azurerm_monitor_activity_log_alert.activity_authorization_policy_assignments_delete",
      "azurerm_monitor_activity_log_alert.activity_authorization_policy_assignments_write",
      "azurerm_monitor_activity_log_alert.activity_authorization_role_assignments_delete",
      "azurerm_monitor_activity_log_alert.activity_authorization_role_assignments_write",
      "azurerm_monitor_activity_log_alert.activity_network_network_security_groups_delete",
      "azurerm_monitor_activity_log_alert.activity_network_network_security_groups_write",
      "azurerm_monitor_activity_log_alert.activity_network_public_ip_addresses_delete",
      "azurerm_monitor_activity_log_alert.activity_network_public_ip_addresses_write",
      "azurerm_monitor_activity_log_alert.activity_security_security_solutions_delete",
      "azurerm_monitor_activity_log_alert.activity_security_security_solutions_write",
      "azurerm_monitor_activity_log_alert.activity_sql_servers_firewall_rules_delete",
      "azurerm_monitor_activity_log_alert.activity_sql_servers_firewall_rules_write",
      "azurerm_monitor_activity_log_alert.resource_health",
      "azurerm_monitor_activity_log_alert.service_health",
      "azurerm_monitor_diagnostic_setting.activity_log_export",
      "azurerm_resource_group.resource_group",
      "azurerm_security_center_subscription_pricing.defender_virtual_machines",
      "azurerm_subscription_policy_assignment.policy_0b15565f",
      "azurerm_subscription_policy_assignment.policy_3b980d31",
      "azurerm_subscription_policy_assignment.policy_4f4f78b8",
      "azurerm_subscription_policy_assignment.policy_6e2593d9",
      "azurerm_subscription_policy_assignment.policy_b954148f",
      "azurerm_subscription_policy_assignment.policy_c5447c04",
    ]
  `);
});

test("existing resources are listed once for each type, and only ids are kept of the answer", () => {
  const lists = Object.values(stackOf(fleetOf({ partner: EVERYTHING })).data["azapi_resource_list"] ?? {});
  const types = lists.map(({ type }) => type);
  expect(new Set(types).size).toBe(types.length);
  expect(types).toHaveLength(9);
  expect(new Set(lists.map((list) => JSON.stringify(list["response_export_values"])))).toEqual(
    new Set(['{"ids":"value[].id"}', `{"ids":"value[?properties.pricingTier != 'Free'].id"}`]),
  );
});

test("every resource has an import block", () => {
  const stack = stackOf(fleetOf({ partner: EVERYTHING }));
  expect(stack.import.map(({ to }) => to).sort()).toEqual(addresses(stack));
  expect(stack.terraform.required_version).toBe(">= 1.7.0");
});

test("the import id is in the provider's casing, and compared without case", () => {
  const [contact] = stackOf(fleetOf()).import;
  expect(contact).toEqual({
    for_each:
      "${toset([for id in compact(flatten([data.azapi_resource_list.existing_security_contacts.output.ids])) : " +
      '"/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Security/securityContacts/default?api-version=2023-12-01-preview"' +
      ' if trimprefix(lower(id), "/") == "subscriptions/00000000-0000-0000-0000-000000000001/providers/microsoft.security/securitycontacts/default"])}',
    to: "azapi_resource.security_contact",
    id: "${each.value}",
  });
});

test("a diagnostic setting is found by its name, because Azure lists it under another provider", () => {
  const setting = stackOf(fleetOf({ partner: EVERYTHING })).import.find(({ to }) =>
    to.includes("diagnostic_setting"),
  );
  expect(setting?.for_each).toContain(
    'if endswith(lower(id), "/diagnosticsettings/csp-baseline-activity-log")',
  );
});

describe("providers", () => {
  const SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";

  test("with Lighthouse they authenticate in the partner's tenant", () => {
    const identity = { subscription_id: SUBSCRIPTION, tenant_id: "11111111-1111-1111-1111-111111111111" };
    expect(stackOf(fleetOf()).provider).toEqual({
      azurerm: [{ ...identity, features: [{}], resource_provider_registrations: "none" }],
      azapi: [{ ...identity, skip_provider_registration: true }],
    });
  });

  test("with a customer app they authenticate in the customer's tenant", () => {
    const contoso = CONTOSO.replace("subscriptions:", "access: { model: customer-app }\nsubscriptions:");
    const identity = { subscription_id: SUBSCRIPTION, tenant_id: "22222222-2222-2222-2222-222222222222" };
    expect(stackOf(fleetOf({ contoso })).provider).toMatchObject({ azurerm: [identity], azapi: [identity] });
  });
});

describe("state", () => {
  const KEY = "22222222-2222-2222-2222-222222222222/00000000-0000-0000-0000-000000000001.tfstate";

  test("is kept beside the output folder by default, with the same path on every machine", () => {
    expect(stackOf(fleetOf()).terraform.backend).toEqual({ local: { path: `../../../tfstate/${KEY}` } });
  });

  test("is kept in the partner's storage account when the fleet configures it", () => {
    const backend =
      "backend: { type: azurerm, resourceGroupName: rg-state, storageAccountName: fabrikamstate, containerName: tfstate }";
    const partner = PARTNER.replace("backend: { type: local }", backend);
    expect(stackOf(fleetOf({ partner })).terraform.backend).toEqual({
      azurerm: {
        resource_group_name: "rg-state",
        storage_account_name: "fabrikamstate",
        container_name: "tfstate",
        key: KEY,
        tenant_id: "11111111-1111-1111-1111-111111111111",
        use_azuread_auth: true,
      },
    });
  });

  test("is kept in its own workspace in HCP Terraform when the fleet configures it", () => {
    const partner = PARTNER.replace(
      "backend: { type: local }",
      "backend: { type: cloud, organization: fabrikam }",
    );
    expect(stackOf(fleetOf({ partner })).terraform.cloud).toMatchObject({
      organization: "fabrikam",
      workspaces: { name: "csp-baseline-00000000-0000-0000-0000-000000000001" },
    });
  });
});
