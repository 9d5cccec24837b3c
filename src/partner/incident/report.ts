import { z } from "zod";
import { jsonSchemaText } from "../../text/json-schema.ts";
import { MEASURES } from "./measure-names.ts";

/** The schema's name in `timeline.json`. */
export const INCIDENT_SCHEMA = "csp-baseline/partner-incident/v1";

/** The sources, with the least permission that each needs. */
export const SOURCES = {
  alerts: "Microsoft Graph PartnerSecurity.Read.All",
  "activity-log": "Azure role Reader on the subscription",
  resources: "Azure role Reader on the subscription",
  "role-assignments": "Azure role Reader on the subscription",
  deployments: "Azure role Reader on the subscription",
  costs: "Azure role Cost Management Reader on the subscription, and costs that the partner does not hide",
  "directory-audits": "Microsoft Graph AuditLog.Read.All in the customer's tenant",
  "sign-ins": "Microsoft Graph AuditLog.Read.All in the customer's tenant, and Entra ID P1 there",
  entitlements: "Partner Center role Admin agent",
} as const;
export type SourceName = keyof typeof SOURCES;
const SOURCE_NAMES = Object.keys(SOURCES).filter((name): name is SourceName => Object.hasOwn(SOURCES, name));

const text = (description: string) => z.string().describe(description);
const nullable = (description: string) => z.string().nullable().describe(description);
const instant = (description: string) => z.string().meta({ format: "date-time", description });

const TimelineEntry = z
  .object({
    at: instant("UTC."),
    kind: z
      .enum([
        "alert",
        "resource",
        "role-assignment",
        "credential",
        "deployment",
        "change",
        "deletion",
        "sign-in",
        "directory",
        "action",
      ])
      .describe("action: what was done with `partner incident --do` or `--undo`."),
    what: text("One line."),
    who: nullable("The user or the application, as Microsoft shows it."),
    address: nullable("The IP address of the client."),
    resource: nullable("ARM's id."),
    source: z.enum([...SOURCE_NAMES, "csp-baseline"]).describe("Where it was read."),
  })
  .meta({ id: "TimelineEntry" });
export type TimelineEntry = z.output<typeof TimelineEntry>;

const RoleAssignment = z
  .object({
    id: text("ARM's id."),
    scope: text("ARM's id."),
    principalId: text("Object id."),
    principalType: nullable("User, Group, ServicePrincipal or ForeignGroup."),
    roleDefinitionId: text("ARM's id."),
    role: text("Its name, where it is well known; its GUID otherwise."),
    createdOn: nullable("An instant, ISO 8601."),
    createdBy: nullable("Object id."),
  })
  .meta({ id: "RoleAssignment" });
export type RoleAssignment = z.output<typeof RoleAssignment>;

const Action = z
  .object({
    at: instant("UTC."),
    measure: z.enum(MEASURES).describe("The measure."),
    undo: z.boolean().describe("Whether it was undone instead."),
    outcome: z
      .enum(["done", "accepted", "partly", "failed"])
      .describe("accepted: Microsoft has taken the order and does it later."),
    details: z.array(z.string()).describe("One line for each thing that was changed or refused."),
    removed: z
      .array(RoleAssignment)
      .describe("Role assignments that were removed: `--undo` makes them again."),
  })
  .meta({ id: "Action" });
export type Action = z.output<typeof Action>;

const Incident = z
  .object({
    schema: z
      .literal(INCIDENT_SCHEMA)
      .describe("The format and its version. Later versions of v1 only add keys."),
    generatedAt: instant("The time of gathering."),
    since: instant("The beginning of the gathered period."),
    subscription: z
      .object({
        id: text("In lower case."),
        name: text("As in the fleet; the id where it is not managed."),
        managed: z.boolean().describe("Whether it is in the fleet."),
        customer: nullable("The customer's key."),
        customerName: nullable("The customer's display name."),
        customerTenantId: nullable("In lower case."),
      })
      .meta({ id: "IncidentSubscription" }),
    sources: z
      .array(
        z
          .object({
            name: z.enum(SOURCE_NAMES).describe("The source."),
            permission: text("The least permission that it needs."),
            read: z.boolean().describe("Whether all of it was read."),
            reason: nullable("Why it was not read, or not completely; null if it was."),
            found: z.int().min(0).describe("The number of items that it returned."),
          })
          .meta({ id: "IncidentSource" }),
      )
      .describe("The sources. Read this first: unread sources are missing below."),
    alerts: z
      .array(
        z
          .object({
            id: text("As Microsoft has it."),
            alertType: text("Open: new types come without notice."),
            severity: text("informational, low, medium, high, or one that is not known yet."),
            status: text("active, investigating, resolved, or one that is not known yet."),
            title: nullable("Microsoft's title."),
            detected: nullable("An instant, ISO 8601."),
            resources: z.array(z.string()).describe("ARM ids of the resources that it names."),
          })
          .meta({ id: "IncidentAlert" }),
      )
      .describe("Of this subscription."),
    timeline: z.array(TimelineEntry).describe("Oldest first."),
    newRoleAssignments: z.array(RoleAssignment).describe("Created since the beginning, and still existing."),
    runningDeployments: z
      .array(z.object({ id: text("ARM's id."), name: text("Of the deployment.") }).meta({ id: "Deployment" }))
      .describe("That can be cancelled."),
    newResources: z
      .array(z.string())
      .describe("ARM ids of existing resources that were created since the beginning."),
    accounts: z
      .array(z.string())
      .describe("User names that changed something in the subscription since the beginning."),
    cost: z
      .object({
        currency: text("ISO 4217."),
        total: z.number().describe("Since the beginning, as far as Azure has it: it is a day behind."),
        days: z
          .array(z.object({ day: text("YYYY-MM-DD"), amount: z.number().describe("Of the day.") }))
          .describe("By day."),
      })
      .nullable()
      .describe("Actual cost; null where it was not read.")
      .meta({ id: "IncidentCost" }),
    contacts: z
      .array(
        z
          .object({
            who: text("A person, a group or a role."),
            email: nullable("An address."),
            phone: nullable("A number."),
            why: text("When to call."),
          })
          .meta({ id: "IncidentContact" }),
      )
      .describe("In the order in which to call them."),
    entitlements: z
      .array(
        z
          .object({
            id: text("Of the Azure subscription."),
            name: text("As in Partner Center."),
            status: text("active, inactive, or another word of Partner Center's."),
            planId: text("Of the Azure plan."),
            isAffected: z.boolean().describe("Whether `--do suspend` cancels it: this subscription alone."),
          })
          .meta({ id: "IncidentEntitlement" }),
      )
      .describe("The customer's Azure subscriptions in Partner Center."),
    actions: z
      .array(Action)
      .describe("The measures, oldest first. They are kept when the data is gathered again."),
  })
  .meta({ id: "PartnerIncident" });
export type Incident = z.output<typeof Incident>;

/** Reads an existing `timeline.json`; undefined when it is not one. */
export function readIncident(json: unknown): Incident | undefined {
  return Incident.safeParse(json).data;
}

/** The JSON Schema (draft 2020-12) for `schema/partner-incident.json`; readers should allow for more keys. */
export function incidentJsonSchema(): string {
  return jsonSchemaText(Incident);
}
