import { describe, expect, test } from "vitest";
import {
  actionsIn,
  azurePlanJson,
  changeOf,
  fleetFor,
  guid,
  type Json,
  planFile,
  reviewOne,
  reviewPlans,
  statuses,
} from "../support/plan.ts";

const CONTACT = "azapi_resource.security_contact";
const GROUP = "azurerm_monitor_action_group.operations";
const A = guid(1);
const B = guid(2);

function configured(plan: Json, address: string): Json {
  return plan.configuration.root_module.resources.find((one: Json) => one.address === address);
}

/** Sets this `subscription_id` on both default providers, or none. */
function withProvider(plan: Json, subscription: Json): Json {
  for (const key of ["azurerm", "azapi"]) {
    const { expressions } = plan.configuration.provider_config[key];
    if (subscription === undefined) delete expressions.subscription_id;
    else expressions.subscription_id = subscription;
  }
  return plan;
}

/** Adds a data source that the plan has read. */
function withData(plan: Json, type: string, values: Json, expressions: Json = {}): Json {
  plan.prior_state ??= { format_version: "1.0", values: { root_module: { resources: [] } } };
  plan.prior_state.values ??= { root_module: {} };
  plan.prior_state.values.root_module ??= {};
  plan.prior_state.values.root_module.resources ??= [];
  plan.prior_state.values.root_module.resources.push({
    ...{ address: `data.${type}.it`, mode: "data", type, name: "it", values },
  });
  plan.configuration.root_module.resources.push({
    ...{ address: `data.${type}.it`, mode: "data", type, name: "it", expressions },
    provider_config_key: type.startsWith("azapi") ? "azapi" : "azurerm",
  });
  return plan;
}

describe("a resource whose own scope is known only after the apply", () => {
  function moved(attribute: string, address: string): Json {
    const plan = azurePlanJson("01-create");
    const { change } = changeOf(plan, address);
    delete change.after[attribute];
    change.after_unknown = { ...change.after_unknown, [attribute]: true };
    configured(plan, address).expressions[attribute] = { references: ["azurerm_subscription.new.id"] };
    return plan;
  }

  test.each([
    ["parent_id", CONTACT, "security-contact"],
    ["subscription_id", "azurerm_consumption_budget_subscription.monthly", "budget"],
  ])("does not count for its provider's subscription: %s", (attribute, address, control) => {
    const [prod] = reviewPlans(fleetFor([A]), [planFile(moved(attribute, address))]).subscriptions;
    const finding = prod?.findings.find((one) => one.control === control);
    expect(finding).toMatchObject({ status: "unknown", resource: address });
    expect(finding?.message).toContain("does not say which subscription");
  });

  test("belongs to its provider's subscription if no argument sets the scope", () => {
    const plan = moved("subscription_id", "azurerm_cost_anomaly_alert.anomaly");
    delete configured(plan, "azurerm_cost_anomaly_alert.anomaly").expressions.subscription_id;
    expect(statuses(reviewOne(A, plan))["cost-anomaly-alert"]).toBe("pass");
  });

  test("does not affect a resource with a known subscription", () => {
    const plan = azurePlanJson("02-no-op");
    const other = JSON.parse(JSON.stringify(changeOf(azurePlanJson("01-create"), CONTACT)));
    Object.assign(other, { address: `${CONTACT}_new`, name: "security_contact_new" });
    delete other.change.after.parent_id;
    other.change.after.body.properties.emails = "else@x.example";
    other.change.after_unknown = { parent_id: true };
    plan.resource_changes.push(other);
    expect(statuses(reviewOne(A, plan))["security-contact"]).toBe("pass");
  });
});

describe("a provider without a subscription", () => {
  test.each([
    ["azurerm_subscription", { id: `/subscriptions/${A}`, subscription_id: A }],
    ["azurerm_client_config", { subscription_id: A, tenant_id: guid(7) }],
    ["azapi_client_config", { subscription_id: A }],
  ])("is resolved by %s", (type, values) => {
    const plan = withData(withProvider(azurePlanJson("01-create"), undefined), type, values);
    expect(statuses(reviewOne(A, plan))).toMatchObject({
      "action-group": "pass",
      "service-health-alert": "pass",
    });
  });

  test("is not resolved by a data source of a named subscription", () => {
    const plan = withData(
      withProvider(azurePlanJson("01-create"), undefined),
      "azurerm_subscription",
      { id: `/subscriptions/${A}`, subscription_id: A },
      { subscription_id: { constant_value: A } },
    );
    expect(statuses(reviewOne(A, plan))["action-group"]).toBe("unknown");
  });

  test("is not resolved by resources whose ids cross scopes", () => {
    const plan = withProvider(azurePlanJson("01-create"), undefined);
    plan.prior_state = {
      values: {
        root_module: {
          resources: [
            {
              ...{ address: "azurerm_consumption_budget_subscription.old", mode: "managed", name: "old" },
              type: "azurerm_consumption_budget_subscription",
              values: { id: `/subscriptions/${A}/providers/Microsoft.Consumption/budgets/old` },
            },
          ],
        },
      },
    };
    expect(statuses(reviewOne(A, plan))["action-group"]).toBe("unknown");
  });

  test("is resolved by resources that are always in its subscription, if all agree", () => {
    const group = (name: string, subscription: string) => ({
      ...{ address: `azurerm_resource_group.${name}`, mode: "managed", name, type: "azurerm_resource_group" },
      values: { id: `/subscriptions/${subscription}/resourceGroups/${name}` },
    });
    const status = (...resources: Json[]) => {
      const plan = withProvider(azurePlanJson("01-create"), undefined);
      plan.prior_state = { values: { root_module: { resources } } };
      return statuses(reviewOne(A, plan))["action-group"];
    };
    expect(status(group("one", A), group("two", A))).toBe("pass");
    expect(status(group("one", A), group("two", B))).toBe("unknown");
  });

  test.each<[string, Json]>([
    ["a local", { references: ["local.subscription"] }],
    ["a variable without a value", { references: ["var.subscription"] }],
    ["an instance of OpenTofu's for_each", { references: ["each.value"] }],
    ["a data source that was not read", { references: ["data.azurerm_subscription.x.subscription_id"] }],
    ["an expression", { constant_value: "${upper(local.subscription)}" }],
  ])("by %s has no subscription", (_, expression) => {
    const plan = withProvider(azurePlanJson("01-create"), expression);
    const review = reviewPlans(fleetFor([A]), [planFile(plan)]);
    expect(statuses(review.subscriptions[0] ?? reviewOne(A, plan))["action-group"]).toBe("unknown");
  });

  test("by a data source that was read has its subscription", () => {
    const plan = withProvider(azurePlanJson("01-create"), {
      references: ["data.azurerm_subscription.it.subscription_id", "data.azurerm_subscription.it"],
    });
    withData(plan, "azurerm_subscription", { id: `/subscriptions/${A}`, subscription_id: A });
    expect(statuses(reviewOne(A, plan))["action-group"]).toBe("pass");
  });

  test("by an item of a list from a data source", () => {
    const plan = withProvider(azurePlanJson("01-create"), {
      references: ["data.azurerm_subscriptions.it.subscriptions[1].subscription_id"],
    });
    withData(plan, "azurerm_subscriptions", {
      subscriptions: [{ subscription_id: B }, { subscription_id: A }],
    });
    expect(statuses(reviewOne(A, plan))["action-group"]).toBe("pass");
  });

  test("is taken from the name of the plan's file", () => {
    const plan = withProvider(azurePlanJson("01-create"), undefined);
    const file = planFile(plan, `${A}.json`);
    const [only] = reviewPlans(fleetFor([A]), [file]).subscriptions;
    expect(statuses(only ?? reviewOne(A, plan))["action-group"]).toBe("pass");
  });
});

describe("a provider key that Terraform before 1.2 wrote", () => {
  function proxied(aliases: Record<string, string>): Json {
    const plan = azurePlanJson("01-create");
    configured(plan, GROUP).provider_config_key = "baseline:azurerm";
    for (const [alias, id] of Object.entries(aliases)) {
      plan.configuration.provider_config[`azurerm.${alias}`] = {
        ...{ name: "azurerm", alias, expressions: { subscription_id: { constant_value: id } } },
      };
    }
    return plan;
  }

  test("is resolved to the only possible provider", () => {
    expect(statuses(reviewOne(A, proxied({})))["action-group"]).toBe("pass");
    expect(statuses(reviewOne(A, proxied({ same: A })))["action-group"]).toBe("pass");
  });

  test("is not resolved if it is ambiguous", () => {
    const review = reviewPlans(fleetFor([A, B]), [planFile(proxied({ b: B }))]);
    expect(review.subscriptions.map((one) => statuses(one)["action-group"])).not.toContain("fail");
    expect(statuses(review.subscriptions[0] ?? reviewOne(A, proxied({})))["action-group"]).toBe("unknown");
  });
});

test("shows drift of an undeclared resource with its own subscription", () => {
  const plan = azurePlanJson("02-no-op");
  plan.resource_drift = [
    {
      ...{ address: "module.b.azapi_resource.c", mode: "managed", type: "azapi_resource", name: "c" },
      change: {
        actions: ["delete"],
        before: {
          type: "Microsoft.Security/securityContacts@2023-12-01-preview",
          name: "default",
          parent_id: `/subscriptions/${B}`,
        },
        after: null,
      },
    },
  ];
  const { subscriptions } = reviewPlans(fleetFor([A, B]), [planFile(plan)]);
  expect(subscriptions.map(({ drift }) => drift.map(({ address }) => address))).toEqual([
    [],
    ["module.b.azapi_resource.c"],
  ]);
});

test("an action group read as a data source counts with its receivers", () => {
  const plan = azurePlanJson("02-no-op");
  const group = changeOf(plan, GROUP);
  plan.resource_changes = plan.resource_changes.filter((one: Json) => one !== group);
  withData(plan, "azurerm_monitor_action_group", group.change.after);
  const review = reviewOne(A, plan);
  expect(statuses(review)).toMatchObject({ "action-group": "pass", "service-health-alert": "pass" });
  expect(actionsIn(review)).toEqual([]);
});

test("a security contact that is not at the subscription itself does not count", () => {
  const plan = azurePlanJson("01-create");
  changeOf(plan, CONTACT).change.after.parent_id = `/subscriptions/${A}/resourceGroups/rg`;
  expect(reviewOne(A, plan).findings[0]).toMatchObject({
    status: "fail",
    message: expect.stringContaining("not at the subscription itself"),
  });
});
