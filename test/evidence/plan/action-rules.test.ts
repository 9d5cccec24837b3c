import { expect, test } from "vitest";
import { processingOf } from "../../../src/controls/alert-processing-rules.ts";
import { readPlan } from "../../../src/evidence/plan/index.ts";

const A = "00000000-0000-0000-0000-00000000000a";
const ALERT = {
  type: "Microsoft.Insights/activityLogAlerts",
  id: `/subscriptions/${A}/resourceGroups/rg/providers/Microsoft.Insights/activityLogAlerts/a`,
  name: "a",
  properties: {},
};

/**
 * The effect of an action rule of azurerm 3 on an alert: rules that remove its groups, may remove them, and add some.
 */
function effects(type: string, rule: object): number[] {
  const address = `azurerm_monitor_action_rule_${type}.x`;
  const after = { name: "x", resource_group_name: "rg", enabled: true, ...rule };
  const change = { actions: ["create"], before: null, after, after_unknown: { id: true } };
  const [kind, name] = address.split(".");
  const resource = { address, mode: "managed", type: kind, name };
  const configured = { ...resource, provider_config_key: "azurerm", expressions: {} };
  const provider = { name: "azurerm", expressions: { subscription_id: { constant_value: A } } };
  const { after: found } = readPlan({
    format_version: "1.2",
    resource_changes: [{ ...resource, change }],
    configuration: { provider_config: { azurerm: provider }, root_module: { resources: [configured] } },
  });
  const evidence = found.get(A);
  if (evidence === undefined) throw new Error("the rule is of no subscription");
  const done = processingOf(evidence, { alert: ALERT, category: "Administrative" }, "2026-11-24");
  return [done.removing.length, done.maybeRemoving.length, done.added.length];
}

const ALWAYS = [{ recurrence_type: "Always", schedule: [] }];

test.each<[string, string, object, number[]]>([
  ["suppresses everywhere without a scope", "suppression", { suppression: ALWAYS }, [1, 0, 0]],
  [
    "suppresses in the subscription that its scope names",
    "suppression",
    { suppression: ALWAYS, scope: [{ type: "Resource", resource_ids: [`/subscriptions/${A}`] }] },
    [1, 0, 0],
  ],
  [
    "suppresses in a resource group, which does not affect the rest",
    "suppression",
    {
      suppression: ALWAYS,
      scope: [{ type: "ResourceGroup", resource_ids: [`/subscriptions/${A}/resourceGroups/rg`] }],
    },
    [0, 0, 0],
  ],
  [
    "suppresses at times",
    "suppression",
    { suppression: [{ recurrence_type: "Weekly", schedule: [] }] },
    [0, 1, 0],
  ],
  ["is off", "suppression", { enabled: false, suppression: ALWAYS }, [0, 0, 0]],
  [
    "suppresses another severity",
    "suppression",
    { suppression: ALWAYS, condition: [{ severity: [{ operator: "Equals", values: ["Sev0"] }] }] },
    [0, 0, 0],
  ],
  ["adds an action group", "action_group", { action_group_id: "/x" }, [0, 0, 1]],
])("an action rule of azurerm 3 that %s", (_, type, rule, expected) => {
  expect(effects(type, rule)).toEqual(expected);
});
