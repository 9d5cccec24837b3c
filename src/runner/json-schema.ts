import { jsonSchemaText } from "../text/json-schema.ts";
import { ChangedListSchema, RunResultSchema } from "./schema.ts";

/** The files below `schema/` for the runner's formats, each with its schema. */
const RUNNER_SCHEMAS = { "run.json": RunResultSchema, "changed.json": ChangedListSchema } as const;

/**
 * Returns a schema as JSON Schema (draft 2020-12).
 * @param keys whether unknown keys are allowed, which readers should do: later versions of v1 add keys
 */
export function runnerJsonSchema(file: keyof typeof RUNNER_SCHEMAS, keys: "any" | "known" = "any"): string {
  return jsonSchemaText(RUNNER_SCHEMAS[file], keys);
}
