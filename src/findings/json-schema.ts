import { z } from "zod";
import { AuditFindingsReportSchema, FindingsReportSchema, PlanFindingsReportSchema } from "./schema.ts";

/**
 * The JSON Schema (draft 2020-12) of `csp-baseline/findings/v1`, for `schema/findings.json`.
 * @param keys whether keys that it does not name are allowed, as readers should: later versions of v1 add some
 */
export function findingsJsonSchema(keys: "any" | "known" = "any"): string {
  const io = keys === "any" ? "input" : "output";
  const schema = z.union([FindingsReportSchema, AuditFindingsReportSchema, PlanFindingsReportSchema]);
  return `${JSON.stringify(z.toJSONSchema(schema, { target: "draft-2020-12", io }), null, 2)}\n`;
}
