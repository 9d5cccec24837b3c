import { USUAL_ENTRA_LOGS } from "../../constructs/entra-log-categories.ts";
import type { FleetDocument } from "./document.ts";
import type { Customer, EntraLogSettings, Tenant } from "./fleet.ts";
import { merge } from "./merge.ts";
import type { Fault } from "./problem.ts";
import type { CustomerFile } from "./schema.ts";
import type { TenantLayer } from "./tenant-schema.ts";

const PATH = ["tenantBaseline", "entraLogExport"];
/** The categories without which the export has no purpose. */
const NEEDED = ["AuditLogs", "SignInLogs"] as const;

type Export = Exclude<TenantLayer["entraLogExport"], undefined | false>;

/**
 * Returns the tenant of a customer if partner and customer configure it, else undefined. Paths of faults refer to the
 * customer's file.
 */
export function tenantOf(
  { content, file }: FleetDocument<CustomerFile>,
  customer: Customer,
  partner: TenantLayer | undefined,
): { readonly tenant: Tenant } | { readonly fault: Fault } | undefined {
  const own = content.tenantBaseline?.entraLogExport;
  const { entraLogExport: wanted = false } = merge<TenantLayer>(partner ?? {}, content.tenantBaseline);
  if (wanted === false) return undefined;
  const path = own === undefined ? ["customer"] : PATH;
  const settings = settingsOf(wanted);
  const [subscription] = customer.subscriptions;
  if (customer.access.model !== "customer-app") return { fault: { path, ...NOT_DELEGATED } };
  if (subscription === undefined) return { fault: { path, ...NO_SUBSCRIPTION } };
  if (settings.workspaceId === undefined && settings.storageAccountId === undefined)
    return { fault: { path, ...NO_DESTINATION } };
  const missing = NEEDED.filter((category) => !settings.categories.includes(category));
  if (missing.length > 0) {
    const message = `${PATH.join(".")}.categories must have ${NEEDED.join(" and ")}: ${missing.join(" and ")} would not be exported`;
    return { fault: { path, message } };
  }
  return {
    tenant: {
      id: `tenant-${customer.tenantId}`,
      name: "tenant",
      customer,
      subscription,
      entraLogExport: settings,
      position: () => file.locate(path),
    },
  };
}

function settingsOf({ categories, storageAccountId = false, workspaceId = false }: Export): EntraLogSettings {
  return {
    ...(workspaceId === false ? {} : { workspaceId }),
    ...(storageAccountId === false ? {} : { storageAccountId }),
    categories: categories ?? USUAL_ENTRA_LOGS,
  };
}

const OFF = "write tenantBaseline: { entraLogExport: false }.";
const NOT_DELEGATED = {
  message: `${PATH.join(".")} needs access model customer-app: a Lighthouse delegation does not cover Entra`,
  hint: `Where the customer has no application for the partner, ${OFF}`,
};
const NO_SUBSCRIPTION = {
  message: `${PATH.join(".")} needs a subscription of the customer, for which azurerm is configured`,
  hint: `Otherwise, ${OFF}`,
};
const NO_DESTINATION = {
  message: `${PATH.join(".")} must have a workspaceId or a storageAccountId`,
  hint: `To switch it off ${OFF}`,
};
