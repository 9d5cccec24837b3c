import { z } from "zod";
import { quote } from "../fleet/echo.ts";
import { FileElementsError, readFileElements } from "./file-elements.ts";
import { FINDINGS_SCHEMA, type Finding, type FindingsSummary, type PartnerFinding } from "./index.ts";

/** A finding as the report needs it. */
export type ReportedFinding = Omit<Finding, "references"> & { readonly references?: Finding["references"] };

/** What a result says of itself. */
export interface ResultHead {
  /** An instant in ISO 8601, UTC. */
  readonly generatedAt: string;
  readonly source: "stack" | "plan" | "azure";
  readonly summary: FindingsSummary;
  /** The partner's own duties, where the result has them. */
  readonly partner?: readonly PartnerFinding[];
}

/** A findings file that cannot be used, and why: one line for a person, which begins with the file's name. */
export class FindingsFileError extends Error {}

const MAX_TEXT = 4000;
const text = z
  .string()
  .transform((value) => (value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}...` : value));
const name = z.string().max(300);
const count = z.int().min(0).max(1e9);
const place = z.int().min(1).max(1e9);

const FindingOfFile = z.object({
  control: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be an id such as security-contact"),
  severity: z.enum(["critical", "high", "medium", "low"]),
  subscriptionId: z.string().min(1).max(100),
  subscriptionName: name,
  customer: name,
  status: z.enum(["pass", "fail", "excepted", "unknown"]),
  message: text,
  fix: text.exactOptional(),
  resource: text.exactOptional(),
  path: text.exactOptional(),
  location: z.object({ file: name, line: place, column: place }).exactOptional(),
  exception: z
    .object({ reason: text, approvedBy: name, expires: z.iso.date("must be a day such as 2027-03-31") })
    .exactOptional(),
  references: z
    .array(z.object({ tool: name, id: name }))
    .max(500)
    .exactOptional(),
});

const day = z.iso.date("must be a day such as 2027-03-31");
const DutyOfFile = z.object({
  control: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "must be an id such as leavers-removed"),
  kind: z.enum(["observed", "attested"]),
  severity: z.enum(["critical", "high", "medium", "low"]),
  status: z.enum(["pass", "fail", "unknown"]),
  message: text,
  fix: text.exactOptional(),
  due: day.exactOptional(),
  warning: z.literal(true).exactOptional(),
  location: z.object({ file: name, line: place, column: place }).exactOptional(),
  references: z.array(z.object({ document: name, heading: name, url: text })).max(200),
});

const HeadOfFile = z.object({
  schema: z.literal(FINDINGS_SCHEMA),
  generatedAt: z.iso.datetime(),
  source: z.enum(["stack", "plan", "azure"]),
  summary: z.object({
    subscriptions: count,
    covered: count,
    pass: count,
    fail: count,
    excepted: count,
    unknown: count,
  }),
  partner: z.array(DutyOfFile).max(500).exactOptional(),
  findings: z.array(z.unknown()),
});

/**
 * Reads a `findings/v1` file, finding by finding, so that memory does not grow with it. Members that this version
 * does not know are passed over.
 *
 * @throws {FindingsFileError} when it cannot be read, is no findings file, or is cut off
 */
export function readFindings(path: string, onFinding: (finding: ReportedFinding) => void): ResultHead {
  let index = 0;
  try {
    const onElement = (element: unknown) => {
      onFinding(valid(FindingOfFile, element, `findings[${index}]`));
      index += 1;
    };
    const rest = readFileElements(path, "findings", onElement, ["partner"]);
    return valid(HeadOfFile, rest, "");
  } catch (error) {
    if (error instanceof FileElementsError || (error instanceof Error && "code" in error)) {
      throw new FindingsFileError(`${path}: ${error.message}`);
    }
    if (error instanceof InvalidValue) throw new FindingsFileError(`${path} ${error.message}`);
    throw error;
  }
}

class InvalidValue extends Error {}

function valid<Output>(schema: z.ZodType<Output>, value: unknown, where: string): Output {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = [where, ...(issue?.path ?? [])].filter((part) => part !== "").join(".");
  if (path === "schema" || (where === "" && path === "")) {
    throw new InvalidValue(`is no findings file: "schema" must be ${quote(FINDINGS_SCHEMA)}`);
  }
  throw new InvalidValue(`${path}: ${issue?.message ?? "not as findings/v1 has it"}`);
}
