import { expect, it } from "vitest";
import { SubscriptionBaseline } from "../../constructs/index.ts";
import { CONTROLS, judgeSubscription } from "../../src/controls/index.ts";
import { renderStack } from "../../src/engine/render.ts";
import { readStack } from "../../src/evidence/index.ts";
import { baselineOf, expecting } from "../support/arm.ts";
import { SUBSCRIPTION_ID, stackWithProviders } from "../support/stack.ts";

it.each([
  ["azapi", {}],
  ["azurerm", { securityContact: { ...baselineOf().securityContact, api: "azurerm" } }],
] as const)("what the constructs declare passes every control, with the contact of %s", (_, overrides) => {
  const stack = stackWithProviders();
  const expected = expecting(overrides);
  new SubscriptionBaseline(stack, "baseline", { ...expected.baseline, subscriptionId: SUBSCRIPTION_ID });
  const evidence = readStack(JSON.parse(JSON.stringify(renderStack(stack).json))).subscriptions.get(
    SUBSCRIPTION_ID,
  );
  if (evidence === undefined) throw new Error("the stack says nothing of the subscription");
  const judged = judgeSubscription(evidence, expected);
  expect(
    judged.filter(({ judgement }) => judgement.status !== "pass").map(({ judgement }) => judgement),
  ).toEqual([]);
  expect(judged).toHaveLength(CONTROLS.length);
});
