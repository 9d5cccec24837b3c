import { describe, expect, test } from "vitest";
import { CONTOSO, fleetOf, PARTNER } from "../support/fleet.ts";

const fleet = fleetOf({
  partner: `${PARTNER}  defenderPlans: { KeyVaults: { tier: Standard } }
  activityLogExport: false
`,
  contoso: `${CONTOSO}    baseline: { budget: { amount: 5 }, defenderPlans: false }
baseline:
  budget: { amount: 4, actual: [90] }
`,
});
const [prod, sandbox] = fleet.subscriptions;

describe("a value of the baseline comes from", () => {
  test.each([
    ["the subscription, before its customer", sandbox, ["budget", "amount"], "subscription", 9],
    ["the customer, before the partner", prod, ["budget", "amount"], "customer", 11],
    ["the customer, for all its subscriptions", sandbox, ["budget", "actual"], "customer", 11],
    ["the partner", prod, ["location"], "partner", 8],
    ["the layer that switches it off", prod, ["activityLogExport"], "partner", 15],
    ["the layer that switches off a value of another", sandbox, ["defenderPlans"], "subscription", 9],
  ])("%s", (_, subscription, path, layer, line) => {
    expect(subscription?.origin(path)).toMatchObject({ layer, position: { line } });
  });

  test.each([
    ["none, for a default", ["resourceGroup"]],
    ["none, for a default beside values that are set", ["budget", "forecasted"]],
    ["none, for a missing value", ["budget", "amount", "deeper"]],
    ["none, for a value below one that is switched off", ["defenderPlans", "KeyVaults"]],
  ])("%s", (_, path) => {
    expect(sandbox?.origin(path)).toBeUndefined();
  });
});
