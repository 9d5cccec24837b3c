import { z } from "zod";
import type { Subscription } from "../fleet/index.ts";
import { jsonSchemaText } from "../text/json-schema.ts";
import type { BudgetCheck } from "./check.ts";
import type { History } from "./history.ts";
import type { Proposal } from "./propose.ts";

/** The schema's name in `csp-baseline budgets --format json`. */
export const BUDGETS_SCHEMA = "csp-baseline/budgets/v1";

const money = (description: string) => z.number().describe(description);

const Month = z
  .object({
    month: z.string().describe("2026-09"),
    amount: money("At retail rates, in the billing currency."),
    complete: z.boolean().describe("Whether the files cover the whole month."),
  })
  .meta({ id: "Month" });

const SubscriptionBudget = z
  .object({
    subscriptionId: z.string(),
    subscription: z.string(),
    customer: z.string(),
    budget: z.object({ amount: money("The amount in the fleet."), currency: z.string().nullable() }),
    currency: z
      .string()
      .nullable()
      .describe("The billing currency of the usage; null where it is unknown or mixed."),
    months: z.array(Month).describe("All months of the files, in order."),
    proposal: z.object({
      amount: z.number().nullable().describe("Null where none is proposed."),
      reason: z.string().describe("The calculation of the amount, or why there is none."),
    }),
    check: z.object({
      status: z.enum(["fits", "never-fires", "fires-each-month", "exceeded", "unknown"]),
      message: z.string(),
    }),
  })
  .meta({ id: "SubscriptionBudget" });

const Sum = z.object({ currency: z.string(), lines: z.int().min(0), amount: z.number() }).meta({ id: "Sum" });

/** The report of `csp-baseline budgets --format json`. */
export const BudgetsReportSchema = z
  .object({
    schema: z.literal(BUDGETS_SCHEMA),
    generatedAt: z.string().describe("An instant, ISO 8601."),
    files: z.array(
      z.object({
        file: z.string(),
        format: z.enum(["daily-rated-usage", "actual-cost", "focus"]),
        lines: z.int().min(0),
      }),
    ),
    covers: z
      .object({ first: z.string(), last: z.string() })
      .nullable()
      .describe("The first and the last day with usage."),
    subscriptions: z.array(SubscriptionBudget).describe("The selected subscriptions of the fleet."),
    unassigned: z.array(Sum).describe("Lines without an Azure subscription."),
    credits: z.array(Sum).describe("Lines with a negative cost: they are included in the sums."),
    unmanaged: z.array(z.string()).describe("Subscriptions of the files that are not in the fleet."),
    written: z.array(z.string()).describe("Files of the fleet that were changed."),
  })
  .meta({
    title: "Budgets from usage",
    description: "The output of csp-baseline budgets with --format json.",
  });
export type BudgetsReport = z.infer<typeof BudgetsReportSchema>;

/** The JSON Schema (draft 2020-12) of the report. */
export function budgetsJsonSchema(): string {
  return jsonSchemaText(BudgetsReportSchema);
}

/** The result of one subscription. */
export interface SubscriptionResult {
  readonly subscription: Subscription;
  readonly history: History | undefined;
  readonly proposal: Proposal;
  readonly check: BudgetCheck;
}

/** Returns one subscription in the format of the report. */
export function reportedSubscription({
  check,
  history,
  proposal,
  subscription,
}: SubscriptionResult): BudgetsReport["subscriptions"][number] {
  const { amount, currency } = subscription.baseline.budget;
  return {
    subscriptionId: subscription.id,
    subscription: subscription.name,
    customer: subscription.customer.key,
    budget: { amount, currency: currency ?? null },
    currency: history?.currency ?? null,
    months: (history?.months ?? []).map(({ isComplete, ...month }) => ({ ...month, complete: isComplete })),
    proposal: { amount: proposal.amount ?? null, reason: proposal.reason },
    check,
  };
}
