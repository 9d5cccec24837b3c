import { z } from "zod";
import { FINDINGS_SCHEMA } from "./format.ts";
import { type Immutable, shapesOf } from "./shape.ts";

/* The reports of `csp-baseline/findings/v1`: what a schema describes and what its type has is the same. */

const count = (description: string) => z.int().min(0).describe(description);
const text = (description: string) => z.string().describe(description);

const { finding, partnerFinding, severity, summary } = shapesOf({
  text: z.string,
  name: z.string,
  id: () => z.string(),
  subscriptionId: z.string,
  day: () => z.string().meta({ format: "date" }),
  count: () => z.int().min(0),
  place: () => z.int().min(1),
  list: (item) => z.array(item),
  part: (shape, id) => z.object(shape).meta({ id }),
});

const FindingSchema = z.object(finding).meta({ id: "Finding" });

/** One duty of the partner itself. */
export const PartnerFindingSchema = z.object(partnerFinding).meta({ id: "PartnerFinding" });

const SummarySchema = z.object(summary).meta({ id: "Summary" });

const Attribute = z
  .object({
    path: text("In Terraform's names: notification[0].contact_emails."),
    before: text("Masked and shortened; left out when there is nothing.").exactOptional(),
    after: text("Likewise.").exactOptional(),
    sensitive: z.boolean().describe("Whether the values are secret, and masked."),
  })
  .meta({ id: "Attribute" });

const Change = z
  .object({
    address: text("Terraform's address of the resource."),
    type: text("Terraform's type of it."),
    actions: z.array(z.string()).describe("Such as create, update, delete, delete-create, import, forget."),
    baseline: z.boolean().describe("Whether a control looks at it."),
    deposed: z.boolean().describe("Whether it is an object left over from a replacement that failed."),
    previousAddress: text("The address it had before.").exactOptional(),
    importId: text("The id that an import takes over.").exactOptional(),
    takenOverBy: text(
      "Of a forgotten resource: the address under which the same plan imports it.",
    ).exactOptional(),
    reason: text("Terraform's own reason.").exactOptional(),
    warnings: z.array(z.string()).describe("What it takes away, although controls may still pass."),
  })
  .meta({ id: "Change" });

const Drift = z
  .object({
    address: text("Terraform's address of the resource."),
    type: text("Terraform's type of it."),
    action: z.enum(["update", "delete"]).describe("What was done in Azure."),
    baseline: z.boolean().describe("Whether a control looks at it."),
    attributes: z.array(Attribute).describe("What differs."),
  })
  .meta({ id: "Drift" });

const SubscriptionChangesSchema = z
  .object({
    subscriptionId: text("In lower case."),
    subscriptionName: text("Unique within the customer."),
    customer: text("The customer's key in the fleet."),
    plan: text("The plan's file.").exactOptional(),
    plans: z
      .array(z.string())
      .describe("The files of all its plans, where there are several.")
      .exactOptional(),
    coverage: z
      .enum(["reviewed", "not-reviewed", "no-plan"])
      .describe("no-plan: its synthesized stack was judged."),
    applied: z
      .boolean()
      .describe("Whether its plan was applied already; left out when it is pending.")
      .exactOptional(),
    reason: text("Why it was not reviewed.").exactOptional(),
    counts: z
      .object({
        add: count("Resources that are made."),
        change: count("Resources that are changed in place."),
        delete: count("Resources that are deleted."),
        replace: count("Resources that are deleted and made anew, in either order."),
        import: count("Resources that are taken over."),
        move: count("Resources that get another address."),
        forget: count("Resources that stay in Azure without being managed."),
        invoke: count("Actions that are invoked; left out when there are none.").exactOptional(),
        check: count("Checks that fail; left out when there are none.").exactOptional(),
        unrecognized: count("Actions that this version does not know."),
        drift: count("Resources that were changed outside of Terraform."),
      })
      .describe("One that is imported and changed counts as both."),
    baseline: z.boolean().describe("Whether a control looks at one of the resources that change."),
    worse: z.array(z.string()).describe("Controls that pass or are excepted before, and neither afterwards."),
    better: z
      .array(z.string())
      .describe("Controls that pass or are excepted afterwards, and neither before."),
    group: text("The id of the group that has the attributes of these changes.").exactOptional(),
    changes: z.array(Change).describe("In the plan's order, without reads and what stays."),
    drift: z.array(Drift).describe("What was changed in Azure outside of Terraform."),
  })
  .meta({ id: "SubscriptionChanges" });

const GroupSchema = z
  .object({
    id: text("A digest of the diff: the same in every run."),
    changes: z
      .array(Change.extend({ attributes: z.array(Attribute).describe("What differs.") }))
      .describe("Ids are masked as <subscription> and <tenant>."),
    subscriptions: z.array(z.string()).describe("The ids of those to which exactly this is done."),
  })
  .meta({ id: "Group" });

const head = {
  schema: z
    .literal(FINDINGS_SCHEMA)
    .describe("The format and its version. Later versions of v1 only add keys."),
  generatedAt: z.string().meta({ format: "date-time", description: "An instant, UTC." }),
  summary: SummarySchema.describe("Counts of all findings."),
  partner: z
    .array(PartnerFindingSchema)
    .describe("The partner's own duties, where the command judges them; not counted in the summary.")
    .exactOptional(),
  findings: z.array(FindingSchema).describe("Of each managed subscription, one for each control."),
};

export const FindingsReportSchema = z
  .object({
    ...head,
    source: z.literal("stack").describe("What was judged: synthesized stacks."),
  })
  .meta({ id: "FindingsReport" });

const Source = z
  .object({
    kind: z.enum(["arm", "graph", "partner-center", "files"]).describe("What kind of list it is."),
    name: text("What was asked, for a person."),
    complete: z.boolean().describe("Whether everything was read that there is to see."),
    complaints: z.array(z.string()).describe("Why it may not be all."),
    subscriptions: count("Subscriptions that it showed."),
  })
  .meta({ id: "Source" });

const Fixed = z
  .object({
    control: text("The control's id."),
    severity,
    subscriptionId: text("In lower case."),
    subscriptionName: text("As it was called then."),
    customer: text("The customer's key then."),
    message: text("What was wrong."),
  })
  .meta({ id: "Fixed" });

const DriftedSubscription = z
  .object({
    subscriptionId: text("In lower case."),
    subscriptionName: text("Unique within the customer."),
    customer: text("The customer's key in the fleet."),
    places: z
      .array(
        z.object({
          type: text("ARM type of the resource."),
          name: text("Its name."),
          resource: text("Its ARM id; left out where only Terraform knows it.").exactOptional(),
          path: text("In ARM's names: properties.amount. Left out: the resource is missing.").exactOptional(),
          declared: text(
            "Shortened, without secrets; left out where nothing is declared or shown.",
          ).exactOptional(),
          found: text("The same of Azure's value.").exactOptional(),
        }),
      )
      .describe("Where Azure differs from what the stack declares."),
  })
  .meta({ id: "DriftedSubscription" });

const AuditFindingSchema = z
  .object({
    ...finding,
    movement: z
      .enum(["new", "stays"])
      .describe("How an open finding stands against an earlier result, where one was given.")
      .exactOptional(),
  })
  .meta({ id: "AuditFinding" });

export const AuditFindingsReportSchema = z
  .object({
    ...head,
    source: z.literal("azure").describe("What was judged: Azure itself, or what was exported from it."),
    coverage: z
      .object({
        sources: z.array(Source).describe("The lists of subscriptions that were asked."),
        read: count("Managed subscriptions of which something could be read."),
        unmanaged: count("Subscriptions that the fleet does not have; each is a finding."),
        own: count("Subscriptions of the partner's own tenant that were left alone."),
      })
      .describe("Which subscriptions there are, by all that were asked."),
    since: z
      .object({
        generatedAt: z
          .string()
          .meta({ format: "date-time", description: "When the earlier result was made." }),
        new: count("Open findings that it did not have."),
        stays: count("Open findings that it had."),
        fixed: z.array(Fixed).describe("What was open in it and is no longer."),
      })
      .describe("What became of an earlier result, where one was given.")
      .exactOptional(),
    drift: z
      .array(DriftedSubscription)
      .describe(
        "Where Azure differs from the whole declaration, where it was compared; no failed control by itself.",
      )
      .exactOptional(),
    findings: z.array(AuditFindingSchema).describe("Of each managed subscription, one for each control."),
  })
  .meta({ id: "AuditFindingsReport" });

export const PlanFindingsReportSchema = z
  .object({
    ...head,
    source: z.literal("plan").describe("What was judged: the state that plans leave."),
    complete: z.boolean().describe("Whether every plan was read whole."),
    notReviewed: text("What was not reviewed, for a person; left out when everything was.").exactOptional(),
    changes: z.array(SubscriptionChangesSchema).describe("Of every managed subscription, by its id."),
    groups: z.array(GroupSchema).describe("Each different diff once, largest first."),
    retired: z
      .array(
        z.object({
          subscriptionId: text("In lower case."),
          plan: text("The plan's file."),
          destroys: count("Resources that are deleted in Azure."),
          forgets: count("Resources that stay in Azure without being managed."),
        }),
      )
      .describe("Subscriptions that left the fleet, and what becomes of their baseline.")
      .exactOptional(),
    problems: z
      .array(
        z.object({
          file: text("As it was named."),
          kind: text("Such as unreadable, unknown-subscription, duplicate."),
          message: text("What is wrong with it, for a person."),
        }),
      )
      .describe("Plan files that could not be used."),
  })
  .meta({ id: "PlanFindingsReport" });

type Report<Schema extends z.ZodType> = Immutable<z.infer<Schema>>;

/** A result of synthesized stacks. */
export type FindingsReport = Report<typeof FindingsReportSchema>;
/** A result of an audit: what it adds to the format. */
type AuditFindingsReport = Report<typeof AuditFindingsReportSchema>;
/** The same without its findings, which may be many. */
export type AuditReportHead = Omit<AuditFindingsReport, "findings">;
/** Where Azure differs from everything that the stack of a subscription declares. */
export type DriftedSubscription = NonNullable<AuditFindingsReport["drift"]>[number];
/** A finding of the audit, and how it stands against an earlier result where one was given. */
export type AuditFinding = AuditFindingsReport["findings"][number];
/** How an open finding stands against an earlier result. */
export type Movement = NonNullable<AuditFinding["movement"]>;
/** What became of an earlier result, without every single finding that stays. */
export type SinceSummary = NonNullable<AuditFindingsReport["since"]>;
/** What was open in an earlier result and is no longer. */
export type FixedFinding = SinceSummary["fixed"][number];
/** A result of a review of plans: what the plans do, beside what they leave. */
export type PlanFindingsReport = Report<typeof PlanFindingsReportSchema>;
/** What the plan of one subscription does. */
export type SubscriptionChanges = PlanFindingsReport["changes"][number];
export type ChangeGroup = PlanFindingsReport["groups"][number];
export type DetailedChange = ChangeGroup["changes"][number];
/** What is done to one resource, without its attributes. */
export type ListedChange = SubscriptionChanges["changes"][number];
/** Values are masked and shortened; one that is not there is left out. */
export type ListedAttribute = DetailedChange["attributes"][number];
