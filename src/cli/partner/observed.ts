import { EndpointError } from "../../azure/endpoints.ts";
import type { Fleet } from "../../fleet/index.ts";
import type { PartnerObservations } from "../../partner/index.ts";
import { observePartner } from "../../partner/observe.ts";
import type { Console } from "../console.ts";
import { CommandError, EXIT } from "../exit-codes.ts";

/**
 * What Microsoft Graph shows of the partner: score, requirements, alerts. What it does not show says why, by itself.
 * @throws {CommandError} when the environment names an address without TLS
 */
export async function observed({ partner }: Fleet, console: Console): Promise<PartnerObservations> {
  const { env } = console;
  try {
    return await observePartner({
      tenantId: partner.tenantId,
      env,
      now: console.now(),
      say: (message) => console.err(message),
    });
  } catch (error) {
    if (error instanceof EndpointError) throw new CommandError(error.message, EXIT.invalid);
    throw error;
  }
}
