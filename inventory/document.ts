import type { z } from "zod";
import type { FleetFilePath } from "./folder.ts";
import { formatPath, type Path } from "./path.ts";
import { type Fault, type Problem, withHint } from "./problem.ts";
import { readTextFile } from "./read-file.ts";
import { faultsOf } from "./schema-problems.ts";
import { parseYaml, type YamlFile } from "./yaml-file.ts";

/** A file of the fleet that is well formed in itself. */
export interface FleetDocument<T> {
  readonly file: YamlFile;
  readonly content: T;
}

export type ReadDocument<T> =
  | { readonly ok: true; readonly document: FleetDocument<T> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads one file and holds it against its schema. */
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
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, document: { file, content: result.data } };
  return {
    ok: false,
    problems: faultsOf(schema, value, result.error.issues).map((fault) => problemIn(file, fault)),
  };
}

/** A fault of a document, with its place. `at` is where the fault's path begins. */
export function problemIn(file: YamlFile, fault: Fault, at: Path = []): Problem {
  const path = [...at, ...fault.path];
  return { ...fault, path: formatPath(path), position: file.locate(path) };
}
