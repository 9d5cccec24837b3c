import { cut, oneLine, visible } from "./visible.ts";

/*
 * Escapes text of plans and fleets for GitHub's Markdown. Backslashes and entities are not enough: GitHub finds
 * mentions, references to issues and commits, addresses and emoji in the rendered text, everywhere but in code. So
 * everything except plain words is shown as code.
 * Sources: https://github.github.com/gfm/ and
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */

const LONGEST_CODE = 200;
const LONGEST_PROSE = 500;

/** Formats a code span for addresses, ids, names and values. At most 200 UTF-16 units of the text. */
export function code(text: string): string {
  const shown = text === "" ? "(empty)" : cut(visible(text), LONGEST_CODE);
  const fence = "`".repeat(longestRun(shown) + 1);
  // Markdown removes one space from each end, except from a span of spaces only.
  const pad = /^[` ]|[` ]$/.test(shown) && !/^ +$/.test(shown) ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Formats sentences: plain words unchanged, everything else as code. At most 500 UTF-16 units of the text. */
export function prose(text: string): string {
  return cut(oneLine(text), LONGEST_PROSE)
    .split(" ")
    .filter((word) => word !== "")
    .map((word) => plainWord(word) ?? withCode(word))
    .join(" ");
}

const OPENING = `["'(“‘«]*`;
const CLOSING = `["')”’».,;:!?]*`;
const AROUND = new RegExp(`^(${OPENING})(.+?)(${CLOSING})$`, "su");
const DASHES: ReadonlySet<string> = new Set(["–", "—"]);
const LETTERS = String.raw`\p{L}\p{M}{0,3}(?:\p{L}\p{M}{0,3})*`;
const WORD = new RegExp(`^${OPENING}${LETTERS}(?:['’/-]${LETTERS})*${CLOSING}$`, "u");
const NUMBER = new RegExp(String.raw`^${OPENING}\d{1,6}(?:[.,]\d{1,6})*%?${CLOSING}$`);
const DATE = /^\(?\d{4}-\d{2}-\d{2}[).,;:]*$/;
/** GitHub links a commit that begins like this. */
const COMMIT = /[0-9a-f]{7}/i;

/** Formats the word as code, except for brackets, quotation marks and stops around it. */
function withCode(word: string): string {
  const [, before = "", core = word, after = ""] = AROUND.exec(word) ?? [];
  return `${before}${code(core)}${after}`;
}

/** Returns the word as Markdown, or undefined when it could be more than a word. */
function plainWord(word: string): string | undefined {
  if (word === "&") return "&amp;";
  if (word === "-") return "\\-";
  if (DASHES.has(word)) return word;
  if (WORD.test(word)) return COMMIT.test(word) ? undefined : word;
  // "1." at the start of a line would begin a list.
  if (NUMBER.test(word)) return word.replace(/^(\d+)([.)])$/, "$1\\$2");
  return DATE.test(word) ? word : undefined;
}

/** Formats code inside an HTML block without empty lines, such as a `<summary>`. */
export function htmlCode(text: string): string {
  return `<code>${htmlText(cut(visible(text), LONGEST_CODE))}</code>`;
}

function htmlText(text: string): string {
  return text.replace(/[^\p{L}\p{N} ._/-]/gu, (character) => `&#${character.codePointAt(0) ?? 0x20};`);
}

/** Formats a fenced block; none of the lines can end it. */
export function fenced(language: string, lines: readonly string[]): string {
  const shown = lines.map(visible);
  const fence = "`".repeat(Math.max(3, longestRun(shown.join("\n")) + 1));
  return [`${fence}${language}`, ...shown, fence].join("\n");
}

/** Formats a summary, HTML on one line, that expands to Markdown. */
export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** Formats a row of a table. Cells are Markdown on one line; `|` ends a cell even in code. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** Formats the first two lines of a table. A column whose name ends with `#` contains numbers. */
export function tableHead(columns: readonly string[]): string {
  const names = columns.map((column) => column.replace(/#$/, ""));
  const rules = columns.map((column) => (column.endsWith("#") ? "--:" : "---"));
  return `${tableRow(names)}\n${tableRow(rules)}`;
}

/** Formats a link if the address is valid and cannot end it; otherwise returns the text alone. */
export function link(text: string, url: string | undefined): string {
  if (url === undefined || !/^https?:\/\/[A-Za-z0-9._~:/?#@!$&*+,;=%-]{1,2000}$/.test(url)) return text;
  return `[${text}](<${url}>)`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
