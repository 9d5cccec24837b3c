import { describe, expect, test } from "vitest";
import { renderReview } from "../../src/output/index.ts";
import { parsePlans } from "../../src/review/plan-file.ts";
import {
  azurePlanJson,
  changeOf,
  fleetFor,
  guid,
  type Json,
  NOW,
  planFile,
  reviewPlans,
} from "../support/plan.ts";

const A = guid(1);
const FORMATS = ["markdown", "github", "json", "sarif", "junit"] as const;

/** Removes `complete`: the output of OpenTofu, and of Terraform before 1.8. */
function withoutComplete(plan: Json): Json {
  delete plan.complete;
  return plan;
}

function coverage(plan: Json) {
  return reviewPlans(fleetFor([A]), [planFile(plan)]).subscriptions[0]?.coverage;
}

describe("a plan without the member complete", () => {
  test("is incomplete without a declared resource", () => {
    const plan = withoutComplete(azurePlanJson("01-create"));
    const left = "azapi_resource.security_contact";
    plan.resource_changes = plan.resource_changes.filter(({ address }: Json) => address !== left);
    expect(coverage(plan)).toMatchObject({ state: "not-reviewed", reason: expect.stringContaining(left) });
  });

  test("is incomplete without a resource declared in a module", () => {
    const plan = withoutComplete(azurePlanJson("02-no-op"));
    const resources = [{ address: "azurerm_x.y", mode: "managed", type: "azurerm_x", name: "y" }];
    plan.configuration.root_module.module_calls = { m: { module: { resources } } };
    expect(coverage(plan)).toMatchObject({ reason: expect.stringContaining("module.m.azurerm_x.y") });
  });

  test.each<[string, (plan: Json) => void]>([
    ["nothing is missing", () => undefined],
    [
      "the missing resource has count",
      (plan) => {
        const count = { count_expression: { references: ["var.on"] } };
        plan.configuration.root_module.resources.push({
          mode: "managed",
          type: "azurerm_x",
          name: "y",
          ...count,
        });
      },
    ],
    [
      "the missing resource is a data source",
      (plan) => plan.configuration.root_module.resources.push({ mode: "data", type: "azurerm_x", name: "y" }),
    ],
    [
      "an instance has a key with brackets",
      (plan) => {
        plan.configuration.root_module.resources.push({ mode: "managed", type: "azurerm_x", name: "y" });
        plan.resource_changes.push({
          ...{ address: 'azurerm_x.y["a]b"]', mode: "managed", type: "azurerm_x", name: "y", index: "a]b" },
          change: { actions: ["no-op"], before: {}, after: {} },
        });
      },
    ],
  ])("is complete if %s", (_, change) => {
    const plan = withoutComplete(azurePlanJson("02-no-op"));
    change(plan);
    expect(coverage(plan)).toEqual({ state: "reviewed" });
  });
});

test("a plan that defers changes is incomplete", () => {
  const plan = { ...azurePlanJson("02-no-op"), complete: false };
  plan.deferred_changes = [
    { reason: "resource_config_unknown", resource_change: { address: "azurerm_x.later" } },
  ];
  expect(coverage(plan)).toMatchObject({
    state: "not-reviewed",
    reason: expect.stringContaining("azurerm_x.later"),
  });
});

test("the log of terraform plan -json is one problem that mentions show -json", () => {
  const line = (type: string) =>
    JSON.stringify({ "@level": "info", "@message": "x", "@module": "terraform.ui", type });
  const [only, ...others] = parsePlans(
    [line("version"), line("planned_change"), line("change_summary")].join("\n"),
  );
  expect(others).toEqual([]);
  expect(only).toMatchObject({ message: expect.stringContaining("show -json") });
});

describe("an incomplete review states this in its first line and reports no control as better or worse", () => {
  const fleet = fleetFor([A, guid(2)]);
  const result = reviewPlans(fleet, [planFile({ ...azurePlanJson("02-no-op"), errored: true })]);

  test.each(FORMATS)("%s", (format) => {
    const text = renderReview(result, format, { fleet, now: NOW });
    expect(text).toContain("1 of 2 subscriptions not reviewed");
    expect(text).not.toContain("Nothing gets worse");
    if (format === "markdown") expect(text.split("\n")[0]).toContain("1 of 2 subscriptions not reviewed");
    if (format === "json") expect(text.split("\n").slice(1, 4).join()).toContain("not reviewed");
  });

  test("also for a plan of a subscription outside of the fleet", () => {
    const other = reviewPlans(fleetFor([guid(9)]), [planFile(azurePlanJson("02-no-op"))]);
    const text = renderReview(other, "markdown", { fleet: fleetFor([guid(9)]), now: NOW });
    expect(text.split("\n")[0]).toContain("1 plan file not reviewed");
  });

  test("a review without plans does not mention worse controls", () => {
    const text = renderReview(reviewPlans(fleet, []), "markdown", { fleet, now: NOW });
    expect(text).toContain("No plan was reviewed.");
    expect(text).not.toMatch(/gets worse/i);
  });
});

describe("effects of a plan besides changes of resources", () => {
  test("lists invoked actions, which make the control unknown", () => {
    const plan = azurePlanJson("02-no-op");
    plan.action_invocations = [
      {
        ...{ address: "action.azapi_resource_action.wipe", type: "azapi_resource_action", name: "wipe" },
        config_values: {
          type: "Microsoft.Security/securityContacts@2023-12-01-preview",
          resource_id: `/subscriptions/${A}/providers/Microsoft.Security/securityContacts/default`,
          method: "DELETE",
        },
      },
    ];
    const [only] = reviewPlans(fleetFor([A]), [planFile(plan)]).subscriptions;
    expect(only?.changes).toMatchObject([
      { address: "action.azapi_resource_action.wipe", actions: ["invoke"] },
    ]);
    expect(only?.findings[0]).toMatchObject({ control: "security-contact", status: "unknown" });
    expect(only?.movements[0]).toMatchObject({ movement: "worse" });
  });

  test("lists a failed check with its message", () => {
    const plan = azurePlanJson("02-no-op");
    plan.checks = [
      {
        ...{ address: { kind: "check", to_display: "check.contact" }, status: "fail" },
        instances: [{ problems: [{ message: "no contact answers" }] }],
      },
      { address: { kind: "check", to_display: "check.fine" }, status: "pass" },
    ];
    const [only] = reviewPlans(fleetFor([A]), [planFile(plan)]).subscriptions;
    expect(only?.changes.map(({ address, warnings }) => [address, ...warnings])).toEqual([
      ["check.contact", "the check fails: no contact answers"],
    ]);
  });

  test("an import by identity shows the identity", () => {
    const plan = azurePlanJson("02-no-op");
    const address = "azurerm_consumption_budget_subscription.monthly";
    changeOf(plan, address).change.importing = { identity: { name: "csp", subscription_id: guid(3) } };
    const [only] = reviewPlans(fleetFor([A]), [planFile(plan)]).subscriptions;
    expect(only?.changes).toMatchObject([
      { actions: ["import"], importId: `name = csp, subscription_id = ${guid(3)}` },
    ]);
  });

  test.each([
    [
      ["forget", "create"],
      ["create", "forget"],
    ],
    [
      ["create", "forget"],
      ["create", "forget"],
    ],
  ])("%s creates again and forgets", (actions, expected) => {
    const plan = azurePlanJson("02-no-op");
    changeOf(plan, "azurerm_consumption_budget_subscription.monthly").change.actions = actions;
    const [only] = reviewPlans(fleetFor([A]), [planFile(plan)]).subscriptions;
    expect(only?.changes).toMatchObject([{ actions: expected }]);
  });
});

test("integers beyond the precision of a number differ", () => {
  const [document] = parsePlans(
    '{"a":9007199254740993,"b":9007199254740992,"c":"x:1234567890123456789,","d":12}',
  );
  expect(document).toEqual({
    json: { a: "9007199254740993", b: "9007199254740992", c: "x:1234567890123456789,", d: 12 },
  });
});
