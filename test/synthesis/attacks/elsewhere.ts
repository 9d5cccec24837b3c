import {
  type Attack,
  action,
  add,
  addData,
  CONTACT,
  CONTACT_ID,
  GROUP,
  imported,
  OWN,
  PROD,
  provider,
  SANDBOX,
  STRANGER,
  set,
} from "../support/edits.ts";

/** Changes that affect resources outside of the stack's subscription. */
export const ELSEWHERE: readonly Attack[] = [
  [
    "a provider of another subscription",
    "the neighbor is changed",
    provider("azurerm", { subscription_id: SANDBOX }),
    `points at another subscription, ${SANDBOX}`,
  ],
  [
    "a provider that leaves it to the environment",
    "any subscription is changed",
    provider("azurerm", { subscription_id: undefined }),
    "does not say which subscription it is for",
  ],
  [
    "an alias for a stranger",
    "a stranger is changed",
    (json) => {
      json["provider"]["azurerm"].push({ alias: "hub", subscription_id: STRANGER, features: {} });
    },
    "azurerm.hub points at another subscription",
  ],
  [
    "another tenant",
    "another directory is signed in to",
    provider("azapi", { tenant_id: STRANGER }),
    "signs in to another tenant",
  ],
  [
    "another cloud",
    "nothing of it is in this one",
    provider("azurerm", { environment: "china" }),
    "for another cloud",
  ],
  [
    "another metadata host",
    "tokens go to a stranger",
    provider("azurerm", { metadata_host: "evil.example" }),
    "azurerm.metadata_host is not known",
  ],
  [
    "another endpoint",
    "tokens go to a stranger",
    provider("azapi", { endpoint: [{ resource_manager_endpoint: "https://evil.example/" }] }),
    "azapi.endpoint is not known",
  ],
  [
    "another publisher",
    "its code runs with the deployer's token",
    (json) => {
      json["terraform"]["required_providers"]["azurerm"] = {
        source: "registry.evil.example/hashicorp/azurerm",
      };
    },
    "not its publisher's source",
  ],
  [
    "a provider under another name",
    "the reader does not see what it makes",
    (json) => {
      json["terraform"]["required_providers"]["cloud"] = { source: "hashicorp/azurerm" };
    },
    "not its publisher's source",
  ],
  [
    "a resource of a provider under another name",
    "as above",
    set(GROUP, { provider: "cloud.x" }),
    "uses the provider",
  ],
  [
    "a delete in another managed subscription",
    "the neighbor has no contact",
    action({ resource_id: CONTACT_ID.replace(PROD, SANDBOX), method: "DELETE" }),
    `is in another subscription, ${SANDBOX}`,
  ],
  [
    "a parent in another subscription",
    "the neighbor gets a resource",
    add("azapi_resource.x", {
      type: "Microsoft.Network/virtualNetworks@2024-01-01",
      name: "x",
      parent_id: `/subscriptions/${STRANGER}/resourceGroups/x`,
    }),
    "is in another subscription",
  ],
  [
    "a role in another subscription",
    "a principal gets permissions there",
    add("azurerm_role_assignment.x", { scope: `/subscriptions/${STRANGER}`, role_definition_name: "Owner" }),
    "is in another subscription",
  ],
  [
    "data by an id of a stranger",
    "its values come from a stranger",
    addData("azapi_resource", { resource_id: `/subscriptions/${STRANGER}/x`, type: "x" }),
    "reads from another subscription",
  ],
  [
    "an import from a neighbor",
    "its contact is replaced, so deleted",
    (json) => {
      json["import"] = [
        { to: CONTACT, id: `${CONTACT_ID.replace(PROD, SANDBOX)}?api-version=2023-12-01-preview` },
      ];
    },
    "is of another subscription",
  ],
  [
    "an import of something else",
    "it is replaced, so deleted",
    imported({ to: CONTACT, id: `${OWN}/providers/Microsoft.Security/securityContacts/other` }),
    "names another resource than the one declared there",
  ],
  [
    "an import to another address",
    "two addresses write one alert",
    (json) => {
      add("azurerm_storage_account.x", { name: "x" })(json);
      imported({ to: "azurerm_storage_account.x", id: CONTACT_ID })(json);
    },
    "imports the resource that",
  ],
  [
    "an import that only Terraform can read",
    "any resource is imported",
    imported({ to: CONTACT, for_each: "${toset(var.ids)}", id: "${each.value}" }),
    "has an id that the gate cannot read",
  ],
  [
    "an import by a template directive",
    "a stranger's resource is imported",
    imported({ to: "azurerm_storage_account.x", id: "%{if true}/subscriptions/9%{endif}9999999/x" }),
    "has an id that the gate cannot read",
  ],
];
