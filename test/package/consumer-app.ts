/** A user's own CDKTF app in TypeScript: one construct of this package, judged by the app's own control. */
export const CONSUMER_APP = `import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider/index.js";
import { App, TerraformStack } from "cdktf";
import { Budget, type BudgetProps } from "csp-baseline/constructs";
import { type Control, judgeSubscription } from "csp-baseline/controls";
import { read, readStack, resourcesOfType } from "csp-baseline/evidence";
import { loadFleet, parseCalendarDate } from "csp-baseline/inventory";
import { synthesize } from "csp-baseline/testing";

const smallBudget: Control = {
  id: "small-budget",
  title: "No budget is above 500",
  severity: "low",
  required: true,
  why: "A sandbox that costs more is none.",
  judgedBy: ["properties.amount is at most 500."],
  satisfies: [],
  cannotSatisfy: [],
  check: (evidence) => {
    const amounts = resourcesOfType(evidence, "Microsoft.Consumption/budgets").map((budget) =>
      read(budget).get("properties").get("amount").number(),
    );
    const passed = amounts.every((amount) => amount !== undefined && amount <= 500);
    return { status: passed ? "pass" : "fail", message: \`found \${amounts.join(", ")}\` };
  },
};

const today = parseCalendarDate(new Date().toISOString().slice(0, 10));
if (today === undefined) throw new Error("no date");
const loaded = loadFleet("fleet", { today });
if (!loaded.ok) throw new Error("no fleet");
const [subscription] = loaded.fleet.subscriptions;
if (subscription === undefined) throw new Error("no subscription");

for (const amount of [400, 4000]) {
  const stack = new TerraformStack(new App(), \`own-\${amount}\`);
  new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId: subscription.id });
  const props: BudgetProps = {
    subscriptionId: subscription.id,
    amount,
    startMonth: "2026-12",
    emails: ["finops@tailspin.example"],
  };
  new Budget(stack, "budget", props);
  const evidence = readStack(synthesize(stack)).subscriptions.get(subscription.id);
  if (evidence === undefined) throw new Error("no evidence");
  const expected = { baseline: subscription.baseline, today };
  for (const { control, judgement } of judgeSubscription(evidence, expected, [smallBudget])) {
    console.log(control.id, judgement.status, judgement.message);
  }
}
`;

/** Everything that the package exports, and one mistake that only its types can show. */
export const CONSUMER_TYPES = `import { SubscriptionBaseline } from "csp-baseline";
export * as app from "csp-baseline/app";
export * as azapi from "csp-baseline/azapi";
export * as constructs from "csp-baseline/constructs";
export * as controls from "csp-baseline/controls";
export * as evidence from "csp-baseline/evidence";
export * as inventory from "csp-baseline/inventory";
export * as report from "csp-baseline/report";
export * as stacks from "csp-baseline/stacks";
export * as testing from "csp-baseline/testing";
import "csp-baseline/testing/vitest";
import type { BudgetProps } from "csp-baseline/constructs";
export const baseline: typeof import("csp-baseline/constructs").SubscriptionBaseline = SubscriptionBaseline;
// @ts-expect-error An amount is a number: without its types this line would be right.
export const amount: BudgetProps["amount"] = "1000";
`;

/** The compiler options of the TypeScript template of `cdktf init`, as far as they decide what compiles. */
export const COMMONJS_OPTIONS = {
  lib: ["es2018"],
  module: "CommonJS",
  moduleResolution: "node10",
  target: "ES2018",
  skipLibCheck: true,
};

/** An app in CommonJS, with lines that are wrong: that they are found shows that types are there, not `any`. */
export const COMMONJS_APP = `import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack } from "cdktf";
import { SubscriptionBaseline, type BudgetProps, type Group } from "csp-baseline";
import { AzapiProvider } from "csp-baseline/azapi";
import type { SubscriptionStack } from "csp-baseline/stacks";
// @ts-expect-error An amount is a number.
export const amount: BudgetProps["amount"] = "1000";
// @ts-expect-error A number is not a resource group: the type comes from the engine.
export const group: Group = 3;
// @ts-expect-error A stack has no such member: its class comes from the engine, too.
export const missing = (stack: SubscriptionStack): unknown => stack.missing;

const subscriptionId = "00000000-0000-0000-0000-000000000001";
const emails = ["soc@fabrikam.example"];
const stack = new TerraformStack(new App(), "commonjs");
new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId });
new AzapiProvider(stack, "azapi", { subscriptionId });
new SubscriptionBaseline(stack, "baseline", {
  subscriptionId,
  location: "westeurope",
  contacts: { security: { emails }, billing: { emails }, operations: { emails } },
  budget: { amount: 10, startMonth: "2026-12" },
});
console.log(JSON.stringify(stack.toTerraform()).includes("soc@fabrikam.example"));
`;
