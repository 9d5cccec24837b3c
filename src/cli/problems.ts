import { resolve } from "node:path";
import { excerptOf } from "../fleet/excerpt.ts";
import { formatPosition, formatProblem, type Problem } from "../fleet/index.ts";
import { readTextFile } from "../fleet/read-file.ts";
import { type Console, counted } from "./console.ts";

const SHOWN_PROBLEMS = 200;

export interface ShownProblems {
  /** The consequence of the problems: `nothing was written`. @default - none, as for a verb that writes nothing */
  readonly consequence?: string;
  /** The text of a file by its name in the problems. @default - the file on disk */
  readonly textOf?: (file: string) => string | undefined;
}

/** Shows problems, each with its line of the file, and their number. */
export function showProblems(
  problems: readonly Problem[],
  console: Console,
  { consequence, textOf = textOnDisk() }: ShownProblems = {},
): void {
  for (const problem of problems.slice(0, SHOWN_PROBLEMS)) showProblem(problem, textOf, console);
  const left = problems.length - SHOWN_PROBLEMS;
  if (left > 0)
    console.err(`... and ${counted(left, "more problem")}; csp-baseline check --format json shows all`);
  console.err("");
  const end = consequence === undefined ? "" : `; ${consequence}`;
  console.err(`${console.style("red", counted(problems.length, "problem"))} in the fleet${end}`);
}

export function showWarnings(warnings: readonly Problem[], console: Console, textOf = textOnDisk()): void {
  for (const warning of warnings)
    showProblem(warning, textOf, console, `${console.style("yellow", "warning")} `);
}

function showProblem(
  problem: Problem,
  textOf: (file: string) => string | undefined,
  console: Console,
  prefix = "",
): void {
  const text = formatProblem(problem);
  const { path, position } = problem;
  if (position === undefined) {
    console.err(`${prefix}${text}`);
    return;
  }
  const place = formatPosition(position);
  const isPlaced = text.startsWith(place);
  console.err(`${prefix}${isPlaced ? console.style("bold", place) + text.slice(place.length) : text}`);
  // A problem of the whole file has no line.
  if (path === "" && position.line === 1 && position.column === 1) return;
  const excerpt = excerptOf(textOf(position.file) ?? "", position.line, position.column);
  if (excerpt === undefined) return;
  const number = String(position.line);
  console.err(console.style("dim", `  ${number} | ${excerpt.source}`));
  console.err(
    `  ${" ".repeat(number.length)} ${console.style("dim", "|")} ${console.style("red", excerpt.mark)}`,
  );
}

/** Returns the texts of files to be written, and of the others the files on disk. */
export function textsWith(
  files: readonly { readonly name: string; readonly text: string }[],
): (file: string) => string | undefined {
  const onDisk = textOnDisk();
  return (file) => files.find(({ name }) => file.endsWith(`/${name}`))?.text ?? onDisk(file);
}

/** Reads each file once; an unreadable file has no text. */
function textOnDisk(): (file: string) => string | undefined {
  const read = new Map<string, string | undefined>();
  return (file) => {
    if (!read.has(file)) {
      const found = readTextFile(resolve(file));
      read.set(file, found.ok ? found.text : undefined);
    }
    return read.get(file);
  };
}
