import { EndpointError } from "../../azure/endpoints.ts";
import type { Fleet } from "../../fleet/index.ts";
import type { PartnerObservations } from "../../partner/index.ts";
import { observePartner } from "../../partner/observe.ts";
import { observeCostVisibility } from "../../partner/observe-cost-visibility.ts";
import { observeJournal, observeRegistration } from "../../partner/observe-webhook.ts";
import { observeSightings } from "../../partner/sightings/index.ts";
import type { Console } from "../console.ts";
import { CommandError, EXIT } from "../exit-codes.ts";

/**
 * Reads the partner's score, requirements and alerts from Microsoft Graph. Failures are returned.
 * @throws {CommandError} when the environment names an address without TLS
 */
export async function observed(fleet: Fleet, console: Console): Promise<PartnerObservations> {
  const { partner } = fleet;
  const { env } = console;
  const options = { tenantId: partner.tenantId, env, say: (message: string) => console.err(message) };
  try {
    const now = console.now();
    const [observations, webhookRegistration, costVisibility, sightings] = await Promise.all([
      observePartner({ ...options, now }),
      partner.webhook === undefined ? undefined : observeRegistration(options),
      partner.costVisibility === undefined ? undefined : observeCostVisibility(fleet, options),
      partner.observeDuties === undefined
        ? undefined
        : observeSightings(fleet, { ...options, now, customers: partner.observeDuties === "customers" }),
    ]);
    return {
      ...observations,
      ...(webhookRegistration === undefined ? {} : { webhookRegistration }),
      ...(costVisibility === undefined ? {} : { costVisibility }),
      ...(sightings === undefined ? {} : { sightings }),
    };
  } catch (error) {
    if (error instanceof EndpointError) throw new CommandError(error.message, EXIT.invalid);
    throw error;
  }
}

/** Reads the journal of the webhook's receiver, if the environment names it. Connects to no service. */
export async function observedJournal({ env }: Console): Promise<PartnerObservations> {
  const folder = env["CSP_BASELINE_WEBHOOK_JOURNAL"];
  return folder ? { webhookJournal: await observeJournal(folder) } : {};
}
