import { stripVTControlCharacters } from "node:util";
import type { Console } from "./console.ts";

/** The states that commands show, in words that are the same everywhere; color only repeats the word. */
const COLORS = {
  pass: "green",
  asked: "green",
  fixed: "green",
  fail: "red",
  cannot: "red",
  unknown: "yellow",
  warning: "yellow",
  due: "yellow",
  excepted: "yellow",
} as const;

export type State = keyof typeof COLORS;

/**
 * Returns a word in the color of its state.
 * @param word the word itself, such as a severity or a padded state
 */
export function mark(console: Pick<Console, "style">, state: State, word: string = state): string {
  return console.style(COLORS[state], word);
}

/** Less room than this is not worth breaking lines for. */
const NARROWEST = 40;

/**
 * Breaks a line between words at the terminal's width. A word that is longer stays whole, so that it can be copied; so
 * does a line that goes to a file, a pipe or the log of a CI.
 *
 * @param indent the number of spaces before the following lines
 */
export function wrapped(text: string, { columns }: Pick<Console, "columns">, indent: number): string {
  if (columns === undefined || widthOf(text) <= columns) return text;
  const room = Math.max(columns, NARROWEST);
  const margin = " ".repeat(Math.min(indent, room - 20));
  const lines: string[] = [];
  // The spaces before a word belong to it: columns stay aligned.
  let line = "";
  for (const word of text.match(/\s*\S+/g) ?? []) {
    if (line !== "" && widthOf(line) + widthOf(word) > room) {
      lines.push(line);
      line = margin + word.trimStart();
    } else line += word;
  }
  return [...lines, line].join("\n");
}

/** The number of columns of a text, without colors. Wide characters of East Asia count as one. */
function widthOf(text: string): number {
  return [...stripVTControlCharacters(text).normalize("NFC")].length;
}

/** Formats the last lines of a command: what to do next, with what it is for. */
export function nextSteps(
  steps: readonly (readonly [command: string, purpose: string])[],
  console: Pick<Console, "columns" | "style">,
): string[] {
  if (steps.length === 0) return [];
  const width = Math.max(...steps.map(([command]) => command.length));
  return [
    console.style("bold", "Next"),
    ...steps.map(([command, purpose]) => wrapped(`  ${command.padEnd(width)}  ${purpose}`, console, 6)),
  ];
}
