import { describe, expect, test } from "vitest";
import {
  azurePlanJson,
  changeOf,
  fleetFor,
  guid,
  type Json,
  planFile,
  reviewOne,
  reviewPlans,
  statuses,
  warningsIn,
} from "../support/plan.ts";

const CONTACT = "azapi_resource.security_contact";
const CONTACT_ID = `/subscriptions/${guid(1)}/providers/Microsoft.Security/securityContacts/default`;
const CONTACT_TYPE = "Microsoft.Security/securityContacts@2023-12-01-preview";

/** Returns the plan of a state without the contact. */
function withoutContact(plan = azurePlanJson("02-no-op")): Json {
  const others = (list: Json[]) => list.filter(({ address }: Json) => address !== CONTACT);
  plan.resource_changes = others(plan.resource_changes);
  plan.prior_state.values.root_module.resources = others(plan.prior_state.values.root_module.resources);
  return plan;
}

/** Adds a resource that the plan creates. */
function making(type: string, after: Json, plan = azurePlanJson("02-no-op")): Json {
  plan.resource_changes.push({
    ...{ address: `${type}.it`, mode: "managed", type, name: "it" },
    change: { actions: ["create"], before: null, after, after_unknown: { id: true } },
  });
  return plan;
}

function removing(type: string, before: Json): Json {
  const plan = making(type, null);
  Object.assign(plan.resource_changes.at(-1).change, { actions: ["delete"], before });
  return plan;
}

describe("azapi_update_resource", () => {
  const update = (properties: Json) => ({
    type: CONTACT_TYPE,
    resource_id: CONTACT_ID,
    body: { properties },
  });

  test("merges its properties into the resource in the plan", () => {
    const review = reviewOne(guid(1), making("azapi_update_resource", update({ phone: "+1" })));
    expect(statuses(review)["security-contact"]).toBe("pass");
    expect(warningsIn(review)).toEqual([]);
  });

  test("is judged by the resulting resource", () => {
    const review = reviewOne(guid(1), making("azapi_update_resource", update({ isEnabled: false })));
    expect(statuses(review)["security-contact"]).toBe("fail");
    expect(warningsIn(review)).toEqual(["disables the security contact"]);
  });

  test("leaves a resource that the plan does not have unknown", () => {
    const plan = making("azapi_update_resource", update({ phone: "+1" }));
    expect(statuses(reviewOne(guid(1), withoutContact(plan)))["security-contact"]).toBe("unknown");
  });

  test("changes nothing when it is removed", () => {
    const review = reviewOne(guid(1), removing("azapi_update_resource", update({ phone: "+1" })));
    expect(statuses(review)["security-contact"]).toBe("pass");
    expect(warningsIn(review)).toEqual([]);
  });
});

describe("azapi_resource_action", () => {
  const action = (more: Json = {}) => ({
    type: CONTACT_TYPE,
    resource_id: CONTACT_ID,
    method: "DELETE",
    ...more,
  });

  test.each([
    ["DELETE", "unknown"],
    ["PUT", "unknown"],
    ["GET", "pass"],
  ])("%s leaves the contact %s", (method, status) => {
    const review = reviewOne(guid(1), making("azapi_resource_action", action({ method })));
    expect(statuses(review)["security-contact"]).toBe(status);
    expect(warningsIn(review)).toHaveLength(status === "pass" ? 0 : 1);
  });

  test("that runs on destroy counts only then", () => {
    const when = action({ when: "destroy" });
    expect(statuses(reviewOne(guid(1), making("azapi_resource_action", when)))["security-contact"]).toBe(
      "pass",
    );
    expect(statuses(reviewOne(guid(1), removing("azapi_resource_action", when)))["security-contact"]).toBe(
      "unknown",
    );
    expect(
      statuses(reviewOne(guid(1), removing("azapi_resource_action", action())))["security-contact"],
    ).toBe("pass");
  });

  test("on a resource group does not affect the contact", () => {
    const elsewhere = action({
      type: "Microsoft.Resources/resourceGroups@2024-03-01",
      resource_id: `/subscriptions/${guid(1)}/resourceGroups/x`,
    });
    const review = reviewOne(guid(1), making("azapi_resource_action", elsewhere));
    expect(statuses(review)["security-contact"]).toBe("pass");
    expect(warningsIn(review)).toEqual([]);
  });
});

test("sensitive_body is unknown, because no plan shows it", () => {
  const plan = azurePlanJson("02-no-op");
  const resource = plan.configuration.root_module.resources.find(({ address }: Json) => address === CONTACT);
  resource.expressions.sensitive_body = { references: ["var.emails"] };
  expect(reviewOne(guid(1), plan).findings[0]).toMatchObject({
    status: "unknown",
    message: expect.stringContaining("sensitive_body"),
  });
});

describe("an ARM template", () => {
  const deploying = (template: Json) =>
    making(
      "azurerm_subscription_template_deployment",
      { template_content: template === undefined ? null : JSON.stringify(template) },
      withoutContact(),
    );
  const contact = { type: "Microsoft.Security/securityContacts", name: "default" };

  test.each<[string, Json, string]>([
    ["that declares the contact", { resources: [contact] }, "unknown"],
    ["that declares it by a symbolic name", { resources: { it: contact } }, "unknown"],
    [
      "with a nested deployment that declares it",
      {
        resources: [
          { type: "Microsoft.Resources/deployments", properties: { template: { resources: [contact] } } },
        ],
      },
      "unknown",
    ],
    ["that the plan does not show", undefined, "unknown"],
    ["that declares something else", { resources: [{ type: "Microsoft.Storage/storageAccounts" }] }, "fail"],
  ])("%s", (_, template, status) => {
    expect(statuses(reviewOne(guid(1), deploying(template)))["security-contact"]).toBe(status);
  });

  test("does not affect resources that the plan declares itself", () => {
    const plan = making("azurerm_subscription_template_deployment", {
      template_content: JSON.stringify({ resources: [contact] }),
    });
    expect(statuses(reviewOne(guid(1), plan))["security-contact"]).toBe("pass");
  });
});

describe("drift of attributes that the configuration does not name", () => {
  const GROUP = "azurerm_monitor_action_group.operations";

  function drifted(change: (after: Json) => void): Json {
    const plan = azurePlanJson("02-no-op");
    const entry = JSON.parse(JSON.stringify(changeOf(plan, GROUP)));
    entry.change.actions = ["update"];
    change(entry.change.after);
    plan.resource_drift = [entry];
    const resource = plan.configuration.root_module.resources.find(({ address }: Json) => address === GROUP);
    delete resource.expressions.email_receiver;
    delete resource.expressions.enabled;
    return plan;
  }

  test.each<[string, (after: Json) => void, string[]]>([
    [
      "a dynamic block",
      (after) => Object.assign(after, { email_receiver: [] }),
      ["email_receiver[0].email_address", "email_receiver[0].name"],
    ],
    ["an attribute left at its default", (after) => Object.assign(after, { enabled: false }), ["enabled"]],
    [
      "an attribute that only the provider writes",
      (after) => Object.assign(after, { timeouts: { read: "5m" } }),
      [],
    ],
  ])("%s", (_, change, paths) => {
    const { drift } = reviewOne(guid(1), drifted(change));
    expect(drift.flatMap(({ attributes }) => attributes.map(({ path }) => path)).slice(0, 2)).toEqual(paths);
  });
});

test("removing an inadequate resource makes the control worse", () => {
  const plan = azurePlanJson("02-no-op");
  const { change } = changeOf(plan, CONTACT);
  change.before.body.properties.emails = "else@x.example";
  Object.assign(change, { actions: ["delete"], after: null });
  const [only] = reviewPlans(fleetFor([guid(1)]), [planFile(plan)]).subscriptions;
  expect(only?.movements[0]).toMatchObject({ before: "fail", after: "fail", movement: "worse" });
});

describe("a contact that moves to another version of its API", () => {
  const shapes: Record<string, Json> = {
    2017: { email: "soc@fabrikam.example", alertNotifications: "On", alertsToAdmins: "On" },
    2020: {
      ...{ emails: "soc@fabrikam.example", alertNotifications: { state: "On", minimalSeverity: "High" } },
      notificationsByRole: { state: "On", roles: ["Owner"] },
    },
    2023: {
      ...{
        emails: "soc@fabrikam.example",
        isEnabled: true,
        notificationsByRole: { state: "On", roles: ["Owner"] },
      },
      notificationsSources: [{ sourceType: "Alert", minimalSeverity: "High" }],
    },
  };
  const moved = (from: string, to: string) => {
    const plan = azurePlanJson("02-no-op");
    const { change } = changeOf(plan, CONTACT);
    change.actions = ["update"];
    change.before.body = { properties: shapes[from] };
    change.after.body = { properties: shapes[to] };
    return warningsIn(reviewOne(guid(1), plan));
  };

  test.each([
    ["2017", "2020"],
    ["2017", "2023"],
    ["2020", "2023"],
    ["2023", "2020"],
    ["2020", "2017"],
  ])("from %s to %s loses nothing", (from, to) => {
    expect(moved(from, to)).toEqual([]);
  });

  test("loses settings that the new shape turns off", () => {
    shapes["off"] = { ...shapes["2020"], alertNotifications: { state: "Off" } };
    expect(moved("2023", "off")).toEqual([
      "disables the security contact",
      "no longer mails alerts to the security contact",
    ]);
  });
});
