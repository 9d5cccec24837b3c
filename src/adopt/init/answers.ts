import { z } from "zod";
import { locationWarnings } from "../../fleet/baseline-rules.ts";
import { BaselineLayer } from "../../fleet/baseline-schema.ts";
import { formatProblem } from "../../fleet/problem.ts";
import {
  ClientId,
  CustomerKey,
  DisplayName,
  Email,
  Location,
  SubscriptionId,
  SubscriptionName,
  TenantId,
} from "../../fleet/scalars.ts";
import { PartnerFile } from "../../fleet/schema.ts";
import { faultsOf } from "../../fleet/schema-problems.ts";

const [, StorageAccount, Cloud] = PartnerFile.shape.backend.unwrap().options;
const Budget = BaselineLayer.shape.budget.unwrap().shape;

/** The data of a new repository, as entered text; the fleet's own schemas validate it. */
export const Answers = z.strictObject({
  partner: DisplayName,
  tenantId: TenantId,
  role: PartnerFile.shape.partner.shape.role,
  access: z.enum(["lighthouse", "customer-app"]),
  provider: z.enum(["azurerm", "azapi"]),
  backend: z.enum(["local", "azurerm", "cloud"]),
  stateResourceGroup: StorageAccount.shape.resourceGroupName.exactOptional(),
  stateStorageAccount: StorageAccount.shape.storageAccountName.exactOptional(),
  stateContainer: StorageAccount.shape.containerName.exactOptional(),
  stateSubscriptionId: SubscriptionId.exactOptional(),
  stateOrganization: Cloud.shape.organization.exactOptional(),
  stateProject: Cloud.shape.project,
  stateHostname: Cloud.shape.hostname,
  ci: z.enum(["github", "azure-pipelines", "none"]),
  customerName: DisplayName,
  customer: CustomerKey,
  customerTenantId: TenantId,
  clientId: ClientId.exactOptional(),
  subscriptionId: SubscriptionId,
  subscriptionName: SubscriptionName,
  securityEmail: Email,
  billingEmail: Email,
  operationsEmail: Email,
  location: Location,
  currency: Budget.currency.unwrap(),
  budget: z
    .string()
    .regex(/^[0-9]{1,13}(\.[0-9]{1,2})?$/, "must be a number such as 1000")
    .transform(Number)
    .pipe(Budget.amount.unwrap()),
});
export type Answers = z.infer<typeof Answers>;

/** The name of an answer; its flag is the same with hyphens: `tenantId`, `--tenant-id`. */
export type AnswerId = keyof Answers;

/** Answers as they were entered. */
export type GivenAnswers = Readonly<Partial<Record<AnswerId, string>>>;

/** Returns the fault of an answer; undefined if it is valid. */
export function complaintAbout(id: AnswerId, text: string): string | undefined {
  const schema = z.object({ [id]: Answers.shape[id] });
  const document = { [id]: text };
  const result = schema.safeParse(document);
  if (result.success) return undefined;
  const [fault] = faultsOf(schema, document, result.error.issues);
  return fault === undefined ? "is not valid" : formatProblem({ ...fault, path: "" });
}

/** Returns the reason why a valid answer is probably a mistake; undefined if there is none. */
export function doubtAbout(id: AnswerId, text: string): string | undefined {
  const [fault] = id === "location" ? locationWarnings(text) : [];
  if (fault === undefined) return undefined;
  return formatProblem({ ...fault, path: "", message: fault.message.replace(/^location /, "") });
}
