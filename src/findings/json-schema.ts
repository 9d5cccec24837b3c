import { z } from "zod";
import { jsonSchemaText } from "../text/json-schema.ts";
import { AuditFindingsReportSchema, FindingsReportSchema, PlanFindingsReportSchema } from "./schema.ts";

/**
 * Returns the JSON Schema (draft 2020-12) of `csp-baseline/findings/v1`, for `schema/findings.json`.
 * @param keys whether unknown keys are allowed. Readers should allow them, because later versions of v1 add keys
 */
export function findingsJsonSchema(keys: "any" | "known" = "any"): string {
  const schema = z.union([FindingsReportSchema, AuditFindingsReportSchema, PlanFindingsReportSchema]);
  return jsonSchemaText(schema, keys);
}
