import { ALERT, type Attack, at, BUDGET, CONTACT, GROUP, set } from "../support/edits.ts";

/** Unknown arguments and meta-arguments on resources of the baseline. */
export const NOT_UNDERSTOOD: readonly Attack[] = [
  [
    "sensitive_body",
    "azapi merges it over the body",
    set(CONTACT, { sensitive_body: { properties: { isEnabled: false } } }),
    "sensitive_body is not supported",
  ],
  [
    "a body with a property twice",
    "Azure takes one of them",
    (json) => Object.assign(at(json, CONTACT)["body"]["properties"], { IsEnabled: false }),
    "body.properties.IsEnabled is declared twice",
  ],
  [
    "a body with a property that no reader knows",
    "it may switch the contact off",
    (json) => Object.assign(at(json, CONTACT)["body"]["properties"], { mutedUntil: "2030-01-01" }),
    "body.properties.mutedUntil is not supported",
  ],
  [
    "a body with a flag as text",
    "Azure reads the text as it likes",
    (json) => Object.assign(at(json, CONTACT)["body"]["properties"], { isEnabled: "false" }),
    "body.properties.isEnabled is neither",
  ],
  [
    "a body whose key Terraform evaluates",
    "the contact is off",
    (json) => Object.assign(at(json, CONTACT)["body"]["properties"], { '${lower("ISENABLED")}': false }),
    "is not supported",
  ],
  [
    "a dynamic block",
    "it narrows the alert",
    (json) => {
      const criteria = at(json, ALERT)["criteria"];
      criteria["dynamic"] = { service_health: { for_each: [1], content: { locations: ["westeurope"] } } };
    },
    "criteria.dynamic is not supported",
  ],
  [
    "a dynamic filter",
    "it empties the budget",
    set(BUDGET, { dynamic: { filter: { for_each: [1], content: {} } } }),
    "dynamic is not supported",
  ],
  [
    "two criteria",
    "Terraform takes neither",
    (json) => {
      at(json, ALERT)["criteria"] = [at(json, ALERT)["criteria"], {}];
    },
    "criteria is declared 2 times",
  ],
  [
    "ignore_changes = all",
    "with adoption, the existing value stays",
    set(CONTACT, { lifecycle: { ignore_changes: "all" } }),
    "lifecycle.ignore_changes",
  ],
  [
    "ignore_changes of a part",
    "with adoption, that part stays",
    set(BUDGET, { lifecycle: { ignore_changes: ["notification"] } }),
    "lifecycle.ignore_changes",
  ],
  [
    "ignore_changes of all of a budget's period",
    "an end stays",
    set(BUDGET, { lifecycle: { ignore_changes: ["time_period"] } }),
    "lifecycle.ignore_changes",
  ],
  [
    "ignore_body_changes",
    "the plan shows a value that Azure does not have",
    set(CONTACT, { ignore_body_changes: ["properties.isEnabled"] }),
    "ignore_body_changes is not supported",
  ],
  [
    "headers of one's own",
    "the request is another",
    set(CONTACT, { update_headers: { "X-Http-Method": "DELETE" } }),
    "update_headers is not supported",
  ],
  [
    "a provisioner",
    "a command changes what was made",
    set(CONTACT, { provisioner: { "local-exec": { command: "az rest" } } }),
    "provisioner is not supported",
  ],
  [
    "create_before_destroy",
    "the new one is deleted with the old",
    set(GROUP, { lifecycle: { create_before_destroy: true } }),
    "lifecycle.create_before_destroy",
  ],
  [
    "an API version that does not know the body",
    "Azure ignores most of it",
    set(CONTACT, {
      type: "Microsoft.Security/securityContacts@2017-08-01-preview",
      schema_validation_enabled: false,
    }),
    'the API version "2017-08-01-preview" is older',
  ],
  [
    "no API version",
    "azapi refuses it",
    set(CONTACT, { type: "Microsoft.Security/securityContacts" }),
    'the API version "" is older',
  ],
  [
    "a removed block for a declared resource",
    "Terraform refuses the plan",
    (json) => {
      json["removed"] = [{ from: CONTACT, lifecycle: { destroy: false } }];
    },
    `removes ${CONTACT} from the stack`,
  ],
  [
    "a move away from a declared resource",
    "Terraform refuses the plan",
    (json) => {
      json["moved"] = [{ from: `\${${CONTACT}}`, to: "azapi_resource.other" }];
    },
    `removes ${CONTACT} from the stack`,
  ],
];
