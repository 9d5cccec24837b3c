import { MonitorActionGroup } from "#engine";
import type { ArmType } from "../arm-type.ts";
import { resourceGroupNameOf } from "./in-group.ts";

interface Named {
  readonly name: string;
}
interface Receiver extends Named {
  readonly useCommonAlertSchema: boolean;
}
interface PhoneReceiver extends Named {
  readonly countryCode: string;
  readonly phoneNumber: string;
}
interface WebhookReceiver extends Receiver {
  readonly serviceUri: string;
  /** Whether Azure authenticates with an Entra token for the application `objectId`. */
  readonly useAadAuth?: true;
  readonly objectId?: string;
  readonly identifierUri?: string;
  readonly tenantId?: string;
}

/** The properties of an action group, API 2023-01-01. */
export interface ActionGroupProperties {
  readonly groupShortName: string;
  readonly enabled: true;
  readonly emailReceivers: readonly (Receiver & { readonly emailAddress: string })[];
  readonly webhookReceivers?: readonly WebhookReceiver[];
  readonly smsReceivers?: readonly PhoneReceiver[];
  readonly voiceReceivers?: readonly PhoneReceiver[];
  readonly azureAppPushReceivers?: readonly (Named & { readonly emailAddress: string })[];
  readonly armRoleReceivers?: readonly (Receiver & { readonly roleId: string })[];
  readonly logicAppReceivers?: readonly (Receiver & {
    readonly resourceId: string;
    readonly callbackUrl: string;
  })[];
  readonly azureFunctionReceivers?: readonly (Receiver & {
    readonly functionAppResourceId: string;
    readonly functionName: string;
    readonly httpTriggerUrl: string;
  })[];
  readonly eventHubReceivers?: readonly (Receiver & {
    readonly eventHubNameSpace: string;
    readonly eventHubName: string;
    readonly subscriptionId: string;
    readonly tenantId?: string;
  })[];
  readonly automationRunbookReceivers?: readonly (Receiver & {
    readonly automationAccountId: string;
    readonly runbookName: string;
    readonly webhookResourceId: string;
    readonly isGlobalRunbook: boolean;
    readonly serviceUri: string;
  })[];
  readonly itsmReceivers?: readonly (Named & {
    readonly workspaceId: string;
    readonly connectionId: string;
    readonly ticketConfiguration: string;
    readonly region: string;
  })[];
}

/** Source of the arguments: azurerm 4.55.0. */
export const ACTION_GROUP: ArmType<ActionGroupProperties> = {
  type: "Microsoft.Insights/actionGroups",
  azurerm: {
    type: MonitorActionGroup.tfResourceType,
    declare: (scope, id, { name, parent, properties, tags }) => {
      const { emailReceivers, enabled: _, groupShortName, ...others } = properties;
      return new MonitorActionGroup(scope, id, {
        name,
        resourceGroupName: resourceGroupNameOf(parent),
        shortName: groupShortName,
        emailReceiver: [...emailReceivers],
        ...blocksOf(others),
        ...(tags === undefined ? {} : { tags: { ...tags } }),
      });
    },
  },
};

type Others = Omit<ActionGroupProperties, "emailReceivers" | "enabled" | "groupShortName">;

/** azurerm's blocks have ARM's members, except those of webhooks and event hubs. */
function blocksOf(others: Others): Partial<ConstructorParameters<typeof MonitorActionGroup>[2]> {
  const { eventHubReceivers, webhookReceivers } = others;
  const block = <Name extends string, Item>(name: Name, items: readonly Item[] | undefined) =>
    items === undefined ? {} : { [name]: items.map((item) => ({ ...item })) };
  return {
    ...block("webhookReceiver", webhookReceivers?.map(azurermWebhook)),
    ...block("smsReceiver", others.smsReceivers),
    ...block("voiceReceiver", others.voiceReceivers),
    ...block("azureAppPushReceiver", others.azureAppPushReceivers),
    ...block("armRoleReceiver", others.armRoleReceivers),
    ...block("logicAppReceiver", others.logicAppReceivers),
    ...block("azureFunctionReceiver", others.azureFunctionReceivers),
    ...block(
      "eventHubReceiver",
      eventHubReceivers?.map(({ eventHubNameSpace: eventHubNamespace, ...hub }) => ({
        ...hub,
        eventHubNamespace,
      })),
    ),
    ...block("automationRunbookReceiver", others.automationRunbookReceivers),
    ...block("itsmReceiver", others.itsmReceivers),
  };
}

function azurermWebhook({ identifierUri, objectId, tenantId, useAadAuth: _, ...webhook }: WebhookReceiver) {
  if (objectId === undefined) return webhook;
  return {
    ...webhook,
    aadAuth: {
      objectId,
      ...(identifierUri === undefined ? {} : { identifierUri }),
      ...(tenantId === undefined ? {} : { tenantId }),
    },
  };
}
