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
} from "../support/plan.ts";

const A = guid(20);
const SCOPE = `/subscriptions/${A}`;
const CONTACT = "azapi_resource.security_contact";
const BUDGET = "azurerm_consumption_budget_subscription.monthly";

/** Returns a resource that the plan creates. */
function made(address: string, after: Json, unknown: Json = { id: true }): Json {
  const [type = "", name = ""] = address.split(".");
  const change = { actions: ["create"], before: null, after, after_unknown: unknown };
  return { address, mode: "managed", type, name, change: { ...change, after_sensitive: {} } };
}

const make =
  (address: string, after: Json, unknown?: Json) =>
  (plan: Json): void => {
    plan.resource_changes.push(made(address, after, unknown));
  };

const removed = (plan: Json, address: string): void => {
  plan.resource_changes = plan.resource_changes.filter((entry: Json) => entry.address !== address);
  // Otherwise the state would still contain it.
  delete plan.prior_state;
  delete plan.planned_values;
};

const contactTemplate = {
  resources: [{ type: "Microsoft.Security/securityContacts", name: "default", properties: {} }],
};
const CONTACT_TYPE = "Microsoft.Security/securityContacts@2023-12-01-preview";
const CONTACT_ID = `${SCOPE}/providers/Microsoft.Security/securityContacts/default`;

describe("a plan of Terraform outside of this project", () => {
  test.each<[string, (plan: Json) => void, string, string]>([
    [
      "a contact in a nested deployment of azapi",
      (plan) => {
        removed(plan, CONTACT);
        const nested = {
          resources: {
            inner: { type: "Microsoft.Resources/deployments", properties: { template: contactTemplate } },
          },
        };
        const body = { properties: { mode: "Incremental", template: nested } };
        const type = "Microsoft.Resources/deployments@2022-09-01";
        make("azapi_resource.d", { type, name: "d", parent_id: SCOPE, body })(plan);
      },
      "security-contact",
      "unknown",
    ],
    [
      "an update that switches the contact off, with an id in lower case",
      make("azapi_update_resource.u", {
        ...{ type: CONTACT_TYPE, resource_id: CONTACT_ID.toLowerCase() },
        body: { properties: { isEnabled: false } },
      }),
      "security-contact",
      "fail",
    ],
    [
      "an update with unknown values only",
      make(
        "azapi_update_resource.u",
        { type: CONTACT_TYPE, resource_id: CONTACT_ID, body: null },
        { id: true, body: true },
      ),
      "security-contact",
      "unknown",
    ],
    [
      "an invoked action on a contact that is not known yet",
      (plan) => {
        plan.action_invocations = [
          {
            address: "action.azapi_resource_action.w",
            type: "azapi_resource_action",
            config_values: { type: CONTACT_TYPE, method: "DELETE" },
            config_unknown: { resource_id: true },
          },
        ];
      },
      "security-contact",
      "unknown",
    ],
    [
      "a budget for a subscription that is not known yet, instead of its own",
      (plan) => {
        const own = changeOf(plan, BUDGET).change;
        const { id: _, subscription_id: __, ...after } = own.after;
        Object.assign(own, { actions: ["delete"], after: null });
        const unknown = { id: true, subscription_id: true };
        make("azurerm_consumption_budget_subscription.vended", after, unknown)(plan);
      },
      "budget",
      "unknown",
    ],
  ])("%s", (_, change, control, status) => {
    const plan = azurePlanJson("16-adopt-all");
    expect(statuses(reviewOne(A, azurePlanJson("16-adopt-all")))[control]).toBe("pass");
    change(plan);
    expect(statuses(reviewOne(A, plan))[control]).toBe(status);
  });
});

test.each([
  ["with blanks, as written by other tools", '{ "@level": "info", "@message": "x", "type": "version" }'],
  ["with a byte order mark", '\ufeff{"@level":"info","@message":"x","tofu":"1.9.0","type":"version"}'],
])("a log of plan -json %s is one problem", (_, line) => {
  const review = reviewPlans(fleetFor([A]), [planFile(`${line}\r\n${line.replace("\ufeff", "")}\r\n`)]);
  expect(JSON.stringify(review.problems).match(/show -json/g)).toHaveLength(1);
});
