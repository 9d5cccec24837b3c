import { expect, test } from "vitest";
import { CostAnomalyAlert } from "../../constructs/index.ts";
import { onlyResource, SUBSCRIPTION_ID, stackWithProviders } from "../support/stack.ts";

const minimal = {
  subscriptionId: SUBSCRIPTION_ID,
  emails: ["finops@fabrikam.example", "cfo@contoso.example"],
};

test("with the required props it mails all addresses and names the first as its contact", () => {
  const stack = stackWithProviders();
  new CostAnomalyAlert(stack, "anomaly", minimal);
  expect(onlyResource(stack, "azurerm_cost_anomaly_alert")).toMatchObject({
    name: "csp-baseline-cost-anomaly",
    subscription_id: `/subscriptions/${SUBSCRIPTION_ID}`,
    email_addresses: ["finops@fabrikam.example", "cfo@contoso.example"],
    notification_email: "finops@fabrikam.example",
  });
});

test("its message changes every half year by Terraform's clock, which renews the alert before it ends", () => {
  const stack = stackWithProviders();
  new CostAnomalyAlert(stack, "anomaly", minimal);
  const { message } = onlyResource(stack, "azurerm_cost_anomaly_alert");
  expect(message).toContain("plantimestamp()");
  expect(message).not.toMatch(/20\d\d/);
});

test.each([
  [{ emails: [] }, "costAnomaly.emails must have 1 to 20 addresses, got 0"],
  [
    { emails: Array.from({ length: 21 }, (_, at) => `a${at}@b.example`) },
    "must have 1 to 20 addresses, got 21",
  ],
  [{ name: "Anomaly" }, 'costAnomaly.name must be lower-case letters, digits and hyphens, got "Anomaly"'],
  [
    { displayName: "x".repeat(26) },
    "costAnomaly.displayName must be between 1 and 25 characters long, got 26",
  ],
  [{ subject: "x".repeat(51) }, "costAnomaly.subject must be between 1 and 50 characters long, got 51"],
  [{ message: "x".repeat(251) }, "costAnomaly.message must be between 1 and 250 characters long, got 251"],
])("values that Azure rejects are rejected: %o", (props, message) => {
  expect(() => new CostAnomalyAlert(stackWithProviders(), "anomaly", { ...minimal, ...props })).toThrow(
    message,
  );
});
