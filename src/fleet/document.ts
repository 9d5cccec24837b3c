import type { z } from "zod";
import type { FleetFilePath } from "./folder.ts";
import { formatPath } from "./path.ts";
import { type Fault, type Problem, withHint } from "./problem.ts";
import { readTextFile } from "./read-file.ts";
import { faultsOf } from "./schema-problems.ts";
import { parseYaml, type YamlFile } from "./yaml-file.ts";

/** A well-formed file of the fleet. */
export interface FleetDocument<T> {
  readonly file: YamlFile;
  readonly content: T;
}

export type ReadDocument<T> =
  | { readonly ok: true; readonly document: FleetDocument<T> }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      /** The content that the schema rejects. @default - the file has no readable content */
      readonly rejected?: FleetDocument<unknown>;
    };

/** Reads one file and validates it against its schema. */
export function readDocument<T>({ path, name }: FleetFilePath, schema: z.ZodType<T>): ReadDocument<T> {
  const read = readTextFile(path);
  if (!read.ok) {
    const { message, hint, line = 1, column = 1 } = read;
    const position = { file: name, line, column };
    return {
      ok: false,
      problems: [{ position, path: "", message, ...withHint(hint) }],
    };
  }
  const parsed = parseYaml(name, read.text);
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] };
  const { file, value } = parsed;
  const result = validate(schema, value);
  if (result === undefined) {
    const position = { file: name, line: 1, column: 1 };
    return {
      ok: false,
      problems: [{ position, path: "", message: "the file has too many faults to list" }],
    };
  }
  if (result.success) return { ok: true, document: { file, content: result.data } };
  return {
    ok: false,
    problems: faultsOf(schema, value, result.error.issues).map((fault) => problemIn(file, fault)),
    rejected: { file, content: value },
  };
}

/** Returns `undefined` when there are so many issues, about 100 000, that zod exceeds the stack. */
function validate<T>(schema: z.ZodType<T>, value: unknown): z.ZodSafeParseResult<T> | undefined {
  try {
    return schema.safeParse(value);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Adds the position to a fault of a document. */
export function problemIn(file: YamlFile, fault: Fault): Problem {
  return { ...fault, path: formatPath(fault.path), position: file.locate(fault.path) };
}
