import { cut, oneLine } from "../visible.ts";

const LONGEST_MESSAGE = 1000;

/** In SARIF's messages brackets make links and braces stand for arguments (SARIF 2.1.0, 3.11.5 and 3.11.6). */
export function messageText(text: string): string {
  return cut(oneLine(text), LONGEST_MESSAGE)
    .replace(/[\\[\]]/g, "\\$&")
    .replace(/[{}]/g, "$&$&");
}
