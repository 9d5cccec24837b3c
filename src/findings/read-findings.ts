import { z } from "zod";
import { quote } from "../fleet/echo.ts";
import { messageOf, systemCode } from "../text/error-message.ts";
import { FileElementsError, readFileElements } from "./file-elements.ts";
import { FINDINGS_SCHEMA } from "./format.ts";
import { type Immutable, shapesOf } from "./shape.ts";

/** A findings file that cannot be read. The message is one line for people and begins with the file's name. */
export class FindingsFileError extends Error {}

const MAX_TEXT = 4000;
const MAX_DUTIES = 500;
const bounded = shapesOf({
  text: () =>
    z.string().transform((value) => (value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}...` : value)),
  name: () => z.string().max(300),
  id: (example) => z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, `must be an id such as ${example}`),
  subscriptionId: () => z.string().min(1).max(100),
  day: () => z.iso.date("must be a day such as 2027-03-31"),
  count: () => z.int().min(0).max(1e9),
  place: () => z.int().min(1).max(1e9),
  list: (item, max) => z.array(item).max(max),
  part: (shape) => z.object(shape),
});

const FindingOfFile = z.object({
  ...bounded.finding,
  references: bounded.finding.references.exactOptional(),
});

const HeadOfFile = z.object({
  schema: z.literal(FINDINGS_SCHEMA),
  generatedAt: z.iso.datetime(),
  source: z.enum(["stack", "plan", "azure"]),
  summary: z.object(bounded.summary),
  complete: z.boolean().exactOptional(),
  partner: z.array(z.object(bounded.partnerFinding)).max(MAX_DUTIES).exactOptional(),
  drift: z.array(z.object({ subscriptionId: bounded.finding.subscriptionId })).exactOptional(),
  findings: z.array(z.unknown()),
});

/** A finding as the report needs it. */
export type ReportedFinding = Immutable<z.infer<typeof FindingOfFile>>;

/**
 * The head of a result: its time in ISO 8601 (UTC), source and summary; and if it has them, the partner's own duties and
 * whether every plan was read.
 */
export type ResultHead = Immutable<Omit<z.infer<typeof HeadOfFile>, "schema" | "findings">>;

/**
 * Reads a `findings/v1` file one finding at a time, so that memory does not grow with it. Ignores members of later
 * versions.
 *
 * @throws {FindingsFileError} when it cannot be read, is not a findings file, or is cut off
 */
export function readFindings(path: string, onFinding: (finding: ReportedFinding) => void): ResultHead {
  let index = 0;
  try {
    const onElement = (element: unknown) => {
      onFinding(valid(FindingOfFile, element, `findings[${index}]`));
      index += 1;
    };
    const rest = readFileElements(path, "findings", onElement, ["partner", "drift"]);
    return valid(HeadOfFile, rest, "");
  } catch (error) {
    if (error instanceof FileElementsError || systemCode(error) !== undefined) {
      throw new FindingsFileError(`${path}: ${messageOf(error)}`);
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
    throw new InvalidValue(`is not a findings file: "schema" must be ${quote(FINDINGS_SCHEMA)}`);
  }
  throw new InvalidValue(`${path}: ${issue?.message ?? "not valid in findings/v1"}`);
}
