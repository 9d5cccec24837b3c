import { z } from "zod";
import { DriftPlaceSchema, MovementSchema } from "../findings/schema.ts";
import { jsonSchemaText } from "../text/json-schema.ts";

export const ENFORCE_SCHEMA = "csp-baseline/enforce/v1";

const text = (description: string) => z.string().describe(description);
const count = (description: string) => z.int().min(0).describe(description);
const instant = (description: string) => z.string().meta({ format: "date-time", description });

const Drift = DriftPlaceSchema.extend({
  changedBy: z
    .object({
      caller: text("A user's name, or the id of an application, as Azure shows it."),
      operation: text("Such as Microsoft.Consumption/budgets/delete."),
      at: instant("UTC."),
    })
    .describe("The last change of the resource, where Azure's activity log has it.")
    .exactOptional(),
}).meta({ id: "Drift" });

const OpenFinding = z
  .object({
    control: text("The control's id."),
    severity: z.enum(["critical", "high", "medium", "low"]).describe("The severity."),
    status: z
      .enum(["fail", "unknown"])
      .describe("unknown: the control could not be judged, which is not a pass."),
    message: text("One sentence."),
  })
  .meta({ id: "OpenFinding" });

export const EnforcedSubscriptionSchema = z
  .object({
    subscriptionId: text("In lower case."),
    subscriptionName: text("Unique within the customer."),
    customer: text("The customer's key in the fleet."),
    status: z
      .enum([
        "repaired",
        "gone",
        "repairable",
        "not-started",
        "waits",
        "not-repairable",
        "failed",
        "still-open",
        "unread",
        "skipped",
      ])
      .describe(
        "repaired: applied, and the audit afterwards has no finding. gone: its plan had no changes. repairable: its plan is safe, and the run only showed plans. not-started: a limit stopped the run before. waits: its plan is not safe. not-repairable: its stack does not declare a repair. failed: Terraform failed. still-open: applied, and the audit still has the finding. unread: a part of it could not be read. skipped: Azure accepts no changes to it.",
      ),
    why: z.array(z.string()).describe("Notes, one sentence each."),
    findings: z.array(OpenFinding).describe("Open findings; of a repaired subscription, the resolved ones."),
    drift: z.array(Drift).describe("Differences between Azure and the declaration at the time of the audit."),
    command: text("The command that plans it for review; absent if that would not help.").exactOptional(),
    denied: z.boolean().describe("Whether a permission is missing; absent if none is.").exactOptional(),
    fingerprint: text("Equal as long as drift and stack are the same."),
    movement: MovementSchema.describe(
      "The comparison with an earlier result, if one was given.",
    ).exactOptional(),
  })
  .meta({ id: "EnforcedSubscription" });

const TenantStack = z
  .object({
    stack: text("The stack's id: tenant-<tenant id>."),
    customer: text("The customer's key in the fleet."),
    command: text("The command that plans it for review."),
  })
  .meta({ id: "TenantStack" });

/** The format of `enforce.json`, and of `enforce --format json`. */
export const EnforceResultSchema = z
  .object({
    schema: z
      .literal(ENFORCE_SCHEMA)
      .describe("The format and its version. Later versions of v1 only add keys."),
    generatedAt: instant("UTC."),
    mode: z.enum(["show", "apply"]).describe("apply: safe plans were applied."),
    status: z
      .enum(["clean", "repaired", "left", "stopped", "failed"])
      .describe(
        "clean: no findings. repaired: no findings are left. left: findings need a person. stopped: a limit stopped the run. failed: Terraform or Azure failed.",
      ),
    stopped: z
      .object({
        by: z
          .enum(["brake", "freeze", "canary", "failure", "interruption"])
          .describe("The limit that stopped the run."),
        message: text("The cause, and the remedy."),
      })
      .describe("Set if a limit stopped the run before all plans were applied.")
      .exactOptional(),
    max: count("The maximum number of subscriptions to repair in one run."),
    safe: z.array(z.string()).describe("The conditions of a safe plan."),
    summary: z
      .object({
        subscriptions: count("Managed subscriptions that were audited."),
        found: count("Subscriptions with drift or an open finding."),
        repaired: count("Subscriptions without remaining findings."),
        repairable: count("Subscriptions that this run could have repaired and did not."),
        waiting: count("Subscriptions whose plan is not safe."),
        failed: count("Subscriptions where Terraform failed, or the audit still has findings."),
        notRepairable: count("Subscriptions whose stack does not declare a repair."),
        unread: count("Subscriptions of which a part could not be read."),
        skipped: count("Subscriptions to which Azure accepts no changes."),
      })
      .describe("Numbers of subscriptions."),
    subscriptions: z
      .array(EnforcedSubscriptionSchema)
      .describe("Subscriptions with findings, or that could not be audited, by id."),
    tenantStacks: z
      .array(TenantStack)
      .describe(
        "Stacks of the tenants of the selected customers. Enforce does not read tenants, so their drift is unknown, and a person plans them. Absent if the fleet configures no tenant.",
      )
      .exactOptional(),
    unmanaged: count("Subscriptions that are not in the fleet.").exactOptional(),
  })
  .meta({ id: "EnforceResult" });

/** Returns the result's JSON Schema (draft 2020-12). @param keys as of the runner's schemas */
export function enforceJsonSchema(keys: "any" | "known" = "any"): string {
  return jsonSchemaText(EnforceResultSchema, keys);
}
