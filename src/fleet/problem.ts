import { escapeControls } from "./echo.ts";
import type { Path } from "./path.ts";
import { comparePositions, formatPosition, type Position } from "./position.ts";

/** Something wrong in the fleet's files, told to a person. */
export interface Problem {
  /** Left out where no file is to blame: the folder is missing. */
  readonly position?: Position;
  /** The value, as a path in its file: `subscriptions[0].baseline.budget.amount`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong. After a path it may leave out the subject: "must be at least 1". */
  readonly message: string;
  /** What was found, ready to be shown: shortened, control characters escaped. */
  readonly found?: string;
  /** What to do about it, as a sentence. */
  readonly hint?: string;
}

/** A problem with the value at a path, before it is known in which file and where that is. */
export interface Fault extends Omit<Problem, "position" | "path"> {
  readonly path: Path;
}

/** `file:line:column path: what is wrong (found what). What to do.` on one line. */
export function formatProblem({ position, path, message, found, hint }: Problem): string {
  const place = [position === undefined ? "" : formatPosition(position), path]
    .filter((part) => part !== "")
    .join(" ");
  const text = `${place === "" ? "" : `${place}: `}${message}${found === undefined ? "" : ` (found ${found})`}`;
  return escapeControls(hint === undefined ? text : `${text}. ${hint}`);
}

/** Sorted by file, line and column, each said once. */
export function tidyProblems(problems: readonly Problem[]): Problem[] {
  const said = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return [...said.values()].sort((a, b) => {
    if (a.position === undefined || b.position === undefined) {
      return Number(a.position !== undefined) - Number(b.position !== undefined);
    }
    return comparePositions(a.position, b.position);
  });
}

/** The member `hint`, where there is one. */
export function withHint(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}
