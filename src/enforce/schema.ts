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
    severity: z.enum(["critical", "high", "medium", "low"]).describe("How bad it is."),
    status: z.enum(["fail", "unknown"]).describe("unknown: it cannot be told, which is not a pass."),
    message: text("One sentence for a person."),
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
        "repaired: applied, and an audit finds nothing of it. gone: it was in order when it was planned. repairable: its plan is safe, and nothing was to be applied. not-started: a limit stopped the run before. waits: its plan is not safe. not-repairable: its stack declares nothing that would repair it. failed: Terraform failed. still-open: applied, and the audit still finds it. unread: a part of it could not be read. skipped: Azure takes no changes of it.",
      ),
    why: z.array(z.string()).describe("What a person has to know, a sentence each."),
    findings: z.array(OpenFinding).describe("What is open of it; of a repaired one, what was."),
    drift: z.array(Drift).describe("Where Azure differed from the declaration when it was audited."),
    command: text("What plans it for a person; left out where that would not help.").exactOptional(),
    denied: z.boolean().describe("Whether a permission is missing; left out where none is.").exactOptional(),
    fingerprint: text("Equal as long as drift and stack are the same."),
    movement: MovementSchema.describe(
      "How it stands against an earlier result, where one was given.",
    ).exactOptional(),
  })
  .meta({ id: "EnforcedSubscription" });

const TenantStack = z
  .object({
    stack: text("The stack's id: tenant-<tenant id>."),
    customer: text("The customer's key in the fleet."),
    command: text("What plans it for a person."),
  })
  .meta({ id: "TenantStack" });

/** `enforce.json`, and what `enforce` prints with `--format json`. */
export const EnforceResultSchema = z
  .object({
    schema: z
      .literal(ENFORCE_SCHEMA)
      .describe("The format and its version. Later versions of v1 only add keys."),
    generatedAt: instant("UTC."),
    mode: z.enum(["show", "apply"]).describe("apply: what is safe was to be applied."),
    status: z
      .enum(["clean", "repaired", "left", "stopped", "failed"])
      .describe(
        "clean: nothing was found. repaired: nothing is left. left: something waits for a person. stopped: a limit ended it. failed: Terraform or Azure failed.",
      ),
    stopped: z
      .object({
        by: z.enum(["brake", "freeze", "canary", "failure", "interruption"]).describe("Which limit."),
        message: text("What happened, and what to do."),
      })
      .describe("What ended the run before everything was applied.")
      .exactOptional(),
    max: count("How many subscriptions may be repaired in one run."),
    safe: z.array(z.string()).describe("What makes a plan safe."),
    summary: z
      .object({
        subscriptions: count("Managed subscriptions that were looked at."),
        found: count("Those with drift or an open finding."),
        repaired: count("Those with nothing left."),
        repairable: count("Those that this run could have repaired and did not."),
        waiting: count("Those whose plan is not safe."),
        failed: count("Those where Terraform failed, or the audit still finds something."),
        notRepairable: count("Those whose stack declares nothing that would repair them."),
        unread: count("Those of which a part could not be read."),
        skipped: count("Those of which Azure takes no changes."),
      })
      .describe("Counts of subscriptions."),
    subscriptions: z
      .array(EnforcedSubscriptionSchema)
      .describe("Each in which something was found, or that could not be looked at, by its id."),
    tenantStacks: z
      .array(TenantStack)
      .describe(
        "Stacks of the tenants of the selected customers. The audit does not read Entra, so it is unknown whether they drifted, and a person plans them. Left out where the fleet configures no tenant.",
      )
      .exactOptional(),
    unmanaged: count("Subscriptions that the fleet does not have.").exactOptional(),
  })
  .meta({ id: "EnforceResult" });

/** The result as JSON Schema (draft 2020-12). @param keys as of the runner's schemas */
export function enforceJsonSchema(keys: "any" | "known" = "any"): string {
  return jsonSchemaText(EnforceResultSchema, keys);
}
