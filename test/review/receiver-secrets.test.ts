import { describe, expect, test } from "vitest";
import { annotations, renderReview } from "../../src/output/index.ts";
import { publishedPlan } from "../../src/review/published-plan.ts";
import {
  azurePlanJson,
  fleetFor,
  guid,
  type Json,
  NOW,
  planFile,
  reviewPlans,
  textOfReview,
} from "../support/plan.ts";
import { armReceivers, canariesIn } from "../support/receiver-canaries.ts";

/*
 * Addresses of receivers have keys and signatures in path and query. Terraform marks none of them: neither azurerm's schema
 * nor a body of azapi.
 */

const A = guid(1);
const FORMATS = ["markdown", "github", "json", "sarif", "junit"] as const;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** ARM's members in azurerm's names. */
function azurermReceivers(side: string): Json {
  const blocks = Object.entries(armReceivers(side)).map(([name, items]) => [
    snake(name.replace(/s$/, "")),
    items.map((item) =>
      Object.fromEntries(Object.entries(item).map(([member, value]) => [snake(member), value])),
    ),
  ]);
  return Object.fromEntries(blocks);
}

const ID = `/subscriptions/${A}/resourceGroups/rg-csp-baseline/providers/microsoft.insights/actionGroups/ag-csp-baseline`;
const GROUP = { location: "global", name: "ag-csp-baseline", resource_group_name: "rg-csp-baseline" };

interface Provider {
  readonly address: string;
  readonly values: (side: string) => Json;
}
const PROVIDERS: Readonly<Record<string, Provider>> = {
  azurerm: {
    address: "azurerm_monitor_action_group.extra",
    values: (side) => ({ ...GROUP, id: ID, enabled: true, short_name: "x", ...azurermReceivers(side) }),
  },
  azapi: {
    address: "azapi_resource.extra",
    values: (side) => ({
      ...GROUP,
      id: ID,
      type: "Microsoft.Insights/actionGroups@2023-01-01",
      parent_id: `/subscriptions/${A}/resourceGroups/rg-csp-baseline`,
      body: { properties: { enabled: true, groupShortName: "x", ...armReceivers(side) } },
      output: { properties: armReceivers(side) },
    }),
  },
  "azapi with a body in one text": {
    address: "azapi_resource.extra",
    values: (side) => ({
      ...GROUP,
      id: ID,
      type: "Microsoft.Insights/actionGroups@2023-01-01",
      body: JSON.stringify({ properties: armReceivers(side) }),
    }),
  },
  "a template": {
    address: "azurerm_resource_group_template_deployment.extra",
    values: (side) => ({
      id: `${ID}-template`,
      template_content: JSON.stringify({
        resources: [{ type: "Microsoft.Insights/actionGroups", properties: armReceivers(side) }],
      }),
    }),
  },
};

const CHANGES: Readonly<Record<string, (values: Provider["values"]) => Json>> = {
  "a create": (values) => ({ actions: ["create"], before: null, after: values("NEW") }),
  "an update": (values) => ({ actions: ["update"], before: values("OLD"), after: values("NEW") }),
  "a replacement": (values) => ({
    actions: ["delete", "create"],
    before: values("OLD"),
    after: values("NEW"),
    replace_paths: [["webhook_receiver", 0, "service_uri"], ["body"]],
  }),
  "a delete": (values) => ({ actions: ["delete"], before: values("OLD"), after: null }),
  "a forget": (values) => ({ actions: ["forget"], before: values("OLD"), after: null }),
  "an import": (values) => ({
    actions: ["update"],
    before: values("OLD"),
    after: values("NEW"),
    importing: { id: ID },
  }),
};

function planWith({ address: at, values }: Provider, change: (values: Provider["values"]) => Json): Json {
  const plan = azurePlanJson("02-no-op");
  const [type, name] = at.split(".");
  const provider = `registry.terraform.io/${at.startsWith("azapi") ? "azure/azapi" : "hashicorp/azurerm"}`;
  const entry = { address: at, mode: "managed", type, name, provider_name: provider };
  const rest = { after_unknown: {}, before_sensitive: {}, after_sensitive: {} };
  plan.resource_changes.push({ ...entry, change: { ...change(values), ...rest } });
  const drifted = { actions: ["update"], before: values("OLD"), after: values("DRIFT"), ...rest };
  plan.resource_drift = [{ ...entry, change: drifted }];
  return plan;
}

function outputs(plan: Json): readonly (readonly [string, string])[] {
  const fleet = fleetFor([A]);
  const review = reviewPlans(fleet, [planFile(plan)]);
  const context = { fleet, now: NOW };
  return [
    ...FORMATS.map((format) => [format, renderReview(review, format, context)] as const),
    ["annotations", annotations(review, context).join("\n")],
    ["the result", textOfReview(review)],
    ["the published plan", publishedPlan(JSON.stringify(plan)) ?? ""],
  ];
}

describe.each(Object.entries(PROVIDERS))("receivers of an action group by %s", (_, provider) => {
  test.each(Object.entries(CHANGES))("%s shows no key of any of them", (_, change) => {
    for (const [format, text] of outputs(planWith(provider, change)))
      expect([format, canariesIn(text)]).toEqual([format, []]);
  });
});

test("the host of an address is shown, so that a reader sees where alerts go", () => {
  for (const provider of Object.values(PROVIDERS).slice(0, 2)) {
    const text = outputs(planWith(provider, CHANGES["an update"] ?? expect.fail()));
    expect(text[0]?.[1]).toContain("hooks.example/...");
  }
});
