import { resolve } from "node:path";
import { excerptOf } from "../fleet/excerpt.ts";
import { formatPosition, formatProblem, type Problem } from "../fleet/index.ts";
import { readTextFile } from "../fleet/read-file.ts";
import { type Console, counted } from "./console.ts";

const SHOWN_PROBLEMS = 200;

export interface ShownProblems {
  /** What follows from them: `nothing was written`. @default - it is left out, as for a verb that writes nothing */
  readonly consequence?: string;
  /** The text of a file by its name in the problems. @default - what is on the disk */
  readonly textOf?: (file: string) => string | undefined;
}

/** Problems for a person, each with its line of the file, and how many there are. */
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
  // What is wrong with a file as a whole is not in its first line.
  if (path === "" && position.line === 1 && position.column === 1) return;
  const excerpt = excerptOf(textOf(position.file) ?? "", position.line, position.column);
  if (excerpt === undefined) return;
  const number = String(position.line);
  console.err(console.style("dim", `  ${number} | ${excerpt.source}`));
  console.err(
    `  ${" ".repeat(number.length)} ${console.style("dim", "|")} ${console.style("red", excerpt.mark)}`,
  );
}

/** The texts of files that are about to be written, and of the others what is on the disk. */
export function textsWith(
  files: readonly { readonly name: string; readonly text: string }[],
): (file: string) => string | undefined {
  const onDisk = textOnDisk();
  return (file) => files.find(({ name }) => file.endsWith(`/${name}`))?.text ?? onDisk(file);
}

/** Each file is read once; what cannot be read has no text. */
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
