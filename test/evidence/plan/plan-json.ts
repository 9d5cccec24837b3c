import { type ArmResource, Unknown } from "../../../src/evidence/index.ts";

export const A = "00000000-0000-0000-0000-00000000000a";
export const B = "00000000-0000-0000-0000-00000000000b";

export interface Entry {
  readonly type?: string;
  readonly name: string;
  readonly module?: string;
  readonly index?: string | number;
  readonly after?: unknown;
  readonly before?: unknown;
  readonly unknown?: unknown;
  readonly actions?: readonly string[];
}

export const CONTACT = "azurerm_security_center_contact";
export const GROUP = "azurerm_monitor_action_group";
export const ALERT = "azurerm_monitor_activity_log_alert";

export function entry({
  actions = ["create"],
  after = null,
  before = null,
  index,
  module,
  name,
  type = CONTACT,
  unknown = {},
}: Entry) {
  const key = index === undefined ? "" : `[${JSON.stringify(index)}]`;
  return {
    address: `${module === undefined ? "" : `${module}.`}${type}.${name}${key}`,
    ...(module === undefined ? {} : { module_address: module }),
    ...(index === undefined ? {} : { index }),
    mode: "managed",
    type,
    name,
    change: { actions, before, after, after_unknown: unknown },
  };
}

export const configured = (name: string, expressions: unknown, type = CONTACT, provider = "azurerm") => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  name,
  provider_config_key: provider,
  expressions,
});

export const provider = (subscription_id: unknown, more = {}) => ({
  name: "azurerm",
  expressions: { subscription_id },
  ...more,
});
export const constant = (value: unknown) => ({ constant_value: value });
export const references = (...all: string[]) => ({ references: all });

export function plan(resource_changes: unknown[], configuration: unknown = {}, more = {}) {
  return { format_version: "1.2", resource_changes, configuration, ...more };
}

export const contact = { name: "default", email: "soc@fabrikam.example" };

export function actionGroupOf(alert: ArmResource | undefined): unknown {
  const json = JSON.parse(
    JSON.stringify(alert?.properties ?? {}, (_, value) =>
      value instanceof Unknown ? { unknown: value.waitsFor } : value,
    ),
  );
  const id = json.actions?.actionGroups?.[0]?.actionGroupId;
  return typeof id === "object" ? new Unknown(id.unknown) : id;
}
