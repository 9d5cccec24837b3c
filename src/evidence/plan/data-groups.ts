import { items, member, textMember } from "../../text/json.ts";
import type { ArmResource } from "../evidence.ts";
import { Unknown } from "../value.ts";
import { asArmResource } from "./arm-resource.ts";
import { stateResources } from "./state-resources.ts";
import { anyUnknown } from "./unknowns.ts";

const ACTION_GROUP = "azurerm_monitor_action_group";

/**
 * Returns the action groups that the plan reads as data sources: they exist in Azure, and alerts of the plan may notify
 * them. Other data sources are ignored; alerts cannot be judged without their groups.
 */
export function groupsRead(
  plan: unknown,
  providerOf: (module: string, resource: string, type: string) => string | undefined,
): ArmResource[] {
  const read = stateResources(plan).filter(({ data, type }) => data && type === ACTION_GROUP);
  const open = items(member(plan, "resource_changes")).filter(
    (entry) => textMember(entry, "mode") === "data" && textMember(entry, "type") === ACTION_GROUP,
  );
  return [
    ...read.flatMap(({ address, values }) => groupOf(address, values, undefined) ?? []),
    // Read during the apply: only Azure knows its receivers.
    ...open.flatMap((entry) => {
      const change = member(entry, "change");
      if (!anyUnknown(member(change, "after_unknown"))) return [];
      const [address = "", module = "", name = ""] = ["address", "module_address", "name"].map((key) =>
        textMember(entry, key),
      );
      const subscription = providerOf(module, `data.${ACTION_GROUP}.${name}`, ACTION_GROUP);
      const group = groupOf(address, member(change, "after"), subscription);
      return group === undefined ? [] : [{ ...group, properties: new Unknown() }];
    }),
  ];
}

function groupOf(
  address: string,
  values: unknown,
  subscription: string | undefined,
): ArmResource | undefined {
  const group = asArmResource(ACTION_GROUP, values, subscription);
  const id = textMember(values, "id");
  return group === undefined ? undefined : { ...group, ...(id === undefined ? {} : { id }), address };
}
