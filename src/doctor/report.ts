import { z } from "zod";
import { jsonSchemaText } from "../text/json-schema.ts";
import { CHECK_IDS, type Check, type CheckStatus } from "./check.ts";

const text = (description: string) => z.string().describe(description);
const count = (description: string) => z.int().min(0).describe(description);

const DoctorReportSchema = z
  .object({
    schema: z
      .literal("csp-baseline/doctor/v1")
      .describe("The format and its version. Later versions of v1 only add keys."),
    generatedAt: z.string().meta({ format: "date-time", description: "An instant, UTC." }),
    status: z
      .enum(["ok", "fail", "unknown"])
      .describe("fail: at least one check failed; unknown: none failed, and at least one could not be made."),
    as: z.enum(["deployer", "reader"]).describe("The purpose whose operations were checked."),
    subscription: z
      .object({
        id: text("In lower case."),
        name: text("The fleet's."),
        customer: text("The customer's key."),
      })
      .nullable()
      .describe("The subscription whose access was checked; null where the fleet does not load or has none."),
    summary: z
      .object({ ok: count("Checks."), fail: count("Checks."), unknown: count("Checks.") })
      .describe("Checks by their status."),
    checks: z
      .array(
        z
          .object({
            id: z.enum(CHECK_IDS).describe("The check. Later versions of v1 may add ids."),
            status: z
              .enum(["ok", "fail", "unknown"])
              .describe("unknown: the check could not be made, which differs from ok."),
            message: text("The finding, or why the check could not be made."),
            fix: text("The remedy.").exactOptional(),
          })
          .meta({ id: "Check" }),
      )
      .describe("All checks, always in this order."),
  })
  .meta({ id: "DoctorReport" });

export type DoctorReport = z.output<typeof DoctorReportSchema>;

/** Returns the overall status: `fail` takes precedence over `unknown`. */
export function statusOf(checks: readonly Check[]): CheckStatus {
  if (checks.some(({ status }) => status === "fail")) return "fail";
  return checks.some(({ status }) => status === "unknown") ? "unknown" : "ok";
}

/** Returns the report of `--format json`. */
export function doctorReport(
  checks: readonly Check[],
  about: Pick<DoctorReport, "as" | "subscription">,
  now: Date,
): DoctorReport {
  const counted = (wanted: CheckStatus) => checks.filter(({ status }) => status === wanted).length;
  return {
    schema: "csp-baseline/doctor/v1",
    generatedAt: now.toISOString(),
    status: statusOf(checks),
    ...about,
    summary: { ok: counted("ok"), fail: counted("fail"), unknown: counted("unknown") },
    checks: [...checks],
  };
}

/**
 * Returns the JSON Schema (draft 2020-12) for `schema/doctor.json`.
 * @param keys whether unknown keys are allowed, which readers should do: later versions of v1 add keys
 */
export function doctorJsonSchema(keys: "any" | "known" = "any"): string {
  return jsonSchemaText(DoctorReportSchema, keys);
}
