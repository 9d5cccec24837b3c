import { findCustomer } from "../../../fleet/find.ts";
import { type Fleet, parseCalendarDate } from "../../../fleet/index.ts";
import { NotFoundError } from "../../../fleet/not-found.ts";
import type { FleetAlert } from "../../../partner/alerts.ts";
import { isGuid } from "../../../text/guid.ts";
import { CommandError, EXIT } from "../../exit-codes.ts";
import { resellerTenant } from "../../resellers.ts";

/** Options that narrow the list of alerts. */
export interface AlertFilters {
  readonly customer?: string;
  readonly reseller?: string;
  readonly since?: string;
}

/**
 * Returns whether an alert matches. @throws {CommandError} when an option is malformed, or the fleet has no such
 * customer
 */
export function alertFilter(
  { customer, reseller, since }: AlertFilters,
  fleet: Fleet,
): (alert: FleetAlert) => boolean {
  const tenantId = customer === undefined ? undefined : tenantOf(customer, fleet);
  if (since !== undefined && parseCalendarDate(since) === undefined) {
    throw new CommandError("--since must be a date, YYYY-MM-DD", EXIT.invalid);
  }
  const [resellerId, first] = [
    reseller === undefined ? undefined : resellerTenant(reseller, fleet),
    since === undefined ? undefined : Date.parse(since),
  ];
  return ({
    customer: key,
    customerTenantId,
    detected,
    firstObserved,
    reseller: known,
    resellerTenantId,
  }) => {
    const time = Date.parse(detected ?? firstObserved ?? "");
    // An alert without a date is shown, because it may be of that time.
    const isSince = first === undefined || Number.isNaN(time) || time >= first;
    const isOfCustomer =
      tenantId === undefined ||
      customerTenantId === tenantId ||
      (key !== undefined && fleet.customers.some((one) => one.key === key && one.tenantId === tenantId));
    return (
      isSince &&
      isOfCustomer &&
      (resellerId === undefined || (resellerTenantId ?? known?.tenantId) === resellerId)
    );
  };
}

/** A tenant need not be in the fleet: alerts come for all customers of the partner. */
function tenantOf(name: string, fleet: Fleet): string {
  if (isGuid(name)) return name.toLowerCase();
  try {
    return findCustomer(fleet, name).tenantId.toLowerCase();
  } catch (error) {
    if (error instanceof NotFoundError) throw new CommandError(error.message, EXIT.invalid);
    throw error;
  }
}
