import { DEFAULTS } from "../../constructs/defaults.ts";
import { USUAL_ENTRA_LOGS } from "../../constructs/entra-log-categories.ts";
import type { FleetDocument } from "./document.ts";
import type {
  Customer,
  EntraLogSettings,
  Subscription,
  Tenant,
  TenantAlertSettings,
  TenantSetting,
} from "./fleet.ts";
import { merge } from "./merge.ts";
import type { Fault } from "./problem.ts";
import type { CustomerFile } from "./schema.ts";
import type { TenantLayer } from "./tenant-schema.ts";

/** The categories without which the export has no purpose. */
const NEEDED = ["AuditLogs", "SignInLogs"] as const;

type SettingOf<Name extends TenantSetting> = Exclude<TenantLayer[Name], undefined | false>;
type FaultText = Omit<Fault, "path">;

/**
 * Returns the tenant of a customer if partner and customer configure it, else undefined. Paths of faults refer to the
 * customer's file. The customer's exceptions must be known.
 */
export function tenantOf(
  { content, file }: FleetDocument<CustomerFile>,
  customer: Customer,
  partner: TenantLayer | undefined,
): { readonly tenant: Tenant } | { readonly faults: readonly Fault[] } | undefined {
  const own = content.tenantBaseline;
  const { entraLogExport = false, serviceHealthAlert } = merge<TenantLayer>(partner ?? {}, own);
  const wanted = [
    ...(entraLogExport === false ? [] : (["entraLogExport"] as const)),
    ...(serviceHealthAlert ? (["serviceHealthAlert"] as const) : []),
  ];
  const [first] = wanted;
  if (first === undefined) return undefined;
  const pathOf = (setting: TenantSetting) =>
    own?.[setting] === undefined ? ["customer"] : ["tenantBaseline", setting];
  const [subscription] = customer.subscriptions;
  const exported = entraLogExport === false ? undefined : exportOf(entraLogExport);
  const alert = serviceHealthAlert ? alertOf(serviceHealthAlert, customer) : undefined;
  const faultOf = (setting: TenantSetting): FaultText | undefined =>
    generalFault(setting, customer) ??
    (setting === "entraLogExport" ? exported && exportFault(exported) : alertFault(alert, subscription));
  const faults = wanted.flatMap((setting): Fault[] => {
    const fault = faultOf(setting);
    return fault === undefined ? [] : [{ path: pathOf(setting), ...fault }];
  });
  if (faults.length > 0 || subscription === undefined) return { faults };
  return {
    tenant: {
      id: `tenant-${customer.tenantId}`,
      name: "tenant",
      customer,
      subscription,
      ...(exported === undefined ? {} : { entraLogExport: exported }),
      ...(serviceHealthAlert === false ? { serviceHealthAlert } : {}),
      ...(alert?.actionGroupId === undefined
        ? {}
        : { serviceHealthAlert: { ...alert, actionGroupId: alert.actionGroupId } }),
      position: (setting = first) => file.locate(pathOf(setting)),
    },
  };
}

function exportOf({
  categories,
  storageAccountId = false,
  workspaceId = false,
}: SettingOf<"entraLogExport">): EntraLogSettings {
  return {
    ...(workspaceId === false ? {} : { workspaceId }),
    ...(storageAccountId === false ? {} : { storageAccountId }),
    categories: categories ?? USUAL_ENTRA_LOGS,
  };
}

/** The action group is undefined where the fleet names none and the first subscription's baseline declares none. */
type AlertDraft = Omit<TenantAlertSettings, "actionGroupId"> & { readonly actionGroupId: string | undefined };

function alertOf(
  { actionGroupId = false, managementGroup = false }: SettingOf<"serviceHealthAlert">,
  { subscriptions: [first], tenantId }: Customer,
): AlertDraft {
  return {
    actionGroupId: actionGroupId === false ? first && groupOf(first) : actionGroupId,
    managementGroup: managementGroup === false ? tenantId : managementGroup,
  };
}

/** Returns the action group that a subscription's stack declares; undefined where an exception leaves it out. */
function groupOf({ baseline, exceptions, id }: Subscription): string | undefined {
  if (exceptions.some(({ control, expired }) => control === "action-group" && !expired)) return undefined;
  return `/subscriptions/${id}/resourceGroups/${baseline.resourceGroup}/providers/Microsoft.Insights/actionGroups/${DEFAULTS.actionGroup}`;
}

function generalFault(setting: TenantSetting, { access, subscriptions }: Customer): FaultText | undefined {
  const path = `tenantBaseline.${setting}`;
  const off = `write tenantBaseline: { ${setting}: false }.`;
  if (access.model !== "customer-app") {
    return {
      message: `${path} needs access model customer-app: a Lighthouse delegation does not cover ${REACH[setting]}`,
      hint: `Where the customer has no application for the partner, ${off}`,
    };
  }
  if (subscriptions.length > 0) return undefined;
  return {
    message: `${path} needs a subscription of the customer, for which ${NEEDS[setting]}`,
    hint: `Otherwise, ${off}`,
  };
}

const REACH = { entraLogExport: "Entra", serviceHealthAlert: "management groups" } as const;
const NEEDS = {
  entraLogExport: "azurerm is configured",
  serviceHealthAlert: "azapi is configured",
} as const;

function exportFault({ categories, storageAccountId, workspaceId }: EntraLogSettings): FaultText | undefined {
  const path = "tenantBaseline.entraLogExport";
  if (workspaceId === undefined && storageAccountId === undefined) {
    return {
      message: `${path} must have a workspaceId or a storageAccountId`,
      hint: "To switch it off write tenantBaseline: { entraLogExport: false }.",
    };
  }
  const missing = NEEDED.filter((category) => !categories.includes(category));
  if (missing.length === 0) return undefined;
  return {
    message: `${path}.categories must have ${NEEDED.join(" and ")}: ${missing.join(" and ")} would not be exported`,
  };
}

function alertFault(alert: AlertDraft | undefined, first: Subscription | undefined): FaultText | undefined {
  if (alert === undefined || alert.actionGroupId !== undefined || first === undefined) return undefined;
  return {
    message: `tenantBaseline.serviceHealthAlert has no action group to notify: the control action-group is excepted for ${first.name}, the customer's first subscription`,
    hint: "Write its actionGroupId: the resource id of an action group in the customer's tenant.",
  };
}
