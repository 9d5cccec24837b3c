import { z } from "zod";
import type { ChangedList } from "./changes.ts";
import type { Changes } from "./plan-changes.ts";
import type { RunResult, StackResult } from "./run-result.ts";

/*
 * The interfaces beside this file say what a run and a list of changes are; this says it to machines, and the compiler
 * holds the two together: nothing that a schema takes is not of its interface's type.
 */

const count = (description: string) => z.int().min(0).describe(description);
const text = (description: string) => z.string().describe(description);
const names = {
  name: z.string().nullable().describe("The subscription's name; null where the fleet does not have it."),
  customer: z.string().nullable().describe("The customer's key in the fleet; null likewise."),
};

const STATUSES = {
  planned: "There are changes to review.",
  unchanged: "Nothing to do.",
  applied: "Its plan was applied.",
  refused: "Its plan is not to be applied: plan and review it again.",
  skipped:
    "Azure takes no changes of its subscription: it is disabled, warned or past due, or it was transferred.",
  "not-ready": "Cost Management does not know the subscription yet, which takes up to 48 hours.",
  failed: "Terraform failed, or what it needs did.",
  interrupted: "Ended by a signal to the run.",
  "not-started": "The run ended before its turn.",
} as const;

const ChangesSchema: z.ZodType<Changes> = z
  .object({
    add: count("Resources that are made; a replacement is an add and a destroy."),
    change: count("Resources that are changed in place."),
    destroy: count("Resources that are deleted."),
    import: count("Resources that exist already and are taken over."),
    forget: count("Resources that stay in Azure without being managed."),
    any: z.boolean().describe("Whether there is anything to apply, be it to a state or an output."),
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
      .describe("What became of it."),
    changes: ChangesSchema.describe("Left out where nothing was planned.").exactOptional(),
    message: text("What is wrong, and what to do, for a person.").exactOptional(),
    retries: count("How often Terraform was run in vain.").exactOptional(),
    earlier: z.boolean().describe("Whether an earlier run did it.").exactOptional(),
    seconds: z.number().min(0).describe("Wall clock."),
    log: text("The file with what Terraform printed.").exactOptional(),
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

/** `plans/result.json`, and what `plan` and `deploy` print with `--format json`. */
export const RunResultSchema: z.ZodType<RunResult> = z
  .object({
    schema: z.literal("csp-baseline/run/v1").describe(version),
    verb: z.enum(["plan", "deploy"]).describe("The command."),
    run: text("The run's name, as the journal has it; that of the earlier run where it was resumed."),
    startedAt: z.string().meta({ format: "date-time", description: "An instant, UTC." }),
    seconds: z.number().min(0).describe("Wall clock."),
    terraform: z.object({ version: text("Terraform's, or OpenTofu's.") }).describe("What it was done with."),
    status: z
      .enum(["ok", "refused", "failed", "interrupted"])
      .describe("refused: no more than that some plans are not to be applied."),
    stopped: text("What ended the run before all stacks were tried.").exactOptional(),
    counts: counts.describe("Stacks by their status."),
    changes: ChangesSchema.describe("Over all stacks."),
    stacks: z.array(StackResultSchema).describe("Of each stack, by its id."),
  })
  .meta({ id: "RunResult" });

/** What `plan --list` prints. */
export const ChangedListSchema: z.ZodType<ChangedList> = z
  .object({
    schema: z.literal("csp-baseline/changed/v1").describe(version),
    since: text("What was compared with: a git revision, or a folder."),
    because: text("Why all stacks count as changed.").exactOptional(),
    changed: z
      .array(
        z.object({
          id: text("The stack's name: its subscription's id."),
          ...names,
          reason: z
            .enum(["new", "changed", "removed", "code"])
            .describe(
              "removed: it is no more, and nothing plans it; code: what decides all stacks is not what it was.",
            ),
        }),
      )
      .describe("By their ids."),
    count: count("How many they are."),
  })
  .meta({ id: "ChangedList" });
