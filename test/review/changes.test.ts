import { describe, expect, test } from "vitest";
import {
  azurePlan,
  azurePlanJson,
  changeOf,
  fleetFor,
  guid,
  type Json,
  reviewOne,
  reviewPlans,
  statuses,
  warningsIn,
} from "../support/plan.ts";

const CONTACT = "azapi_resource.security_contact";

describe("creating a resource that exists", () => {
  const warning =
    "creates the security contact although it exists in Azure: the apply will fail until it is imported";

  test("is reported for a known contact", () => {
    const review = reviewPlans(fleetFor([guid(21)]), [azurePlan("17-adopt-none")], {
      knownContacts: [guid(21).toUpperCase()],
    });
    expect(review.subscriptions.flatMap(warningsIn)).toEqual([warning]);
  });

  test("is reported if the plan has read a list with the resource", () => {
    const plan = azurePlanJson("17-adopt-none");
    const lists = plan.prior_state.values.root_module.resources.filter(
      ({ type }: { type: string }) => type === "azapi_resource_list",
    );
    lists[0].values.output = {
      ids: [`/subscriptions/${guid(21)}/providers/microsoft.security/SecurityContacts/default`],
    };
    expect(warningsIn(reviewOne(guid(21), plan))).toEqual([warning]);
  });

  test("is not reported for an import", () => {
    const review = reviewPlans(fleetFor([guid(2)]), [azurePlan("08-adopt-existing-contact")], {
      knownContacts: [guid(2)],
    });
    expect(review.subscriptions.flatMap(warningsIn)).not.toContain(warning);
  });
});

describe("weakening is reported although every control may pass", () => {
  test.each<[string, string, (after: Json) => void, string]>([
    [
      "a raised amount",
      "azurerm_consumption_budget_subscription.monthly",
      (after) => Object.assign(after, { amount: 5000 }),
      "raises the budget's amount from 1000 to 5000",
    ],
    [
      "a removed threshold",
      "azurerm_consumption_budget_subscription.monthly",
      (after) => after["notification"].splice(2, 1),
      "removes the budget's notification at 50 percent of actual cost",
    ],
    [
      "a disabled alert",
      "azurerm_monitor_activity_log_alert.service_health",
      (after) => Object.assign(after, { enabled: false }),
      "disables the alert",
    ],
    [
      "a narrowed alert",
      "azurerm_monitor_activity_log_alert.service_health",
      (after) => Object.assign(after["criteria"][0]["service_health"][0], { events: ["Incident"] }),
      "narrows the alert by properties.incidentType",
    ],
    [
      "a dropped recipient",
      "azurerm_monitor_action_group.operations",
      (after) => Object.assign(after, { email_receiver: [] }),
      "drops the recipient noc@fabrikam.example from the action group",
    ],
    [
      "a raised severity",
      CONTACT,
      (after) =>
        Object.assign(after["body"]["properties"]["notificationsSources"][0], { minimalSeverity: "High" }),
      "mails alerts only from High, no longer from Medium",
    ],
    [
      "a contact switched off",
      CONTACT,
      (after) => Object.assign(after["body"]["properties"], { isEnabled: false }),
      "disables the security contact",
    ],
    [
      "a role no longer notified",
      CONTACT,
      (after) =>
        Object.assign(after["body"]["properties"], {
          notificationsByRole: { state: "Off", roles: ["Owner"] },
        }),
      "no longer notifies the role Owner",
    ],
    [
      "fewer addresses",
      CONTACT,
      (after) => Object.assign(after["body"]["properties"], { emails: "soc@fabrikam.example" }),
      "drops the recipient security@contoso.example from the security contact",
    ],
  ])("%s", (_, address, change, expected) => {
    const plan = azurePlanJson("02-no-op");
    const entry = changeOf(plan, address);
    entry.change.actions = ["update"];
    change(entry.change.after);
    expect(warningsIn(reviewOne(guid(1), plan))).toEqual([expected]);
  });

  test("fewer addresses pass if the fleet does not require them", () => {
    const plan = azurePlanJson("02-no-op");
    const entry = changeOf(plan, CONTACT);
    entry.change.actions = ["update"];
    entry.change.after.body.properties.emails = "soc@fabrikam.example";
    expect(statuses(reviewOne(guid(1), plan))["security-contact"]).toBe("pass");
  });
});

describe("the names of Terraform's actions", () => {
  test.each([
    [["create", "delete"], {}, ["create-delete"]],
    [["delete", "create"], {}, ["delete-create"]],
    [["create", "forget"], {}, ["create", "forget"]],
    [["no-op"], { previous_address: "azapi_resource.old" }, ["move"]],
    [["update"], { previous_address: "azapi_resource.old" }, ["move", "update"]],
  ])("%j is %j", (actions, more, expected) => {
    const plan = azurePlanJson("02-no-op");
    const entry = changeOf(plan, CONTACT);
    Object.assign(entry, more);
    entry.change.actions = actions;
    expect(reviewOne(guid(1), plan).changes).toMatchObject([
      { actions: expected, ...("previous_address" in more ? { previousAddress: "azapi_resource.old" } : {}) },
    ]);
  });

  test("a deposed object is distinguished from the current one of the same address", () => {
    const plan = azurePlanJson("02-no-op");
    const entry = JSON.parse(JSON.stringify(changeOf(plan, CONTACT)));
    plan.resource_changes.push({
      ...entry,
      deposed: "1234abcd",
      change: { ...entry.change, actions: ["delete"], after: null },
    });
    const review = reviewOne(guid(1), plan);
    expect(review.changes).toMatchObject([
      { address: CONTACT, actions: ["delete"], deposed: true, warnings: [] },
    ]);
    expect(statuses(review)["security-contact"]).toBe("pass");
  });
});

test("ids in another case and undeclared attributes are not drift", () => {
  const plan = azurePlanJson("07-drift-budget-gone");
  const alert = plan.resource_drift[3].change;
  const [action] = alert.after.action;
  action.action_group_id = action.action_group_id.replace("resourceGroups", "resourcegroups");
  alert.after.undeclared = "x";
  alert.after.resource_group_name = "RG-CSP-BASELINE-2";
  const drift = reviewOne(guid(1), plan).drift.find(
    ({ type }) => type === "azurerm_monitor_activity_log_alert",
  );
  expect(drift?.attributes.map(({ path }) => path)).toEqual(["resource_group_name"]);
});

test("a baseline resource that is missing in Azure, state and configuration is drift of the baseline", () => {
  const plan = azurePlanJson("07-drift-budget-gone");
  plan.resource_changes = plan.resource_changes.filter(({ type }: Json) => !type.includes("budget"));
  expect(reviewOne(guid(1), plan).drift[1]).toMatchObject({ action: "delete", baseline: true });
});
