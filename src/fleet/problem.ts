import { escapeControls } from "./echo.ts";
import type { Path } from "./path.ts";
import { comparePositions, formatPosition, type Position } from "./position.ts";

/** A problem in the fleet's files. */
export interface Problem {
  /** The position. @default - the problem is not in a file: the folder is missing */
  readonly position?: Position;
  /** The path of the value in its file: `subscriptions[0].baseline.budget.amount`; empty for the whole file. */
  readonly path: string;
  /** The fault. After a path it may omit the subject: "must be at least 1". */
  readonly message: string;
  /** The value found, for display: shortened, control characters escaped. */
  readonly found?: string;
  /** The remedy, as a sentence. */
  readonly hint?: string;
}

/** A problem with the value at a path, without its file and position. */
export interface Fault extends Omit<Problem, "position" | "path"> {
  readonly path: Path;
}

/** Formats a problem on one line: `file:line:column path: message (found value). Hint.` */
export function formatProblem({ position, path, message, found, hint }: Problem): string {
  const place = [position === undefined ? "" : formatPosition(position), path]
    .filter((part) => part !== "")
    .join(" ");
  const text = `${place === "" ? "" : `${place}: `}${message}${found === undefined ? "" : ` (found ${found})`}`;
  return escapeControls(hint === undefined ? text : `${text}. ${hint}`);
}

/** Sorts by file, line and column and removes duplicates. */
export function tidyProblems(problems: readonly Problem[]): Problem[] {
  const unique = new Map(problems.map((problem) => [formatProblem(problem), problem]));
  return [...unique.values()].sort((a, b) => {
    if (a.position === undefined || b.position === undefined) {
      return Number(a.position !== undefined) - Number(b.position !== undefined);
    }
    return comparePositions(a.position, b.position);
  });
}

/** Returns an object with the member `hint`, if there is one. */
export function withHint(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}
