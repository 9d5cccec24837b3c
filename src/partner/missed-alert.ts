import { quote } from "../fleet/echo.ts";
import { type Fleet, parseCalendarDate, type Subscription } from "../fleet/index.ts";
import { GUID } from "../text/guid.ts";

/** The data of a misuse without an alert. */
export interface MissedAlert {
  /** The full id of the misused resource. */
  readonly resource: string;
  /** `YYYY-MM-DD`, or an instant in ISO 8601 with its zone. */
  readonly from: string;
  readonly to: string;
}

/** A detail that support would reject; the message names the flag. */
export class MissedAlertError extends Error {}

/**
 * Returns the six details that Partner Center's support needs for a missing alert.
 * https://learn.microsoft.com/partner-center/azure-fraud-notification
 * @throws {MissedAlertError} when one of them is invalid
 */
export function missedAlertDetails(
  { partner }: Fleet,
  subscription: Subscription,
  { from, resource, to }: MissedAlert,
  now: Date,
) {
  const start = instantOf("--from", from, now);
  const end = instantOf("--to", to, now);
  if (end < start) throw new MissedAlertError(`--to must not be before --from (found ${quote(to)})`);
  return {
    partnerTenantId: partner.tenantId,
    customerTenantId: subscription.customer.tenantId,
    subscriptionId: subscription.id,
    resourceId: resourceOf(resource, subscription),
    impactStart: from,
    impactEnd: to,
  };
}

const RESOURCE = new RegExp(`^/subscriptions/${GUID}(/[^\\s/\\p{C}]+)+$`, "iu");

function resourceOf(text: string, { id }: Subscription): string {
  const isResource = RESOURCE.test(text) && text.length <= 2048;
  if (!isResource)
    throw new MissedAlertError(
      `--resource must be a full resource id, such as /subscriptions/${id}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm (found ${quote(text)})`,
    );
  if (!text.toLowerCase().startsWith(`/subscriptions/${id}/`))
    throw new MissedAlertError(`--resource is in another subscription than ${id} (found ${quote(text)})`);
  return text;
}

/** In milliseconds; a day means its first millisecond. */
function instantOf(flag: string, text: string, now: Date): number {
  const isDay = parseCalendarDate(text) !== undefined;
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  const time =
    isDay || (isInstant && parseCalendarDate(text.slice(0, 10)) !== undefined)
      ? Date.parse(text)
      : Number.NaN;
  if (Number.isNaN(time))
    throw new MissedAlertError(
      `${flag} must be a day (2026-11-20) or an instant with its zone (2026-11-20T14:00:00Z), found ${quote(text)}`,
    );
  if (time > now.getTime())
    throw new MissedAlertError(`${flag} must not be in the future (found ${quote(text)})`);
  return time;
}
