import type { AnswerId, GivenAnswers } from "./answers.ts";

/** One thing to know about a new fleet: asked on a terminal, or given by a flag. */
export interface Question {
  readonly id: AnswerId;
  /** The kind of value, for the flag's help. */
  readonly value: string;
  /** What a person is asked; it also explains the flag. */
  readonly ask: string;
  /** The answer of who has none. Without it, or {@link derived}, there has to be one, unless it is optional. */
  readonly usual?: string;
  /** The answer of who has none, made of an earlier one where that is possible. */
  readonly derived?: { readonly from: AnswerId; readonly by: (earlier: string) => string | undefined };
  /** Whether there may be no answer at all. @default false */
  readonly optional?: boolean;
  /** The one earlier answer with which it makes sense. Left out: always. */
  readonly onlyWith?: { readonly id: AnswerId; readonly answer: string };
}

const inStorage = { id: "backend", answer: "azurerm" } as const;
const inCloud = { id: "backend", answer: "cloud" } as const;

/** In the order in which they are asked: what is derived comes after what it is derived from. */
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
    ask: "Container in it",
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
    ask: "Host of Terraform Enterprise, if you have that",
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
  { id: "securityEmail", value: "address", ask: "Who hears of security alerts: an e-mail address" },
  {
    id: "billingEmail",
    value: "address",
    ask: "Who hears of budgets and cost anomalies",
    derived: { from: "securityEmail", by: (address) => address },
  },
  {
    id: "operationsEmail",
    value: "address",
    ask: "Who hears of outages and administrative changes",
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
    ask: "What a subscription may cost a month before an alert is sent",
    usual: "1000",
  },
];

/** What a question is answered with by who has no answer of his own; undefined where there is nothing. */
export function fallbackOf({ derived, usual }: Question, given: GivenAnswers): string | undefined {
  const earlier = derived === undefined ? undefined : given[derived.from];
  return earlier === undefined ? usual : derived?.by(earlier);
}

/** `tenantId` is `--tenant-id`. */
export function flagOf(id: AnswerId): string {
  return `--${id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `Contoso Manufacturing Ltd` is `contoso-manufacturing-ltd`; a name without Latin letters or digits has no key. */
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
