import { z } from "zod";
import type { Service } from "../../azure/client.ts";
import { AzureFailure } from "../../azure/failure.ts";

/** The event of a security alert. https://learn.microsoft.com/partner-center/developer/partner-center-webhook-events */
export const FRAUD_EVENT = "azure-fraud-event-detected";

/** Where Partner Center posts what happens: one for a tenant. */
export interface WebhookRegistration {
  readonly url: string;
  readonly events: readonly string[];
}

const PATH = "/webhooks/v1/registration";

const schema: z.ZodType<WebhookRegistration> = z
  .object({ WebhookUrl: z.string(), WebhookEvents: z.array(z.string()) })
  .transform(({ WebhookEvents, WebhookUrl }) => ({ url: WebhookUrl, events: WebhookEvents }));

/** @returns undefined where none is registered @throws {AzureFailure} */
export async function readRegistration(partnerCenter: Service): Promise<WebhookRegistration | undefined> {
  try {
    return read(await partnerCenter.get(PATH));
  } catch (error) {
    if (error instanceof AzureFailure && error.status === 404) return undefined;
    throw error;
  }
}

/**
 * Registers the address for security alerts, besides the events that are registered already.
 * @throws {AzureFailure}
 */
export async function register(partnerCenter: Service, url: string): Promise<WebhookRegistration> {
  const before = await readRegistration(partnerCenter);
  const events = [...new Set([...(before?.events ?? []), FRAUD_EVENT])];
  const body = { WebhookUrl: url, WebhookEvents: events };
  const method = before === undefined ? "POST" : "PUT";
  return read((await partnerCenter.send({ method, path: PATH, body })).body);
}

function read(answer: unknown): WebhookRegistration {
  const registration = schema.safeParse(answer);
  if (registration.success) return registration.data;
  throw new AzureFailure("its answer is no registration of a webhook");
}
