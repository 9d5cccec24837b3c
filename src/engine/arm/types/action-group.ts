import { MonitorActionGroup } from "#engine";
import type { ArmType } from "../arm-type.ts";
import { resourceGroupNameOf } from "./in-group.ts";

interface Receiver {
  readonly name: string;
  readonly useCommonAlertSchema: boolean;
}

/** The properties of an action group. */
export interface ActionGroupProperties {
  readonly groupShortName: string;
  readonly enabled: true;
  readonly emailReceivers: readonly (Receiver & { readonly emailAddress: string })[];
  readonly webhookReceivers?: readonly (Receiver & { readonly serviceUri: string })[];
}

/** Source of the arguments: azurerm 4.55.0. */
export const ACTION_GROUP: ArmType<ActionGroupProperties> = {
  type: "Microsoft.Insights/actionGroups",
  azurerm: {
    type: MonitorActionGroup.tfResourceType,
    declare: (scope, id, { name, parent, properties, tags }) =>
      new MonitorActionGroup(scope, id, {
        name,
        resourceGroupName: resourceGroupNameOf(parent),
        shortName: properties.groupShortName,
        emailReceiver: [...properties.emailReceivers],
        ...(properties.webhookReceivers === undefined
          ? {}
          : { webhookReceiver: [...properties.webhookReceivers] }),
        ...(tags === undefined ? {} : { tags: { ...tags } }),
      }),
  },
};
