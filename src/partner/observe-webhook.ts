import { azureFailure } from "../azure/failure.ts";
import { messageOf } from "../text/error-message.ts";
import { type ConnectPartnerOptions, connectPartnerCenter } from "./connect.ts";
import type { PartnerObservations } from "./observations.ts";
import { readRegistration } from "./partner-center/webhook-registration.ts";
import { journalCounts } from "./webhook/journal.ts";

/**
 * Reads Partner Center's registration of a webhook. Failures are returned.
 * @throws {EndpointError} when the environment names an address without TLS
 */
export async function observeRegistration(
  options: ConnectPartnerOptions,
): Promise<NonNullable<PartnerObservations["webhookRegistration"]>> {
  const partnerCenter = await connectPartnerCenter(options);
  try {
    const found = await readRegistration(partnerCenter);
    return {
      address: found === undefined ? undefined : withoutQuery(found.url),
      events: found?.events ?? [],
    };
  } catch (error) {
    const { message, status } = azureFailure(error);
    return { unread: status === 403 ? `missing role Admin agent: ${message}` : message };
  }
}

/** Reads the receiver's journal. */
export async function observeJournal(
  folder: string,
): Promise<NonNullable<PartnerObservations["webhookJournal"]>> {
  try {
    return await journalCounts(folder);
  } catch (error) {
    return { unread: messageOf(error) };
  }
}

function withoutQuery(url: string): string {
  if (!URL.canParse(url)) return "an unreadable address";
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
