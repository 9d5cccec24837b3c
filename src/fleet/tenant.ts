import { USUAL_ENTRA_LOGS } from "../../constructs/entra-log-categories.ts";
import type { FleetDocument } from "./document.ts";
import type { Customer, EntraLogSettings, Tenant } from "./fleet.ts";
import { merge } from "./merge.ts";
import type { Fault } from "./problem.ts";
import type { CustomerFile } from "./schema.ts";
import type { TenantLayer } from "./tenant-schema.ts";

const PATH = ["tenantBaseline", "entraLogExport"];
/** Without these the export is none of what it is for. */
const NEEDED = ["AuditLogs", "SignInLogs"] as const;

type Export = Exclude<TenantLayer["entraLogExport"], undefined | false>;

/**
 * The tenant of a customer, where partner and customer together ask something of it: undefined where they do not.
 * Faults have their paths in the customer's file.
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
  message: `${PATH.join(".")} needs access of model customer-app: a delegation by Lighthouse does not reach Entra`,
  hint: `Where the customer has no application for the partner, ${OFF}`,
};
const NO_SUBSCRIPTION = {
  message: `${PATH.join(".")} needs a subscription of the customer: azurerm has to be set up for one`,
  hint: `Where there is none, ${OFF}`,
};
const NO_DESTINATION = {
  message: `${PATH.join(".")} must have a workspaceId or a storageAccountId`,
  hint: `To switch it off ${OFF}`,
};
