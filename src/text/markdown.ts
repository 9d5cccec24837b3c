import { cut, oneLine, visible } from "./visible.ts";

/*
 * Text of plans and fleets in GitHub's Markdown. Backslashes and entities do not hold there: mentions, references
 * to issues and commits, addresses and emoji are looked for in the rendered text, everywhere but in code. So what
 * is not a plain word is shown as code.
 * Sources: https://github.github.com/gfm/ and
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */

const LONGEST_CODE = 200;
const LONGEST_PROSE = 500;

/** A code span: addresses, ids, names and values. At most 200 UTF-16 units of the text. */
export function code(text: string): string {
  const shown = text === "" ? "(empty)" : cut(visible(text), LONGEST_CODE);
  const fence = "`".repeat(longestRun(shown) + 1);
  // Markdown takes one space off each end, but of a span of nothing but spaces it takes none.
  const pad = /^[` ]|[` ]$/.test(shown) && !/^ +$/.test(shown) ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Sentences: plain words as they are, everything else as code. At most 500 UTF-16 units of the text. */
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
/** GitHub makes a link of it where a commit begins so. */
const COMMIT = /[0-9a-f]{7}/i;

/** The word as code, but for the brackets, quotation marks and stops around it. */
function withCode(word: string): string {
  const [, before = "", core = word, after = ""] = AROUND.exec(word) ?? [];
  return `${before}${code(core)}${after}`;
}

/** The word as Markdown for itself; undefined when it could be anything more than a word. */
function plainWord(word: string): string | undefined {
  if (word === "&") return "&amp;";
  if (word === "-") return "\\-";
  if (DASHES.has(word)) return word;
  if (WORD.test(word)) return COMMIT.test(word) ? undefined : word;
  // At the start of a line "1." would begin a list.
  if (NUMBER.test(word)) return word.replace(/^(\d+)([.)])$/, "$1\\$2");
  return DATE.test(word) ? word : undefined;
}

/** For the inside of an HTML block that has no empty line in it, such as a `<summary>`. */
export function htmlCode(text: string): string {
  return `<code>${htmlText(cut(visible(text), LONGEST_CODE))}</code>`;
}

function htmlText(text: string): string {
  return text.replace(/[^\p{L}\p{N} ._/-]/gu, (character) => `&#${character.codePointAt(0) ?? 0x20};`);
}

/** A fenced block of these lines; no line can end it. */
export function fenced(language: string, lines: readonly string[]): string {
  const shown = lines.map(visible);
  const fence = "`".repeat(Math.max(3, longestRun(shown.join("\n")) + 1));
  return [`${fence}${language}`, ...shown, fence].join("\n");
}

/** A summary, in HTML on one line, that unfolds to Markdown. */
export function folded(summary: string, body: string): string {
  return `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A row of a table. Cells are Markdown on one line; within a table a `|` ends a cell even in code. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** The first two lines of a table. A column whose name ends in `#` has numbers. */
export function tableHead(columns: readonly string[]): string {
  const names = columns.map((column) => column.replace(/#$/, ""));
  const rules = columns.map((column) => (column.endsWith("#") ? "--:" : "---"));
  return `${tableRow(names)}\n${tableRow(rules)}`;
}

/** A link, where the address is one and cannot end it; the text alone otherwise. */
export function link(text: string, url: string | undefined): string {
  if (url === undefined || !/^https?:\/\/[A-Za-z0-9._~:/?#@!$&*+,;=%-]{1,2000}$/.test(url)) return text;
  return `[${text}](<${url}>)`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
