import { Answers, type GivenAnswers } from "../../../src/adopt/init/answers.ts";

/** Answers to all questions without a default. */
export const GIVEN = {
  partner: "Tailspin Cloud",
  tenantId: "11111111-1111-1111-1111-111111111111",
  customerName: "Wingtip Toys",
  customerTenantId: "22222222-2222-2222-2222-222222222222",
  subscriptionId: "00000000-0000-0000-0000-000000000001",
  securityEmail: "soc@tailspin.example",
} as const satisfies GivenAnswers;

/** A complete set of answers, with some of them replaced. */
export function answersWith(given: GivenAnswers = {}): Answers {
  return Answers.parse({
    ...GIVEN,
    role: "direct-bill",
    access: "lighthouse",
    provider: "azurerm",
    backend: "local",
    ci: "github",
    customer: "wingtip-toys",
    subscriptionName: "wingtip-toys-prod",
    billingEmail: "finops@tailspin.example",
    operationsEmail: "noc@tailspin.example",
    location: "westeurope",
    currency: "USD",
    budget: "1000",
    ...given,
  });
}
