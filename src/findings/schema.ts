import { z } from "zod";
import type { AuditFinding, AuditFindingsReport } from "./audit-report.ts";
import type { Finding } from "./finding.ts";
import type { PartnerFinding } from "./partner-finding.ts";
import type { ChangeGroup, PlanFindingsReport, SubscriptionChanges } from "./plan-report.ts";
import { FINDINGS_SCHEMA, type FindingsReport } from "./report.ts";
import type { FindingsSummary } from "./summary.ts";

/*
 * The interfaces beside this file say what a report is; this says it to machines, and the compiler holds the two
 * together: nothing that a schema takes is not of its interface's type.
 */

const count = (description: string) => z.int().min(0).describe(description);
const text = (description: string) => z.string().describe(description);
const severity = z.enum(["critical", "high", "medium", "low"]).describe("How bad it is when it fails.");
const status = z.enum(["pass", "fail", "excepted", "unknown"]);

const Position = z
  .object({
    file: text("Relative to the working directory where it is inside, with forward slashes."),
    line: z.int().min(1).describe("From 1."),
    column: z.int().min(1).describe("From 1, in UTF-16 code units."),
  })
  .meta({ id: "Position" });

const Exception = z
  .object({
    reason: text("Why the control is waived."),
    approvedBy: text("Who allowed it."),
    expires: z.string().meta({ format: "date", description: "The last day on which it holds." }),
  })
  .meta({ id: "Exception" });

const FindingShape = z.object({
  control: text("The control's id, as CONTROLS.md lists them."),
  severity,
  subscriptionId: text("In lower case."),
  subscriptionName: text("Unique within the customer."),
  customer: text("The customer's key in the fleet."),
  status: status.describe("unknown: it cannot be told, which is not a pass."),
  message: text("One sentence for a person."),
  fix: text("What to do about it.").exactOptional(),
  resource: text("Terraform address or ARM id of the resource it is about.").exactOptional(),
  path: text("The value it is about, in ARM's names: properties.emails.").exactOptional(),
  location: Position.describe("The line of the fleet that it comes from.").exactOptional(),
  exception: Exception.describe(
    "The exception that waives the control, or that did until its day passed.",
  ).exactOptional(),
  references: z
    .array(z.object({ tool: text("A tool or standard, with its version."), id: text("Its rule.") }))
    .describe("Rules of other tools that are about the same."),
});

/** One control in one subscription. */
export const FindingSchema: z.ZodType<Finding> = FindingShape.meta({ id: "Finding" });

/** One duty of the partner itself. */
export const PartnerFindingSchema: z.ZodType<PartnerFinding> = z
  .object({
    control: text("The duty's id, as `csp-baseline partner register` lists them."),
    kind: z.enum(["observed", "attested"]).describe("An API shows it, or a person vouches for it."),
    severity,
    status: z
      .enum(["pass", "fail", "unknown"])
      .describe("unknown: it was not observed, which is not a pass."),
    message: text("One sentence for a person."),
    fix: text("What to do about it.").exactOptional(),
    due: z
      .string()
      .meta({ format: "date", description: "The last day on which what a person saw counts." })
      .exactOptional(),
    warning: z.literal(true).describe("It passes, but that day is at most 30 days away.").exactOptional(),
    location: Position.describe("The line of the fleet that it comes from.").exactOptional(),
    references: z
      .array(
        z.object({
          document: text("The title of the document that asks for it."),
          heading: text("The heading in it."),
          url: text("Where the document is."),
        }),
      )
      .describe("Who asks for it."),
  })
  .meta({ id: "PartnerFinding" });

const SummarySchema: z.ZodType<FindingsSummary> = z
  .object({
    subscriptions: count("Managed subscriptions judged."),
    covered: count("Those without a failed or unknown control."),
    pass: count("Findings that pass."),
    fail: count("Findings that fail."),
    excepted: count("Findings waived by an exception."),
    unknown: count("Findings that cannot be told."),
  })
  .meta({ id: "Summary" });

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

const SubscriptionChangesSchema: z.ZodType<SubscriptionChanges> = z
  .object({
    subscriptionId: text("In lower case."),
    subscriptionName: text("Unique within the customer."),
    customer: text("The customer's key in the fleet."),
    plan: text("The plan's file.").exactOptional(),
    coverage: z
      .enum(["reviewed", "not-reviewed", "no-plan"])
      .describe("no-plan: its synthesized stack was judged."),
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

const GroupSchema: z.ZodType<ChangeGroup> = z
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

export const FindingsReportSchema: z.ZodType<FindingsReport> = z
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

const AuditFindingSchema: z.ZodType<AuditFinding> = FindingShape.extend({
  movement: z
    .enum(["new", "stays"])
    .describe("How an open finding stands against an earlier result, where one was given.")
    .exactOptional(),
}).meta({ id: "AuditFinding" });

export const AuditFindingsReportSchema: z.ZodType<AuditFindingsReport> = z
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
    findings: z.array(AuditFindingSchema).describe("Of each managed subscription, one for each control."),
  })
  .meta({ id: "AuditFindingsReport" });

export const PlanFindingsReportSchema: z.ZodType<PlanFindingsReport> = z
  .object({
    ...head,
    source: z.literal("plan").describe("What was judged: the state that plans leave."),
    complete: z.boolean().describe("Whether every plan was read whole."),
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
