import {
  ALERT,
  type Attack,
  action,
  add,
  addData,
  CONTACT,
  CONTACT_ID,
  CONTACT_TYPE,
  GROUP,
  OWN,
  template,
  update,
} from "../support/edits.ts";

/** Further writers of a resource of the baseline. */
export const SECOND_WRITERS: readonly Attack[] = [
  [
    "an update by a reference",
    "the alert is off",
    update("Microsoft.Insights/activityLogAlerts@2020-10-01", `\${${ALERT}.id}`, {
      properties: { enabled: false },
    }),
    "writes the resource that",
  ],
  [
    "an update by an expression",
    "the group is off",
    update("Microsoft.Insights/actionGroups@2023-01-01", `\${trimspace(${GROUP}.id)}`, {
      properties: { enabled: false },
    }),
    "it is unknown which Microsoft.Insights/actionGroups",
  ],
  [
    "an update by the id in another case",
    "the contact is off",
    update(CONTACT_TYPE, CONTACT_ID.toUpperCase(), {}),
    "writes the resource that",
  ],
  ["an update of a type by an expression", "anything", update("${var.type}", CONTACT_ID, {}), "the type of"],
  [
    "an update by parent and name",
    "the contact is off",
    add("azapi_update_resource.x", { type: CONTACT_TYPE, parent_id: OWN, name: "Default", body: {} }),
    "writes the resource that",
  ],
  [
    "a second resource of the same id",
    "the last writer wins",
    add("azurerm_security_center_contact.x", { name: "default", email: "a@b.example" }),
    "writes the resource that",
  ],
  [
    "DELETE",
    "the contact is deleted",
    action({ resource_id: CONTACT_ID, method: "DELETE" }),
    "sends a request to a resource of the baseline's type",
  ],
  [
    "DELETE by a reference",
    "the contact is deleted",
    action({ resource_id: `\${${CONTACT}.id}`, method: "DELETE" }),
    "baseline's type",
  ],
  [
    "DELETE of the group of all alerts",
    "all alerts are deleted",
    action({
      type: "Microsoft.Resources/resourceGroups@2024-03-01",
      resource_id: `${OWN}/resourceGroups/rg-csp-baseline`,
      method: "DELETE",
    }),
    "which affects all resources in it",
  ],
  [
    "DELETE below the subscription",
    "the contact is deleted",
    action({
      type: "Microsoft.Resources/subscriptions@2022-12-01",
      resource_id: OWN,
      action: "providers/Microsoft.Security/securityContacts/default",
      method: "DELETE",
    }),
    "below a resource",
  ],
  [
    "an action of data, at plan time",
    "the contact is deleted",
    addData("azapi_resource_action", { type: CONTACT_TYPE, resource_id: CONTACT_ID, method: "PUT" }),
    "baseline's type",
  ],
  [
    "an action of a check",
    "the contact is deleted",
    (json) => {
      json["check"] = {
        x: {
          data: {
            azapi_resource_action: { x: { type: CONTACT_TYPE, resource_id: CONTACT_ID, method: "DELETE" } },
          },
        },
      };
    },
    "baseline's type",
  ],
  [
    "an ephemeral action",
    "the contact is deleted",
    (json) => {
      json["ephemeral"] = { azapi_resource_action: { x: { type: CONTACT_TYPE, resource_id: CONTACT_ID } } };
    },
    "baseline's type",
  ],
  [
    "Terraform's action block",
    "anything",
    (json) => {
      json["action"] = { azapi_resource_action: { x: {} } };
    },
    'the block "action" is not supported',
  ],
  [
    "resources in a list",
    "a reader of maps does not see them",
    (json) => {
      json["resource"] = [
        json["resource"],
        { azapi_update_resource: [{ x: { type: CONTACT_TYPE, resource_id: CONTACT_ID, body: {} } }] },
      ];
    },
    "writes the resource that",
  ],
  [
    "a template that writes an alert",
    "the alert is another",
    template([{ type: "Microsoft.Insights/activityLogAlerts", name: "x" }]),
    "writes Microsoft.Insights/activityLogAlerts",
  ],
  [
    "a template within a template",
    "the budget is another",
    template([
      {
        type: "Microsoft.Resources/deployments",
        properties: { template: { resources: { x: { type: "Microsoft.Consumption/budgets" } } } },
      },
    ]),
    "writes Microsoft.Consumption/budgets",
  ],
  [
    "a template elsewhere",
    "anything",
    template([], { template_content: undefined, template_spec_version_id: `${OWN}/x` }),
    "cannot read",
  ],
  [
    "a complete deployment",
    "all alerts of the group are deleted",
    template([], { deployment_mode: "Complete" }),
    "deletes resources that are not in its template",
  ],
  [
    "a template whose resources are there twice, in another case",
    "the budget is another",
    template([], {
      template_content: JSON.stringify({
        resources: [],
        Resources: [{ type: "Microsoft.Consumption/budgets" }],
      }),
    }),
    "cannot read",
  ],
  [
    "a template with a type in another case",
    "the budget is another",
    template([{ Type: "Microsoft.Consumption/budgets", name: "x" }]),
    "writes Microsoft.Consumption/budgets",
  ],
  [
    "a template with children by their names",
    "the budget is another",
    template([
      {
        type: "Microsoft.Storage/storageAccounts",
        resources: { x: { type: "Microsoft.Consumption/budgets" } },
      },
    ]),
    "writes Microsoft.Consumption/budgets",
  ],
  [
    "a template that has the type in a name",
    "the budget is another",
    template([
      { type: "Microsoft.Resources/subscriptions/providers/budgets", name: "x/Microsoft.Consumption/x" },
    ]),
    "cannot read",
  ],
  [
    "a complete deployment of azapi, in another case",
    "all alerts of the group are deleted",
    add("azapi_resource.x", {
      type: "Microsoft.Resources/deployments@2024-03-01",
      name: "x",
      parent_id: `${OWN}/resourceGroups/rg-csp-baseline`,
      body: { properties: { Mode: "Complete", template: { resources: [] } } },
    }),
    "deletes resources that are not in its template",
  ],
];
