import { z } from "zod";
import { FINDINGS_SCHEMA } from "./format.ts";
import { type Immutable, shapesOf } from "./shape.ts";

/* The reports of `csp-baseline/findings/v1`. Types are inferred from the schemas. */

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
    before: text("Masked and shortened; left out when it is not set.").exactOptional(),
    after: text("Likewise.").exactOptional(),
    sensitive: z.boolean().describe("Whether the values are secret and therefore masked."),
  })
  .meta({ id: "Attribute" });

const Change = z
  .object({
    address: text("The resource's address in Terraform."),
    type: text("Its Terraform type."),
    actions: z
      .array(z.string())
      .describe("For example create, update, delete, delete-create, import, forget."),
    baseline: z.boolean().describe("Whether a control judges it."),
    deposed: z.boolean().describe("Whether it is a deposed object of a failed replacement."),
    previousAddress: text("Its previous address.").exactOptional(),
    importId: text("The id of an imported resource.").exactOptional(),
    takenOverBy: text(
      "For a forgotten resource: the address under which the same plan imports it.",
    ).exactOptional(),
    reason: text("Terraform's reason.").exactOptional(),
    warnings: z.array(z.string()).describe("Losses that need review, although controls may still pass."),
  })
  .meta({ id: "Change" });

const Drift = z
  .object({
    address: text("The resource's address in Terraform."),
    type: text("Its Terraform type."),
    action: z.enum(["update", "delete"]).describe("The change made in Azure."),
    baseline: z.boolean().describe("Whether a control judges it."),
    attributes: z.array(Attribute).describe("Attributes that differ."),
  })
  .meta({ id: "Drift" });

const SubscriptionChangesSchema = z
  .object({
    subscriptionId: text("The id in lower case."),
    subscriptionName: text("Unique within the customer."),
    customer: text("The customer's key in the fleet."),
    plan: text("The plan file.").exactOptional(),
    plans: z
      .array(z.string())
      .describe("All plan files of the subscription, when there are several.")
      .exactOptional(),
    coverage: z
      .enum(["reviewed", "not-reviewed", "no-plan"])
      .describe("no-plan: its synthesized stack was judged."),
    applied: z
      .boolean()
      .describe("Whether its plan was already applied; left out when it is pending.")
      .exactOptional(),
    reason: text("The reason why it was not reviewed.").exactOptional(),
    counts: z
      .object({
        add: count("Resources to create."),
        change: count("Resources to change in place."),
        delete: count("Resources to delete."),
        replace: count("Resources to delete and create again, in either order."),
        import: count("Resources to import."),
        move: count("Resources that move to another address."),
        forget: count("Resources that stay in Azure without being managed."),
        invoke: count("Actions to invoke; left out when there are none.").exactOptional(),
        check: count("Failing checks; left out when there are none.").exactOptional(),
        unrecognized: count("Actions that this version does not recognize."),
        drift: count("Resources that were changed outside of Terraform."),
      })
      .describe("A resource that is imported and changed counts as both."),
    baseline: z.boolean().describe("Whether a control judges one of the changed resources."),
    worse: z.array(z.string()).describe("Controls that pass or are excepted before, but not afterwards."),
    better: z.array(z.string()).describe("Controls that pass or are excepted afterwards, but not before."),
    group: text("The id of the group with the attributes of these changes.").exactOptional(),
    changes: z.array(Change).describe("In the plan's order, without reads and unchanged resources."),
    drift: z.array(Drift).describe("Changes made in Azure outside of Terraform."),
  })
  .meta({ id: "SubscriptionChanges" });

const GroupSchema = z
  .object({
    id: text("A digest of the diff, stable across runs."),
    changes: z
      .array(Change.extend({ attributes: z.array(Attribute).describe("Attributes that differ.") }))
      .describe("Ids are masked as <subscription> and <tenant>."),
    subscriptions: z.array(z.string()).describe("The ids of the subscriptions with these changes."),
  })
  .meta({ id: "Group" });

const head = {
  schema: z
    .literal(FINDINGS_SCHEMA)
    .describe("The format and its version. Later versions of v1 only add keys."),
  generatedAt: z.string().meta({ format: "date-time", description: "A time in UTC." }),
  summary: SummarySchema.describe("Counts of all findings."),
  partner: z
    .array(PartnerFindingSchema)
    .describe("The partner's own duties, if the command judges them; not counted in the summary.")
    .exactOptional(),
  findings: z.array(FindingSchema).describe("One for each control of each managed subscription."),
};

export const FindingsReportSchema = z
  .object({
    ...head,
    source: z.literal("stack").describe("The judged state: synthesized stacks."),
  })
  .meta({ id: "FindingsReport" });

const Source = z
  .object({
    kind: z.enum(["arm", "graph", "partner-center", "files"]).describe("The kind of list."),
    name: text("The name of the source."),
    complete: z.boolean().describe("Whether the list was read completely."),
    complaints: z.array(z.string()).describe("Reasons why the list may be incomplete."),
    subscriptions: count("Subscriptions in the list."),
  })
  .meta({ id: "Source" });

const Fixed = z
  .object({
    control: text("The control's id."),
    severity,
    subscriptionId: text("The id in lower case."),
    subscriptionName: text("Its name in the earlier result."),
    customer: text("The customer's key in the earlier result."),
    message: text("The message of the earlier finding."),
  })
  .meta({ id: "Fixed" });

/** A place where Azure differs from what a stack declares. */
export const DriftPlaceSchema = z.object({
  type: text("ARM type of the resource."),
  name: text("Its name."),
  resource: text("Its ARM id; left out where only Terraform knows it.").exactOptional(),
  path: text("In ARM's names: properties.amount. Left out: the resource is missing.").exactOptional(),
  declared: text("Shortened, without secrets; left out where nothing is declared or shown.").exactOptional(),
  found: text("The same of Azure's value.").exactOptional(),
});

const DriftedSubscription = z
  .object({
    subscriptionId: text("The id in lower case."),
    subscriptionName: text("Unique within the customer."),
    customer: text("The customer's key in the fleet."),
    places: z.array(DriftPlaceSchema).describe("Differences between Azure and the stack."),
  })
  .meta({ id: "DriftedSubscription" });

/** How something open stands against an earlier result. */
export const MovementSchema = z.enum(["new", "stays"]);
export type Movement = z.infer<typeof MovementSchema>;

const AuditFindingSchema = z
  .object({
    ...finding,
    movement: MovementSchema.describe(
      "Whether an open finding is new compared with an earlier result, if one was given.",
    ).exactOptional(),
  })
  .meta({ id: "AuditFinding" });

export const AuditFindingsReportSchema = z
  .object({
    ...head,
    source: z.literal("azure").describe("The judged state: Azure, or an export of it."),
    coverage: z
      .object({
        sources: z.array(Source).describe("The lists of subscriptions that were read."),
        read: count("Managed subscriptions of which a part could be read."),
        unmanaged: count("Subscriptions outside of the fleet; each is a finding."),
        own: count("Subscriptions of the partner's own tenant, which are not judged."),
      })
      .describe("The subscriptions found in all sources."),
    since: z
      .object({
        generatedAt: z.string().meta({ format: "date-time", description: "The time of the earlier result." }),
        new: count("Open findings that the earlier result does not have."),
        stays: count("Open findings that the earlier result has."),
        fixed: z.array(Fixed).describe("Findings that were open in the earlier result and no longer are."),
      })
      .describe("The comparison with an earlier result, if one was given.")
      .exactOptional(),
    drift: z
      .array(DriftedSubscription)
      .describe(
        "Differences between Azure and the complete declaration, if they were compared. A difference alone does not fail a control.",
      )
      .exactOptional(),
    findings: z.array(AuditFindingSchema).describe("One for each control of each managed subscription."),
  })
  .meta({ id: "AuditFindingsReport" });

export const PlanFindingsReportSchema = z
  .object({
    ...head,
    source: z.literal("plan").describe("The judged state: the state after the plans are applied."),
    complete: z.boolean().describe("Whether every plan was read completely."),
    notReviewed: text(
      "A sentence about what was not reviewed; left out for a complete review.",
    ).exactOptional(),
    changes: z
      .array(SubscriptionChangesSchema)
      .describe("The changes of every managed subscription, by its id."),
    groups: z.array(GroupSchema).describe("Each different diff once, largest first."),
    retired: z
      .array(
        z.object({
          subscriptionId: text("The id in lower case."),
          plan: text("The plan file."),
          destroys: count("Resources to delete in Azure."),
          forgets: count("Resources that stay in Azure without being managed."),
        }),
      )
      .describe("Subscriptions that left the fleet, with the changes to their baseline.")
      .exactOptional(),
    problems: z
      .array(
        z.object({
          file: text("The file as given."),
          kind: text("For example unreadable, unknown-subscription, duplicate."),
          message: text("The problem, in one sentence."),
        }),
      )
      .describe("Plan files with a problem."),
  })
  .meta({ id: "PlanFindingsReport" });

type Report<Schema extends z.ZodType> = Immutable<z.infer<Schema>>;

/** A result of synthesized stacks. */
export type FindingsReport = Report<typeof FindingsReportSchema>;
/** A result of an audit, with its additions to the format. */
type AuditFindingsReport = Report<typeof AuditFindingsReportSchema>;
/** A result of an audit without its findings, which may be many. */
export type AuditReportHead = Omit<AuditFindingsReport, "findings">;
/** The differences between Azure and the complete stack of a subscription. */
export type DriftedSubscription = NonNullable<AuditFindingsReport["drift"]>[number];
/** A finding of the audit, with its movement since an earlier result, if one was given. */
export type AuditFinding = AuditFindingsReport["findings"][number];
/** The comparison with an earlier result, without the findings that stay. */
export type SinceSummary = NonNullable<AuditFindingsReport["since"]>;
/** A finding that was open in an earlier result and no longer is. */
export type FixedFinding = SinceSummary["fixed"][number];
/** A result of a review of plans, with the changes of the plans. */
export type PlanFindingsReport = Report<typeof PlanFindingsReportSchema>;
/** The changes in the plan of one subscription. */
export type SubscriptionChanges = PlanFindingsReport["changes"][number];
export type ChangeGroup = PlanFindingsReport["groups"][number];
export type DetailedChange = ChangeGroup["changes"][number];
/** The changes of one resource, without its attributes. */
export type ListedChange = SubscriptionChanges["changes"][number];
/** Values are masked and shortened; a value that is not set is left out. */
export type ListedAttribute = DetailedChange["attributes"][number];
