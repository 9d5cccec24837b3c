import { z } from "zod";
import type { Service } from "../../azure/client.ts";
import { AzureFailure } from "../../azure/failure.ts";
import { member } from "../../text/json.ts";

/** The event of a security alert. https://learn.microsoft.com/partner-center/developer/partner-center-webhook-events */
export const FRAUD_EVENT = "azure-fraud-event-detected";
/** The event of a customer whose Azure usage exceeded the spending budget of Partner Center. */
export const THRESHOLD_EVENT = "usagerecords-thresholdExceeded";
/** The event that `POST .../registration/validationEvents` triggers. */
export const TEST_EVENT = "test-created";
/** The events that `csp-baseline partner webhook serve` processes. All others belong to another system. */
export const OWN_EVENTS: readonly string[] = [FRAUD_EVENT, THRESHOLD_EVENT, TEST_EVENT];

/** Returns whether an event is one of {@link OWN_EVENTS}, in any casing. */
export function isOwnEvent(name: string): boolean {
  return OWN_EVENTS.some((own) => own.toLowerCase() === name.toLowerCase());
}

/** The address for events. A tenant has one registration, and a new one replaces it. */
export interface WebhookRegistration {
  readonly url: string;
  readonly events: readonly string[];
}

const PATH = "/webhooks/v1/registration";

/** The documentation writes `WebhookUrl`; deployed clients also read `webhookUrl`. */
const schema = z
  .object({
    WebhookUrl: z.string().optional(),
    webhookUrl: z.string().optional(),
    WebhookEvents: z.array(z.string()).optional(),
    webhookEvents: z.array(z.string()).optional(),
  })
  .transform(({ WebhookEvents, WebhookUrl, webhookEvents, webhookUrl }) => ({
    url: WebhookUrl ?? webhookUrl,
    events: WebhookEvents ?? webhookEvents,
  }));

/** @returns undefined where none is registered @throws {AzureFailure} */
export async function readRegistration(partnerCenter: Service): Promise<WebhookRegistration | undefined> {
  try {
    return registrationOf(await partnerCenter.get(PATH));
  } catch (error) {
    if (error instanceof AzureFailure && error.status === 404) return undefined;
    throw error;
  }
}

/** Returns the events that Partner Center offers. @throws {AzureFailure} */
export async function offeredEvents(partnerCenter: Service): Promise<readonly string[]> {
  const read = z
    .array(z.string().max(200))
    .max(500)
    .safeParse(await partnerCenter.get(`${PATH}/events`));
  if (read.success) return read.data;
  throw new AzureFailure("its answer is not a list of events");
}

/**
 * Writes the registration in place of an existing one.
 * @param isThere whether one is registered: it is then updated, and otherwise created
 * @throws {AzureFailure} also when the answer names another address or lacks an event
 */
export async function writeRegistration(
  partnerCenter: Service,
  { events, url }: WebhookRegistration,
  isThere: boolean,
): Promise<void> {
  const body = { WebhookUrl: url, WebhookEvents: events };
  const answer = await partnerCenter.send({ method: isThere ? "PUT" : "POST", path: PATH, body });
  const written = registrationOf(answer.body);
  const missing = events.filter((event) => !written.events.includes(event));
  if (written.url !== url)
    throw new AzureFailure("its answer names another address than the one that was sent");
  if (missing.length > 0) throw new AzureFailure(`its answer lacks ${missing.join(", ")}`);
}

function registrationOf(answer: unknown): WebhookRegistration {
  const { events, url } = schema.safeParse(answer).data ?? {};
  if (events !== undefined && url !== undefined) return { url, events };
  throw new AzureFailure("its answer is not a registration of a webhook");
}

/** The delivery state of a test event. */
export interface TestDelivery {
  /** `pending`, `completed` and similar, as Partner Center writes it. */
  readonly status: string;
  /** One for each attempt: `OK`, `InternalServerError`. */
  readonly results: readonly { readonly code: string; readonly message: string }[];
}

const deliverySchema = z.object({
  status: z.string().max(100).catch("unknown"),
  results: z
    .array(
      z.object({
        responseCode: z.union([z.string(), z.number()]).transform(String).catch("unknown"),
        responseMessage: z.string().catch(""),
      }),
    )
    .max(100)
    .nullish()
    .catch([]),
});

/**
 * Requests a test event from Partner Center: at most two a minute. @returns its correlation id @throws {AzureFailure}
 */
export async function requestTestEvent(partnerCenter: Service): Promise<string> {
  const answer = await partnerCenter.send({ method: "POST", path: `${PATH}/validationEvents` });
  const id = member(answer.body, "correlationId");
  if (typeof id === "string" && /^[\w-]{1,100}$/.test(id)) return id;
  throw new AzureFailure("its answer has no correlationId");
}

/** Returns the delivery state of a test event. @throws {AzureFailure} */
export async function testDelivery(partnerCenter: Service, correlationId: string): Promise<TestDelivery> {
  const read = deliverySchema.safeParse(await partnerCenter.get(`${PATH}/validationEvents/${correlationId}`));
  if (!read.success) throw new AzureFailure("its answer is not the state of a test event");
  const { results, status } = read.data;
  return {
    status,
    results: (results ?? []).map(({ responseCode, responseMessage }) => ({
      code: responseCode,
      message: responseMessage,
    })),
  };
}
