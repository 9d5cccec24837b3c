import { spaced } from "./visible.ts";

const ESCAPE = String.fromCharCode(27);
const TERMINAL_SEQUENCE = new RegExp(`${ESCAPE}\\[[0-9;?]*[@-~]`, "g");

/** Prepares external text for a terminal: one line, without control characters, shortened. */
export function printable(text: string, limit = 300): string {
  // Removes colors first: without the escape character, the rest would look like text.
  const plain = spaced(text.replace(TERMINAL_SEQUENCE, ""));
  return plain.length <= limit ? plain : `${plain.slice(0, limit - 3)}...`;
}
