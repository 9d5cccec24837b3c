import { z } from "zod";
import type { Service } from "../../azure/client.ts";
import { AzureFailure } from "../../azure/failure.ts";
import { member } from "../../text/json.ts";
import type { PartnerAlert } from "../graph/alerts.ts";
import { flag, instant, listOf, text } from "../graph/lenient.ts";

const resource = z
  .object({ azureResourceId: z.string(), type: text })
  .transform(({ azureResourceId, type }) => ({ id: azureResourceId, type }));

/** https://learn.microsoft.com/partner-center/developer/get-fraud-events, in the shape of Graph's alerts. */
const eventSchema: z.ZodType<PartnerAlert> = z
  .object({
    eventId: z.string().min(1),
    eventType: text,
    displayName: text,
    description: text,
    severity: z.string().catch("unknownFutureValue"),
    confidenceLevel: text,
    eventStatus: z.string().catch("unknownFutureValue"),
    eventTime: instant,
    firstObserved: instant,
    lastObserved: instant,
    resolvedReason: text,
    resolvedBy: text,
    resolvedOn: instant,
    customerTenantId: text,
    subscriptionId: text,
    affectedResources: listOf(resource),
    isTest: flag,
  })
  .transform(({ eventId, eventStatus, eventTime, eventType, ...same }) => ({
    ...same,
    id: eventId,
    status: eventStatus.toLowerCase(),
    // The older model has only one type of events.
    alertType: eventType ?? "NetworkConnectionsToCryptoMiningPools",
    severity: same.severity.toLowerCase(),
    detected: eventTime ?? same.firstObserved,
    resolvedReason: /^none$/i.test(same.resolvedReason ?? "")
      ? undefined
      : same.resolvedReason?.toLowerCase(),
    customerTenantId: same.customerTenantId?.toLowerCase(),
    subscriptionId: same.subscriptionId?.toLowerCase(),
  }));

const PAGE = 100;
const MAX_PAGES = 200;

/**
 * Reads the fraud events of the API that Graph's alerts replace. It needs a user's consent; an application alone is
 * refused.
 * @throws {AzureFailure}
 */
export async function listFraudEvents(
  partnerCenter: Service,
  options: { readonly active?: boolean } = {},
): Promise<PartnerAlert[]> {
  const found = new Map<string, PartnerAlert>();
  const status = options.active ? "EventStatus=Active&" : "";
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const path = `/v1/fraudEvents?${status}PageSize=${PAGE}&PageNumber=${page}`;
    const body = await partnerCenter.get(path, { "X-NewEventsModel": "true" });
    const events: unknown = Array.isArray(body) ? body : member(body, "items");
    if (!Array.isArray(events)) throw new AzureFailure("its answer has no list of fraud events");
    const before = found.size;
    for (const event of events) {
      const read = eventSchema.safeParse(event);
      if (!read.success) throw new AzureFailure("its answer has a fraud event without an id");
      found.set(read.data.id, read.data);
    }
    // A server without paging returns the same page again.
    if (events.length < PAGE || found.size === before) return [...found.values()];
  }
  throw new AzureFailure(`it lists more than ${MAX_PAGES * PAGE} fraud events`);
}
