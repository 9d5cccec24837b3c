import { z } from "zod";
import { AzureFailure } from "../../azure/failure.ts";
import type { Graph } from "./graph.ts";
import { flag, instant, listOf, text } from "./lenient.ts";

/** Why an alert was resolved. */
export const REASONS = ["legitimate", "fraud", "ignore"] as const;
export type Reason = (typeof REASONS)[number];

/**
 * A security alert about a customer's subscription, of Graph or of the older fraud events.
 * https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityalert
 */
export interface PartnerAlert {
  readonly id: string;
  readonly displayName?: string | undefined;
  readonly description?: string | undefined;
  /** Open: new ones come without notice. */
  readonly alertType: string;
  /** informational, low, medium, high, or an unknown value. */
  readonly severity: string;
  readonly confidenceLevel?: string | undefined;
  /** active, investigating, resolved, or an unknown value. */
  readonly status: string;
  readonly resolvedReason?: string | undefined;
  readonly resolvedBy?: string | undefined;
  readonly resolvedOn?: string | undefined;
  /** Instants, ISO 8601; undefined if they cannot be read. */
  readonly detected?: string | undefined;
  readonly firstObserved?: string | undefined;
  readonly lastObserved?: string | undefined;
  readonly customerTenantId?: string | undefined;
  /** The tenant of the indirect reseller, in lower case. */
  readonly resellerTenantId?: string | undefined;
  /** In lower case. */
  readonly subscriptionId?: string | undefined;
  readonly affectedResources: readonly { readonly id: string; readonly type: string | undefined }[];
  readonly isTest: boolean;
}

const resource = z
  .object({ resourceId: z.string(), resourceType: text })
  .transform(({ resourceId, resourceType }) => ({ id: resourceId, type: resourceType }));

const alertSchema: z.ZodType<PartnerAlert> = z
  .object({
    id: z.string().min(1),
    displayName: text,
    description: text,
    alertType: z.string().catch("unknownFutureValue"),
    severity: z.string().catch("unknownFutureValue"),
    confidenceLevel: text,
    status: z.string().catch("unknownFutureValue"),
    resolvedReason: text,
    resolvedBy: text,
    resolvedOnDateTime: instant,
    detectedDateTime: instant,
    firstObservedDateTime: instant,
    lastObservedDateTime: instant,
    customerTenantId: text,
    valueAddedResellerTenantId: text,
    subscriptionId: text,
    affectedResources: listOf(resource),
    isTest: flag,
  })
  .transform((found) => {
    const {
      detectedDateTime,
      firstObservedDateTime,
      lastObservedDateTime,
      resolvedOnDateTime,
      valueAddedResellerTenantId,
      ...same
    } = found;
    return {
      ...same,
      resolvedOn: resolvedOnDateTime,
      detected: detectedDateTime,
      firstObserved: firstObservedDateTime,
      lastObserved: lastObservedDateTime,
      customerTenantId: found.customerTenantId?.toLowerCase(),
      resellerTenantId: valueAddedResellerTenantId?.toLowerCase(),
      subscriptionId: found.subscriptionId?.toLowerCase(),
    };
  });

/** An alert is open until it is resolved; investigating does not answer it. */
export const OPEN_STATUSES: readonly string[] = ["active", "investigating"];

const ALERTS = "/security/partner/securityAlerts";
const PAGE = 100;

/** Returns all alerts, or the open ones: active, or under investigation. @throws {AzureFailure} */
export async function listAlerts(
  graph: Graph,
  options: { readonly open?: boolean } = {},
): Promise<PartnerAlert[]> {
  const filters = options.open ? OPEN_STATUSES.map((status) => `&$filter=status eq '${status}'`) : [""];
  const alerts = new Map<string, PartnerAlert>();
  for (const filter of filters) {
    for await (const page of graph.list(`${ALERTS}?$top=${PAGE}${filter}`)) {
      for (const alert of page.map(readAlert)) alerts.set(alert.id, alert);
    }
  }
  return [...alerts.values()];
}

/** @throws {AzureFailure} with status 404 when there is none */
export async function getAlert(graph: Graph, id: string): Promise<PartnerAlert> {
  return readAlert(await graph.get(`${ALERTS}/${encodeURIComponent(id)}`));
}

/** Sets the alert to resolved. @throws {AzureFailure} */
export async function resolveAlert(graph: Graph, id: string, reason: Reason): Promise<void> {
  await graph.patch(`${ALERTS}/${encodeURIComponent(id)}`, { status: "resolved", resolvedReason: reason });
}

/** Sets the alert to investigating. It stays open. @throws {AzureFailure} */
export async function investigateAlert(graph: Graph, id: string): Promise<void> {
  await graph.patch(`${ALERTS}/${encodeURIComponent(id)}`, { status: "investigating" });
}

function readAlert(value: unknown): PartnerAlert {
  const read = alertSchema.safeParse(value);
  if (read.success) return read.data;
  throw new AzureFailure("its answer has an alert without an id");
}
