import { MonitorAadDiagnosticSetting, MonitorDiagnosticSetting } from "#engine";
import type { ArmType, AzapiSettings } from "../arm-type.ts";
import { subscriptionIdOf } from "./in-group.ts";

/** The properties of an export of logs. */
export interface DiagnosticSettingProperties {
  readonly workspaceId?: string;
  readonly storageAccountId?: string;
  readonly eventHubAuthorizationRuleId?: string;
  readonly eventHubName?: string;
  readonly marketplacePartnerId?: string;
  readonly logs: readonly { readonly category: string; readonly enabled: true }[];
}

/** Azure returns all categories, including disabled ones, in its own order, and ids in another case. */
const ANSWER: AzapiSettings = {
  ignoreCasing: true,
  listUniqueIdProperty: { "properties.logs": "category" },
  ignoreOtherItemsInList: ["properties.logs"],
};

/** Azure lists a subscription's settings under another provider than it writes them. Source: azurerm 4.55.0. */
export const DIAGNOSTIC_SETTING: ArmType<DiagnosticSettingProperties> = {
  type: "Microsoft.Insights/diagnosticSettings",
  azurerm: {
    type: MonitorDiagnosticSetting.tfResourceType,
    declare: (scope, id, { name, parent, properties }) =>
      new MonitorDiagnosticSetting(scope, id, {
        name,
        targetResourceId: subscriptionIdOf(parent),
        ...destinationOf(properties),
        ...(properties.marketplacePartnerId === undefined
          ? {}
          : { partnerSolutionId: properties.marketplacePartnerId }),
      }),
  },
  azapi: ANSWER,
  listing: {
    azurermImportId: (parentId, name) => `${parentId}|${name}`,
    listedIdEnd: (name) => `/diagnosticSettings/${name}`,
  },
};

/** Of the provider's tenant. Source of the arguments: azurerm 4.55.0. */
export const ENTRA_DIAGNOSTIC_SETTING: ArmType<DiagnosticSettingProperties> = {
  type: "Microsoft.AADIAM/diagnosticSettings",
  azurerm: {
    type: MonitorAadDiagnosticSetting.tfResourceType,
    declare: (scope, id, { name, properties }) =>
      new MonitorAadDiagnosticSetting(scope, id, { name, ...destinationOf(properties) }),
  },
  azapi: ANSWER,
};

function destinationOf(properties: DiagnosticSettingProperties) {
  const { eventHubAuthorizationRuleId, eventHubName, logs, storageAccountId, workspaceId } = properties;
  return {
    ...(workspaceId === undefined ? {} : { logAnalyticsWorkspaceId: workspaceId }),
    ...(storageAccountId === undefined ? {} : { storageAccountId }),
    ...(eventHubAuthorizationRuleId === undefined
      ? {}
      : { eventhubAuthorizationRuleId: eventHubAuthorizationRuleId }),
    ...(eventHubName === undefined ? {} : { eventhubName: eventHubName }),
    enabledLog: logs.map(({ category }) => ({ category })),
  };
}
