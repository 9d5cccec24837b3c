import type { AnswerId, GivenAnswers } from "./answers.ts";

/** A value of a new fleet: entered on a terminal, or given by a flag. */
export interface Question {
  readonly id: AnswerId;
  /** The kind of value, for the flag's help. */
  readonly value: string;
  /** The question; it also explains the flag. */
  readonly ask: string;
  /** The default answer. Without it and {@link derived}, an answer is required, unless it is optional. */
  readonly usual?: string;
  /** Derives the default answer from an earlier one if possible. */
  readonly derived?: { readonly from: AnswerId; readonly by: (earlier: string) => string | undefined };
  /** Whether the answer may be empty. @default false */
  readonly optional?: boolean;
  /** The earlier answer that this question requires. Undefined: it is always asked. */
  readonly onlyWith?: { readonly id: AnswerId; readonly answer: string };
}

const inStorage = { id: "backend", answer: "azurerm" } as const;
const inCloud = { id: "backend", answer: "cloud" } as const;

/** In the order of the interview: derived answers follow their sources. */
export const QUESTIONS: readonly Question[] = [
  { id: "partner", value: "name", ask: "Your company's name, for reports" },
  { id: "tenantId", value: "guid", ask: "Your own Entra tenant's id" },
  {
    id: "role",
    value: "role",
    ask: "Your role as a partner: direct-bill, indirect-provider or indirect-reseller",
    usual: "direct-bill",
  },
  {
    id: "access",
    value: "model",
    ask: "How you reach customers: lighthouse (they delegate to your tenant) or customer-app (an application in theirs)",
    usual: "lighthouse",
  },
  {
    id: "provider",
    value: "name",
    ask: "Which Terraform provider declares the resources: azurerm (the usual one) or azapi (sends them to Azure's own API, deploys faster)",
    usual: "azurerm",
  },
  {
    id: "backend",
    value: "type",
    ask: "Where Terraform keeps its state: local (to try it), azurerm (a storage account) or cloud (HCP Terraform)",
    usual: "local",
  },
  {
    id: "stateResourceGroup",
    value: "name",
    ask: "Resource group of the storage account",
    onlyWith: inStorage,
  },
  { id: "stateStorageAccount", value: "name", ask: "Storage account of the state", onlyWith: inStorage },
  {
    id: "stateContainer",
    value: "name",
    ask: "Container in that storage account",
    usual: "tfstate",
    onlyWith: inStorage,
  },
  {
    id: "stateSubscriptionId",
    value: "guid",
    ask: "Subscription of the storage account, if Terraform cannot tell",
    optional: true,
    onlyWith: inStorage,
  },
  { id: "stateOrganization", value: "name", ask: "Organization in HCP Terraform", onlyWith: inCloud },
  { id: "stateProject", value: "name", ask: "Project of the workspaces", optional: true, onlyWith: inCloud },
  {
    id: "stateHostname",
    value: "host",
    ask: "Host of Terraform Enterprise, if you use it",
    optional: true,
    onlyWith: inCloud,
  },
  {
    id: "ci",
    value: "name",
    ask: "Pipelines to write: github, azure-pipelines or none",
    usual: "github",
  },
  { id: "customerName", value: "name", ask: "The first customer's name" },
  {
    id: "customer",
    value: "key",
    ask: "A short key for this customer, in lower case",
    derived: { from: "customerName", by: keyOf },
  },
  { id: "customerTenantId", value: "guid", ask: "The customer's Entra tenant id" },
  {
    id: "clientId",
    value: "guid",
    ask: "Client id of the application in the customer's tenant, if there is one already",
    optional: true,
    onlyWith: { id: "access", answer: "customer-app" },
  },
  { id: "subscriptionId", value: "guid", ask: "One of the customer's subscriptions: its id" },
  {
    id: "subscriptionName",
    value: "name",
    ask: "Your label for that subscription",
    derived: { from: "customer", by: (key) => `${key}-prod` },
  },
  { id: "securityEmail", value: "address", ask: "Recipient of security alerts: an e-mail address" },
  {
    id: "billingEmail",
    value: "address",
    ask: "Recipient of budget and cost anomaly alerts",
    derived: { from: "securityEmail", by: (address) => address },
  },
  {
    id: "operationsEmail",
    value: "address",
    ask: "Recipient of alerts on outages and administrative changes",
    derived: { from: "securityEmail", by: (address) => address },
  },
  {
    id: "location",
    value: "region",
    ask: "Azure region of the resource group that holds the alerts",
    usual: "westeurope",
  },
  { id: "currency", value: "code", ask: "Currency of your customers' bills", usual: "USD" },
  {
    id: "budget",
    value: "amount",
    ask: "Monthly cost of a subscription at which an alert is sent",
    usual: "1000",
  },
];

/** Returns the default answer to a question; undefined where there is none. */
export function fallbackOf({ derived, usual }: Question, given: GivenAnswers): string | undefined {
  const earlier = derived === undefined ? undefined : given[derived.from];
  return earlier === undefined ? usual : derived?.by(earlier);
}

/** Converts `tenantId` to `--tenant-id`. */
export function flagOf(id: AnswerId): string {
  return `--${id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Converts `Contoso Manufacturing Ltd` to `contoso-manufacturing-ltd`; a name without Latin letters or digits has no
 * key.
 */
function keyOf(name: string): string | undefined {
  const key = name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 64)
    .replace(/^-|-$/g, "");
  return key === "" ? undefined : key;
}
