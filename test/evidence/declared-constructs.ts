import fc from "fast-check";
import type { TerraformStack } from "#engine";
import type { Adoptable } from "../../constructs/adoptable.ts";
import {
  ACTIVITY_LOG_CATEGORIES,
  ActionGroup,
  ActivityLogAlerts,
  ActivityLogExport,
  Budget,
  CostAnomalyAlert,
  DEFENDER_PLANS,
  DefenderPlans,
  ENTRA_LOG_CATEGORIES,
  EntraLogExport,
  PolicyAssignments,
  ResourceHealthAlert,
  SERVICE_HEALTH_EVENTS,
  SecurityContact,
  ServiceHealthAlert,
  SubscriptionBaseline,
  TenantServiceHealthAlert,
} from "../../constructs/index.ts";

import {
  alert,
  budgetFilter,
  destination,
  email,
  emails,
  filters,
  GROUP,
  maybe,
  OTHER_RECEIVERS,
  otherDestination,
  ownAssignment,
  resourceFilters,
  some,
  subscriptionId,
  tags,
  thresholds,
  WORKSPACE,
  word,
} from "./arbitraries.ts";

export type Provider = { readonly provider: "azapi" | "azurerm" };
export type Declare = (
  stack: TerraformStack,
  provider: Provider,
) => { readonly adoptables: readonly Adoptable[] };

/** Each construct with arbitrary props. */
export const CONSTRUCTS: Readonly<Record<string, fc.Arbitrary<Declare>>> = {
  ActionGroup: fc
    .record({
      emails: emails(1),
      others: maybe(OTHER_RECEIVERS),
      props: maybe({ tags, name: word, shortName: word }),
    })
    .map(
      ({ emails: addresses, others, props }): Declare =>
        (stack, provider) =>
          new ActionGroup(stack, "construct", {
            ...provider,
            ...props,
            ...others,
            subscriptionId,
            resourceGroup: "rg",
            emails: addresses,
          }),
    ),
  ActivityLogAlerts: fc
    .record({
      alert,
      narrowed: maybe({ ...filters, ...resourceFilters, caller: email }),
      operations: fc.uniqueArray(word, { minLength: 1, maxLength: 4 }),
    })
    .map(
      ({ alert: props, narrowed, operations }): Declare =>
        (stack, provider) =>
          new ActivityLogAlerts(stack, "construct", {
            ...provider,
            ...props,
            ...narrowed,
            operations: operations.map((name) => `Microsoft.${name}/things/write`),
          }),
    ),
  ActivityLogExport: fc
    .record({
      destination: fc.oneof(destination, otherDestination),
      props: maybe({ name: word, categories: some(ACTIVITY_LOG_CATEGORIES) }),
    })
    .map(
      ({ destination: to, props }): Declare =>
        (stack, provider) =>
          new ActivityLogExport(stack, "construct", { ...provider, ...props, ...to, subscriptionId }),
    ),
  Budget: fc
    .record({
      amount: fc.integer({ min: 1, max: 1_000_000 }),
      emails: emails(1),
      props: maybe({
        actual: thresholds,
        forecasted: thresholds,
        name: word,
        actionGroupIds: fc.constant([GROUP]),
        startMonth: fc.constantFrom("2026-12", "2030-01"),
        contactRoles: some(["Owner", "Reader"]),
        timeGrain: fc.constantFrom("Monthly" as const, "Quarterly" as const, "BillingAnnual" as const),
        filter: budgetFilter,
      }),
    })
    .map(
      ({ amount, emails: addresses, props }): Declare =>
        (stack, provider) =>
          new Budget(stack, "construct", {
            ...provider,
            ...props,
            subscriptionId,
            amount,
            emails: addresses,
          }),
    ),
  CostAnomalyAlert: fc
    .record({
      emails: emails(1),
      props: maybe({ name: word, displayName: word, subject: word, message: word, notificationEmail: email }),
    })
    .map(
      ({ emails: addresses, props }): Declare =>
        (stack, provider) =>
          new CostAnomalyAlert(stack, "construct", {
            ...provider,
            ...props,
            subscriptionId,
            emails: addresses,
          }),
    ),
  DefenderPlans: fc
    .dictionary(
      fc.constantFrom(...DEFENDER_PLANS),
      fc.oneof(
        fc.constantFrom({ tier: "Free" as const }, { tier: "Standard" as const }),
        word.map((subplan) => ({ tier: "Standard" as const, subplan })),
        fc
          .dictionary(
            word,
            fc.oneof(fc.constant(true as const), fc.dictionary(word, word, { minKeys: 1, maxKeys: 2 })),
            {
              minKeys: 1,
              maxKeys: 3,
            },
          )
          .map((extensions) => ({ tier: "Standard" as const, extensions })),
      ),
      { minKeys: 1 },
    )
    .map(
      (plans): Declare =>
        (stack, provider) =>
          new DefenderPlans(stack, "construct", { ...provider, subscriptionId, plans }),
    ),
  EntraLogExport: fc
    .record({ destination, props: maybe({ name: word, categories: some(ENTRA_LOG_CATEGORIES) }) })
    .map(
      ({ destination: to, props }): Declare =>
        (stack, provider) =>
          new EntraLogExport(stack, "construct", { ...provider, ...props, ...to }),
    ),
  PolicyAssignments: fc
    .record({ builtIn: fc.boolean(), own: fc.array(ownAssignment, { minLength: 1, maxLength: 3 }) })
    .map(
      ({ builtIn, own }): Declare =>
        (stack, provider) =>
          new PolicyAssignments(stack, "construct", {
            ...provider,
            subscriptionId,
            builtIn,
            own: own.map((one, index) => ({ ...one, name: `own-${index}` })),
          }),
    ),
  ResourceHealthAlert: fc
    .record({
      alert,
      props: maybe({
        name: word,
        current: some(["Available", "Degraded", "Unavailable", "Unknown"] as const),
        previous: some(["Available", "Unknown"] as const),
        causes: some(["PlatformInitiated", "UserInitiated", "Unknown"] as const),
        ...filters,
        ...resourceFilters,
      }),
    })
    .map(
      ({ alert: shared, props }): Declare =>
        (stack, provider) =>
          new ResourceHealthAlert(stack, "construct", { ...provider, ...shared, ...props }),
    ),
  SecurityContact: fc
    .record({
      emails: emails(1),
      props: maybe({
        phone: fc.constant("+14255550100"),
        alertSeverity: fc.constantFrom("Low" as const, "Medium" as const, "High" as const),
        attackPathRisk: fc.constantFrom("Low" as const, "Critical" as const),
        notifyRoles: fc.subarray(["Owner", "Contributor"] as const),
      }),
    })
    .map(
      ({ emails: addresses, props }): Declare =>
        (stack, provider) =>
          new SecurityContact(stack, "construct", {
            ...provider,
            ...props,
            subscriptionId,
            emails: addresses,
          }),
    ),
  ServiceHealthAlert: fc
    .record({
      alert,
      props: maybe({
        name: word,
        events: some(SERVICE_HEALTH_EVENTS),
        regions: some(["West Europe", "Global", "North Europe"]),
        services: some(["Virtual Machines", "SQL Database"]),
        ...filters,
      }),
    })
    .map(
      ({ alert: shared, props }): Declare =>
        (stack, provider) =>
          new ServiceHealthAlert(stack, "construct", { ...provider, ...shared, ...props }),
    ),
  TenantServiceHealthAlert: fc
    .record({
      alert: fc.record({ tenantId: fc.uuid(), actionGroupIds: fc.constant([GROUP]) }),
      props: maybe({
        name: word,
        managementGroup: word,
        tags,
        events: some(SERVICE_HEALTH_EVENTS),
        regions: some(["West Europe", "Global"]),
        services: some(["Microsoft Entra ID"]),
      }),
    })
    .map(
      ({ alert: shared, props }): Declare =>
        (stack, provider) =>
          new TenantServiceHealthAlert(stack, "construct", { ...provider, ...shared, ...props }),
    ),
  SubscriptionBaseline: fc
    .record({
      emails: emails(1),
      operations: emails(1),
      amount: fc.integer({ min: 1, max: 9999 }),
      tags,
      on: fc.boolean(),
    })
    .map(
      ({ amount, emails: addresses, on, operations, tags: named }): Declare =>
        (stack, provider) =>
          new SubscriptionBaseline(stack, "construct", {
            ...provider,
            subscriptionId,
            location: "westeurope",
            tags: named,
            contacts: {
              security: { emails: addresses },
              billing: { emails: addresses },
              operations: { emails: operations },
            },
            budget: { amount },
            policyAssignments: on,
            activityLogExport: on ? { workspaceId: WORKSPACE } : false,
            defenderPlans: on ? { KeyVaults: { tier: "Standard" } } : false,
            extraBudgets: on
              ? [{ name: "shop", amount, filter: { dimensions: { ResourceGroupName: ["rg-shop"] } } }]
              : [],
            serviceHealth: on
              ? { extra: [{ name: "europe", regions: ["West Europe"], levels: ["Critical"] }] }
              : {},
            resourceHealth: on
              ? { extra: [{ name: "sql", resourceTypes: ["Microsoft.Sql/servers"] }] }
              : true,
            activityLogAlerts: on
              ? {
                  extra: [
                    {
                      name: "failed",
                      operations: ["Microsoft.KeyVault/vaults/delete"],
                      statuses: ["Failed"],
                    },
                  ],
                }
              : true,
            ownPolicyAssignments: on
              ? [{ name: "tags", definitionId: "/providers/Microsoft.Authorization/policyDefinitions/tags" }]
              : [],
          }),
    ),
};
