import { z } from "zod";
import { ChangedListSchema, RunResultSchema } from "./schema.ts";

/** The files below `schema/` that describe what the runner writes, and of what each is the schema. */
export const RUNNER_SCHEMAS = { "run.json": RunResultSchema, "changed.json": ChangedListSchema } as const;

/**
 * One of them as JSON Schema (draft 2020-12).
 * @param keys whether keys that it does not name are allowed, as readers should: later versions of v1 add some
 */
export function runnerJsonSchema(file: keyof typeof RUNNER_SCHEMAS, keys: "any" | "known" = "any"): string {
  const io = keys === "any" ? "input" : "output";
  return `${JSON.stringify(z.toJSONSchema(RUNNER_SCHEMAS[file], { target: "draft-2020-12", io }), null, 2)}\n`;
}
