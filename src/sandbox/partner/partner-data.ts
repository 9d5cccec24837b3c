import { z } from "zod";
import type { Directory } from "../directory.ts";
import { guidOf } from "../guid.ts";
import { type JsonMap, textAt } from "../json.ts";
import { customerDirectory, partnerDirectory } from "./directory-seed.ts";
import { seedOf } from "./seed.ts";

const map: z.ZodType<JsonMap> = z.record(z.string(), z.json());
/** Objects that are found by their id. */
const identified = z
  .array(map.refine((one) => textAt(one, "id") !== undefined, "an id is required"))
  .max(10_000);

/** The events of a subscription, in ARM's shapes. */
const happened = z.strictObject({
  /** https://learn.microsoft.com/rest/api/monitor/activity-logs/list */
  activityLog: z.array(map).max(10_000).optional(),
  /** With `createdTime`. https://learn.microsoft.com/rest/api/resources/resources/list */
  resources: identified.optional(),
  /** https://learn.microsoft.com/rest/api/authorization/role-assignments */
  roleAssignments: identified.optional(),
  /** https://learn.microsoft.com/rest/api/resources/deployments */
  deployments: identified.optional(),
  /** Cost by day, `YYYYMMDD`. https://learn.microsoft.com/rest/api/cost-management/query/usage */
  costs: z
    .array(z.tuple([z.number(), z.int()]))
    .max(1000)
    .optional(),
});

/** Lists of Graph by their paths below the version: `/auditLogs/signIns`. */
const graphLists = z.record(z.string().regex(/^\/[\w./-]{1,200}$/), z.array(map).max(10_000));

/**
 * The body of `PATCH /sandbox/partner`: parts that replace the sandbox's own, in Microsoft's shapes. Their content is
 * not checked, so that undocumented answers can be tested.
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
  /** Relationships with indirect resellers, by the customer's tenant in lower case. */
  resellers: z.record(z.string(), z.array(map).max(100)).optional(),
  /** The registration of the tenant's only webhook; null for none. */
  registration: map.nullable().optional(),
  /** The receiver's answer to a test event: `OK`. The sandbox delivers no events. @default "NotDelivered" */
  webhookAnswer: z.string().max(100).optional(),
  /**
   * Whether the users of a customer see charges, by the customer's tenant in lower case.
   *
   * @default "NotAllowed" for each
   */
  viewCharges: z.record(z.string(), z.string().max(100)).optional(),
  /** Rejects budgets in the subscriptions of customers whose charges are hidden. @default false */
  enforceViewCharges: z.boolean().optional(),
  /** https://learn.microsoft.com/partner-center/developer/get-portal-requests-without-mfa */
  nonMfaUsers: z.array(map).max(10_000).optional(),
  /** https://learn.microsoft.com/partner-center/developer/get-api-request-summary */
  mfaAdoption: z.array(map).max(10_000).optional(),
  /** Events of subscriptions, by their ids in lower case; they replace earlier ones of the same subscription. */
  subscriptions: z.record(z.string(), happened).optional(),
  /** Lists of Graph, by tenant in lower case; they replace those of the same path. */
  directories: z.record(z.string(), graphLists).optional(),
});

/** Of one subscription. */
export interface Happened {
  activityLog: readonly JsonMap[];
  resources: readonly JsonMap[];
  roleAssignments: readonly JsonMap[];
  deployments: readonly JsonMap[];
  costs: readonly (readonly [number, number])[];
  locks: readonly JsonMap[];
}

export type PartnerDataProps = z.input<typeof partnerDataSchema>;

/** The partner's data in memory: alerts, score and webhook. */
export class PartnerData {
  alerts: readonly JsonMap[];
  score: JsonMap;
  requirements: readonly JsonMap[];
  customerInsights: readonly JsonMap[];
  history: readonly JsonMap[];
  fraudEvents: readonly JsonMap[];
  usageBudgets: Readonly<Record<string, JsonMap>>;
  /** The registration of the tenant's only webhook. */
  registration: JsonMap | undefined;
  webhookAnswer = "NotDelivered";
  viewCharges: Readonly<Record<string, string>> = {};
  /** Users that came to Partner Center without MFA, and the calls of applications by MFA. */
  nonMfaUsers: readonly JsonMap[] = [];
  mfaAdoption: readonly JsonMap[] = [
    {
      loginDate: "2026-11-20",
      mfaCompliantRequestCount: 7,
      totalRequestCount: 7,
      applicationId: guidOf("application of the partner"),
      applicationName: "csp-baseline",
    },
  ];
  resellers: Readonly<Record<string, readonly JsonMap[]>> = {};
  enforceViewCharges = false;
  readonly #happened = new Map<string, Happened>();
  readonly #directories = new Map<string, Readonly<Record<string, readonly JsonMap[]>>>();
  /** Entitlements that were cancelled, by the id of the Azure subscription. */
  readonly cancelled = new Set<string>();
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
    const customers = directory.customers().map(({ id }) => id);
    for (const id of customers) this.#directories.set(id, customerDirectory(id, now));
    const own = directory.defaultTenantId;
    this.#directories.set(own, partnerDirectory(own, customers, now));
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
    this.resellers = parts.resellers ?? this.resellers;
    this.viewCharges = parts.viewCharges ?? this.viewCharges;
    this.nonMfaUsers = parts.nonMfaUsers ?? this.nonMfaUsers;
    this.mfaAdoption = parts.mfaAdoption ?? this.mfaAdoption;
    this.enforceViewCharges = parts.enforceViewCharges ?? this.enforceViewCharges;
    for (const [id, { activityLog, costs, deployments, resources, roleAssignments }] of Object.entries(
      parts.subscriptions ?? {},
    )) {
      const before = this.happened(id);
      before.activityLog = activityLog ?? before.activityLog;
      before.costs = costs ?? before.costs;
      before.deployments = deployments ?? before.deployments;
      before.resources = resources ?? before.resources;
      before.roleAssignments = roleAssignments ?? before.roleAssignments;
    }
    for (const [tenantId, lists] of Object.entries(parts.directories ?? {}))
      this.#directories.set(tenantId, { ...this.#directories.get(tenantId), ...lists });
    if (parts.registration !== undefined) this.registration = parts.registration ?? undefined;
  }

  /** Returns the events of a subscription, which may be changed in place. @param id in lower case */
  happened(id: string): Happened {
    const known = this.#happened.get(id);
    if (known !== undefined) return known;
    const none = {
      activityLog: [],
      costs: [],
      deployments: [],
      locks: [],
      resources: [],
      roleAssignments: [],
    };
    this.#happened.set(id, none);
    return none;
  }

  /** A list of Graph; undefined where the sandbox was given none. @param tenantId in lower case */
  directory(tenantId: string, path: string): readonly JsonMap[] | undefined {
    const lists = this.#directories.get(tenantId) ?? {};
    return Object.hasOwn(lists, path) ? lists[path] : undefined;
  }

  get parts(): JsonMap {
    const { alerts, customerInsights, fraudEvents, history, requirements, score, usageBudgets } = this;
    return { alerts, customerInsights, fraudEvents, history, requirements, score, usageBudgets };
  }
}
