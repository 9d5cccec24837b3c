import { z } from "zod";
import type { Directory } from "../directory.ts";
import { type JsonMap, textAt } from "../json.ts";
import { seedOf } from "./seed.ts";

const map: z.ZodType<JsonMap> = z.record(z.string(), z.json());
/** What is found by its id. */
const identified = z
  .array(map.refine((one) => textAt(one, "id") !== undefined, "an id is required"))
  .max(10_000);

/**
 * What `PATCH /sandbox/partner` takes: parts that replace the sandbox's own, in Microsoft's shapes. What is in them is not
 * checked, so that answers which no documentation has can be tried.
 */
export const partnerDataSchema = z.strictObject({
  /** https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityalert */
  alerts: identified.optional(),
  /** https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityscore */
  score: map.optional(),
  requirements: identified.optional(),
  customerInsights: z.array(map).max(10_000).optional(),
  history: z.array(map).max(10_000).optional(),
  /** https://learn.microsoft.com/partner-center/developer/get-fraud-events */
  fraudEvents: z.array(map).max(10_000).optional(),
  /** By the customer's tenant, in lower case. */
  usageBudgets: z.record(z.string(), map).optional(),
  /** The registration of the tenant's only webhook; null for none. */
  registration: map.nullable().optional(),
  /** How the receiver answers a test event: `OK`. The sandbox delivers none. @default "NotDelivered" */
  webhookAnswer: z.string().max(100).optional(),
  /** Whether the users of a customer see charges, by the customer's tenant in lower case. @default "NotAllowed" for each */
  viewCharges: z.record(z.string(), z.string().max(100)).optional(),
  /** Refuses budgets in the subscriptions of customers whose charges are hidden. @default false */
  enforceViewCharges: z.boolean().optional(),
});

export type PartnerDataProps = z.input<typeof partnerDataSchema>;

/** The partner's own side: alerts, score and webhook, in memory. */
export class PartnerData {
  alerts: readonly JsonMap[];
  score: JsonMap;
  requirements: readonly JsonMap[];
  customerInsights: readonly JsonMap[];
  history: readonly JsonMap[];
  fraudEvents: readonly JsonMap[];
  usageBudgets: Readonly<Record<string, JsonMap>>;
  /** Of the tenant's only webhook. */
  registration: JsonMap | undefined;
  webhookAnswer = "NotDelivered";
  viewCharges: Readonly<Record<string, string>> = {};
  enforceViewCharges = false;
  readonly validationEvents = new Map<string, JsonMap>();

  constructor(directory: Directory, now: Date) {
    const seed = seedOf(directory, now);
    this.alerts = seed.alerts;
    this.score = seed.score;
    this.requirements = seed.requirements;
    this.customerInsights = seed.customerInsights;
    this.history = seed.history;
    this.fraudEvents = seed.fraudEvents;
    this.usageBudgets = seed.usageBudgets;
  }

  replace(parts: z.output<typeof partnerDataSchema>): void {
    this.alerts = parts.alerts ?? this.alerts;
    this.score = parts.score ?? this.score;
    this.requirements = parts.requirements ?? this.requirements;
    this.customerInsights = parts.customerInsights ?? this.customerInsights;
    this.history = parts.history ?? this.history;
    this.fraudEvents = parts.fraudEvents ?? this.fraudEvents;
    this.usageBudgets = parts.usageBudgets ?? this.usageBudgets;
    this.webhookAnswer = parts.webhookAnswer ?? this.webhookAnswer;
    this.viewCharges = parts.viewCharges ?? this.viewCharges;
    this.enforceViewCharges = parts.enforceViewCharges ?? this.enforceViewCharges;
    if (parts.registration !== undefined) this.registration = parts.registration ?? undefined;
  }

  get parts(): JsonMap {
    const { alerts, customerInsights, fraudEvents, history, requirements, score, usageBudgets } = this;
    return { alerts, customerInsights, fraudEvents, history, requirements, score, usageBudgets };
  }
}
