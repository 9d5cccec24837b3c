import { z } from "zod";
import type { ChangedList } from "./changes.ts";
import type { Changes } from "./plan-changes.ts";
import type { RunResult, StackResult } from "./run-result.ts";

/*
 * Machine-readable schemas of the interfaces in the neighboring files. The compiler verifies that each schema has the
 * type of its interface.
 */

const count = (description: string) => z.int().min(0).describe(description);
const text = (description: string) => z.string().describe(description);
const names = {
  name: z.string().nullable().describe("The subscription's name; null where the fleet does not have it."),
  customer: z
    .string()
    .nullable()
    .describe("The customer's key in the fleet; null where the fleet does not have it."),
};

const STATUSES = {
  planned: "There are changes to review.",
  unchanged: "No changes.",
  applied: "Its plan was applied.",
  refused: "Its plan must not be applied: plan and review it again.",
  skipped:
    "Azure accepts no changes of its subscription: it is disabled, warned or past due, or it was transferred.",
  "not-ready": "Cost Management does not accept the subscription yet, which takes up to 48 hours.",
  failed: "Terraform or one of its dependencies failed.",
  interrupted: "Ended by a signal to the run.",
  "not-started": "The run ended before its turn.",
} as const;

const ChangesSchema: z.ZodType<Changes> = z
  .object({
    add: count("Resources that are created; a replacement is an add and a destroy."),
    change: count("Resources that are changed in place."),
    destroy: count("Resources that are deleted."),
    import: count("Resources that exist already and are taken over."),
    forget: count("Resources that are removed from the state and stay in Azure."),
    any: z.boolean().describe("Whether there are changes to apply, including those of a state or an output."),
  })
  .meta({ id: "Changes" });

const StackResultSchema: z.ZodType<StackResult> = z
  .object({
    id: text("The stack's name: its subscription's id."),
    ...names,
    status: z
      .enum([
        "planned",
        "unchanged",
        "applied",
        "refused",
        "skipped",
        "not-ready",
        "failed",
        "interrupted",
        "not-started",
      ])
      .describe("The result of the stack."),
    changes: ChangesSchema.describe("Absent where nothing was planned.").exactOptional(),
    message: text("The fault and its remedy.").exactOptional(),
    retries: count("The number of failed tries of Terraform.").exactOptional(),
    earlier: z.boolean().describe("Whether an earlier run applied it.").exactOptional(),
    seconds: z.number().min(0).describe("Wall clock."),
    log: text("The file with Terraform's output.").exactOptional(),
  })
  .meta({ id: "StackResult" });

const counts = z.object({
  planned: count(STATUSES.planned),
  unchanged: count(STATUSES.unchanged),
  applied: count(STATUSES.applied),
  refused: count(STATUSES.refused),
  skipped: count(STATUSES.skipped),
  "not-ready": count(STATUSES["not-ready"]),
  failed: count(STATUSES.failed),
  interrupted: count(STATUSES.interrupted),
  "not-started": count(STATUSES["not-started"]),
});

const version = "The format and its version. Later versions of v1 only add keys.";

/** The schema of `plans/result.json`, and of `--format json` of `plan` and `deploy`. */
export const RunResultSchema: z.ZodType<RunResult> = z
  .object({
    schema: z.literal("csp-baseline/run/v1").describe(version),
    verb: z.enum(["plan", "deploy"]).describe("The command."),
    run: text("The run's name in the journal; that of the earlier run where it was resumed."),
    startedAt: z.string().meta({ format: "date-time", description: "An instant, UTC." }),
    seconds: z.number().min(0).describe("Wall clock."),
    terraform: z.object({ version: text("Terraform's, or OpenTofu's.") }).describe("The program that ran."),
    status: z
      .enum(["ok", "refused", "failed", "interrupted"])
      .describe("refused: some plans must not be applied, without other failures."),
    stopped: text("Why the run ended before all stacks were tried.").exactOptional(),
    counts: counts.describe("Stacks by their status."),
    changes: ChangesSchema.describe("The total of all stacks."),
    stacks: z.array(StackResultSchema).describe("The result of each stack, sorted by id."),
  })
  .meta({ id: "RunResult" });

/** The schema of `plan --list`. */
export const ChangedListSchema: z.ZodType<ChangedList> = z
  .object({
    schema: z.literal("csp-baseline/changed/v1").describe(version),
    since: text("The base of the comparison: a git revision, or a folder."),
    because: text("Why all stacks count as changed.").exactOptional(),
    changed: z
      .array(
        z.object({
          id: text("The stack's name: its subscription's id."),
          ...names,
          reason: z
            .enum(["new", "changed", "removed", "code"])
            .describe(
              "removed: it no longer exists and is not planned; code: files that affect all stacks changed.",
            ),
        }),
      )
      .describe("Sorted by id."),
    count: count("The number of stacks."),
  })
  .meta({ id: "ChangedList" });
