import { isMap, type Value } from "../value.ts";
import { attribute, block, joined, mapBlocks, onOff, orDefault, renamed } from "./attributes.ts";
import type { Mapper } from "./mapper.ts";

const OLD_NAME = "default1";

/** Maps the contact, which azurerm writes through the API of 2017 in that API's shape. */
export const securityCenterContact: Mapper = (values, scope) => {
  // azurerm before 3.38 had no such argument and wrote this name, which Azure ignores.
  const name = orDefault(attribute(values, "name"), OLD_NAME);
  return {
    type: "Microsoft.Security/securityContacts",
    apiVersion: "2017-08-01-preview",
    name,
    id: joined(scope, "/providers/Microsoft.Security/securityContacts/", name),
    properties: {
      email: attribute(values, "email"),
      phone: attribute(values, "phone"),
      alertNotifications: onOff(attribute(values, "alert_notifications")),
      alertsToAdmins: onOff(attribute(values, "alerts_to_admins")),
    },
  };
};

export const securityCenterSubscriptionPricing: Mapper = (values, scope) => {
  const name = orDefault(attribute(values, "resource_type"), "VirtualMachines");
  return {
    type: "Microsoft.Security/pricings",
    apiVersion: "2023-01-01",
    name,
    id: joined(scope, "/providers/Microsoft.Security/pricings/", name),
    properties: withExtensions(values, renamed(values, { tier: "pricingTier", subplan: "subPlan" })),
  };
};

/** azurerm names the extensions that are on; it switches all others off. */
function withExtensions(values: Value, properties: Value): Value {
  if (block(values, "extension") === null || !isMap(properties)) return properties;
  const extensions = mapBlocks(values, "extension", (item) => {
    const settings = attribute(item, "additional_extension_properties");
    const on = { name: attribute(item, "name"), isEnabled: "True" };
    return settings === null ? on : { ...on, additionalExtensionProperties: settings };
  });
  return { ...properties, extensions };
}
