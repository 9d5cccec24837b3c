import { z } from "zod";
import {
  BUDGET_DIMENSIONS,
  EVENT_LEVELS,
  RESOURCE_HEALTH,
  RESOURCE_HEALTH_CAUSES,
  SERVICE_HEALTH_EVENTS,
  TIME_GRAINS,
} from "../../constructs/alert-values.ts";
import { LONGEST_OPERATION, OPERATION, operationSlug } from "../../constructs/operation.ts";
import { armId, unique } from "./azure-values.ts";
import { BoundedJson } from "./custom-parameters.ts";
import { Email, inertText, Location, StartMonth } from "./scalars.ts";

/*
 * Parts in addition to the required ones of a baseline: alerts and budgets that may be narrowed, assignments of policies.
 * Controls do not count them.
 */

const MOST = 10;

/** The name of what is beside the required part. */
const Name = z
  .string()
  .max(40, "must be at most 40 characters long")
  .regex(
    /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
    "must be lower-case letters and digits, with single hyphens between them",
  )
  .meta({
    title: "Lower-case letters and digits, with single hyphens between them",
    description: "Unique in the list, and a part of the name in Azure.",
    examples: ["europe"],
  });

function extras<Extra extends { readonly name: string }>(extra: z.ZodType<Extra>, description: string) {
  return z
    .array(extra)
    .max(MOST, `must have at most ${MOST} entries`)
    .check(unique((one) => one.name, ["name"]))
    .meta({ description })
    .exactOptional();
}

const texts = (most: number, description: string, example: string) =>
  z
    .array(inertText(1, 2048))
    .min(1, "must not be empty")
    .max(most, `must have at most ${most} values`)
    .check(unique((text) => text.toLowerCase()))
    .meta({ description, examples: [[example]] })
    .exactOptional();
const some = <const Values extends readonly [string, ...string[]]>(values: Values, description: string) =>
  z
    .array(z.enum(values))
    .min(1, "must not be empty")
    .check(unique((value) => value))
    .meta({ description })
    .exactOptional();

const FILTERS = {
  levels: some(EVENT_LEVELS, "Levels of events that notify."),
  statuses: texts(10, "Statuses of events that notify.", "Active"),
};
const RESOURCE_FILTERS = {
  ...FILTERS,
  subStatuses: texts(10, "Sub-statuses of events that notify.", "Forbidden"),
  resourceProviders: texts(50, "Resource providers.", "Microsoft.Compute"),
  resourceTypes: texts(50, "Resource types.", "Microsoft.Compute/virtualMachines"),
  resourceGroups: texts(50, "Names of resource groups.", "rg-shop"),
  resourceIds: z
    .array(armId("a resource", "Microsoft.Sql/servers/sql-shop"))
    .min(1, "must not be empty")
    .max(50, "must have at most 50 values")
    .check(unique((id) => id.toLowerCase()))
    .meta({ description: "Resource ids." })
    .exactOptional(),
};

/** Service Health alerts beside the required one. */
export const ExtraServiceHealthAlerts = extras(
  z.strictObject({
    name: Name,
    events: some(SERVICE_HEALTH_EVENTS, "Kinds of events that notify; all where it is left out."),
    regions: texts(100, "Regions as Service Health names them.", "West Europe"),
    services: texts(200, "Services as Service Health names them.", "Virtual Machines"),
    ...FILTERS,
  }),
  "Alerts beside the required one, which may be narrowed. They notify the same action group.",
);

/** Resource Health alerts beside the required one. */
export const ExtraResourceHealthAlerts = extras(
  z.strictObject({
    name: Name,
    current: some(RESOURCE_HEALTH, "States that notify; Degraded and Unavailable where it is left out."),
    previous: some(RESOURCE_HEALTH, "States before; all where it is left out."),
    causes: some(RESOURCE_HEALTH_CAUSES, "Causes; PlatformInitiated and Unknown where it is left out."),
    ...RESOURCE_FILTERS,
  }),
  "Alerts beside the required one, which may be narrowed. They notify the same action group.",
);

/** Alerts on operations beside the required ones. */
export const ExtraActivityLogAlerts = extras(
  z.strictObject({
    name: Name,
    operations: z
      .array(
        z
          .string()
          .max(LONGEST_OPERATION - 40, `must be at most ${LONGEST_OPERATION - 40} characters long`)
          .regex(OPERATION, "must be an operation such as Microsoft.KeyVault/vaults/delete")
          .meta({ title: "Azure operation that ends in write, delete or action" }),
      )
      .min(1, "must not be empty")
      .max(20, "must have at most 20 operations")
      .check(unique(operationSlug))
      .meta({
        description: "Operations that notify, a rule each.",
        examples: [["Microsoft.KeyVault/vaults/delete"]],
      }),
    caller: inertText(1, 260)
      .meta({ description: "The address of a user, or the object id of an application." })
      .exactOptional(),
    ...RESOURCE_FILTERS,
  }),
  "Alerts beside the required ones, which may be narrowed. They notify the same action group.",
);

/** The roles that a budget notifies. */
export const ContactRoles = z
  .array(inertText(1, 128))
  .min(1, "must not be empty")
  .max(10, "must have at most 10 roles")
  .check(unique((role) => role.toLowerCase()))
  .meta({
    description: "Azure roles whose holders in the customer's own directory are mailed too.",
    examples: [["Owner"]],
  })
  .exactOptional();

const percents = z
  .array(z.int().min(1, "must be at least 1").max(1000, "must be at most 1000"))
  .min(1, "must not be empty")
  .max(5, "must have at most 5 thresholds")
  .check(unique((threshold) => threshold));
const values = z
  .array(inertText(1, 2048))
  .min(1, "must not be empty")
  .max(100, "must have at most 100 values")
  .check(unique((text) => text.toLowerCase()));

const BudgetFilter = z
  .strictObject({
    dimensions: z
      .partialRecord(z.enum(BUDGET_DIMENSIONS), values)
      .meta({
        description: "Values of dimensions, any of which counts.",
        examples: [{ ResourceGroupName: ["rg-shop"] }],
      })
      .exactOptional(),
    tags: z
      .record(inertText(1, 512), values)
      .meta({ description: "Values of tags, any of which counts.", examples: [{ costCenter: ["4711"] }] })
      .exactOptional(),
  })
  .refine(({ dimensions = {}, tags = {} }) => Object.keys({ ...dimensions, ...tags }).length > 0, {
    message: "must have a dimension or a tag",
  })
  .meta({ description: "Which cost counts: that which meets all conditions." });

/** Budgets beside the required one. */
export const ExtraBudgets = extras(
  z.strictObject({
    name: Name.refine((name) => name !== "monthly", "must not be monthly, the name of the required budget"),
    amount: z
      .number()
      .min(1, "must be at least 1")
      .max(1e12, "must be at most 1000000000000")
      .meta({
        description: "A period, in the customer's billing currency at retail rates.",
        examples: [1000],
      }),
    timeGrain: z
      .enum(TIME_GRAINS)
      .meta({ description: "The period that the amount is for.", default: "Monthly" })
      .exactOptional(),
    startMonth: StartMonth.exactOptional(),
    filter: BudgetFilter.exactOptional(),
    actual: percents
      .meta({ description: "Percents of the amount: a mail when the cost passes one." })
      .exactOptional(),
    forecasted: percents
      .meta({ description: "Percents of the amount: a mail when the forecast passes one." })
      .exactOptional(),
    emails: z
      .array(Email)
      .min(1, "must not be empty")
      .max(50, "must have at most 50 addresses")
      .check(unique((email) => email.toLowerCase()))
      .meta({ description: "Who is mailed; contacts.billing where it is left out." })
      .exactOptional(),
    contactRoles: ContactRoles,
  }),
  "Budgets beside the required one: for a part of the cost, or for another period.",
);

const DEFINITION =
  /^(?:\/subscriptions\/[0-9a-fA-F-]{36}|\/providers\/Microsoft\.Management\/managementGroups\/[-\w.()]{1,90})?\/providers\/Microsoft\.Authorization\/policy(?:Set)?Definitions\/[-\w.]{1,128}$/i;
const AssignmentName = inertText(1, 64).regex(
  /^[^<>*%&:\\?+/]*[^<>*%&:\\?+/. ]$/,
  "must have none of <>*%&:\\?+/ and no period or space at the end",
);

/** Assignments of policies that the partner chooses. */
export const OwnPolicyAssignments = z
  .array(
    z
      .strictObject({
        name: AssignmentName.meta({
          title: "Name of a policy assignment",
          description: "Unique in the list.",
          examples: ["allowed-locations"],
        }),
        definitionId: z
          .string()
          .regex(DEFINITION, "must be the id of a policy definition or policy set definition")
          .meta({
            title: "Azure resource id of a policy definition or policy set definition",
            description: "The policy or initiative.",
            examples: [
              "/providers/Microsoft.Authorization/policyDefinitions/e56962a6-4747-49cd-b67b-bf8b01975c4c",
            ],
          }),
        displayName: inertText(1, 128)
          .meta({ description: "What the portal shows; the name where it is left out." })
          .exactOptional(),
        description: inertText(1, 512).meta({ description: "What the assignment is for." }).exactOptional(),
        parameters: z
          .record(z.string().regex(/^\w{1,128}$/, "must be the name of a parameter"), BoundedJson)
          .check(({ value, issues }) => {
            const message = "must not contain ${ or %{, which Terraform would evaluate";
            if (/[$%]\{/.test(JSON.stringify(value))) issues.push({ code: "custom", message, input: value });
          })
          .meta({ description: "Values of the definition's parameters." })
          .exactOptional(),
        enforce: z
          .boolean()
          .meta({ description: "Whether effects such as deny are in force.", default: true })
          .exactOptional(),
        notScopes: z
          .array(armId("a scope", "Microsoft.Sql/servers/sql-shop", { groups: true }))
          .min(1, "must not be empty")
          .max(400, "must have at most 400 values")
          .check(unique((id) => id.toLowerCase()))
          .meta({ description: "Scopes that are left out." })
          .exactOptional(),
        nonComplianceMessage: inertText(1, 2048)
          .meta({ description: "What Azure says of a resource that is not compliant." })
          .exactOptional(),
        identity: z
          .union([
            z.literal("system"),
            armId("a user-assigned identity", "Microsoft.ManagedIdentity/userAssignedIdentities/policy"),
          ])
          .meta({
            description: "`system`, or the id of a user-assigned identity. It needs roles of its own.",
          })
          .exactOptional(),
        location: Location.exactOptional(),
      })
      .refine(({ identity, location }) => identity === undefined || location !== undefined, {
        message: "is required where there is an identity",
        path: ["location"],
      }),
  )
  .max(100, "must have at most 100 assignments")
  .check(unique((one) => one.name.toLowerCase(), ["name"]))
  .meta({ description: "Assignments of policies of your own choice." })
  .exactOptional();
