import { spaced } from "../text/visible.ts";

/** Ends a run with a message for the user. */
export class RunnerError extends Error {
  /** `refused`: a usage error, or an object that must not be deployed. `outside`: Terraform, the disk, git. */
  readonly kind: "refused" | "outside";

  constructor(kind: "refused" | "outside", message: string) {
    super(message);
    this.name = "RunnerError";
    this.kind = kind;
  }
}

const ESCAPE = String.fromCharCode(27);
const TERMINAL_SEQUENCE = new RegExp(`${ESCAPE}\\[[0-9;?]*[@-~]`, "g");

/** Prepares external text for a terminal: one line, without control characters, shortened. */
export function printable(text: string, limit = 300): string {
  // Removes colours first: without the escape character, the rest would look like text.
  const plain = spaced(text.replace(TERMINAL_SEQUENCE, ""));
  return plain.length <= limit ? plain : `${plain.slice(0, limit - 3)}...`;
}
