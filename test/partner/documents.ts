import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Microsoft's documents themselves, which are not part of the project: where they are not there, `undefined`. */
const FOLDER = fileURLToPath(new URL("../../../shared/seeds", import.meta.url));

/** One line of a document that contains a request. */
interface Passage {
  readonly title: string;
  /** The nearest heading above. */
  readonly heading: string;
  /** The line itself. */
  readonly text: string;
  readonly fragment: string;
  /** Its number in the document, from 1. */
  readonly line: number;
}

export interface SourceDocument {
  readonly title: string;
  readonly headings: readonly string[];
  readonly passages: readonly Passage[];
}

/** The first 12 digits of the SHA-256 of a line's words: letters and digits in lower case, one space between. */
function fragmentOf(line: string): string {
  const words = line.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return createHash("sha256").update(words.join(" ")).digest("hex").slice(0, 12);
}

export function sourceDocuments(): SourceDocument[] | undefined {
  if (!existsSync(FOLDER)) return undefined;
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".txt"));
  return files.sort().map((name) => readSource(readFileSync(`${FOLDER}/${name}`, "utf8")));
}

const ITEM = /^\s*(?:[-*\u2022]\s|\d+\.\s)/;
/** Verbs and turns of phrase with which these documents ask for something. */
const ASKS =
  /\b(should|must|make sure|ensure|need(s|ed)? to|recommended|consider|critical|important to|required|responsible|don't|can't|cannot|work with|review|reach out|engage|submit|keep|monitor|migrate|suspend|take immediate|expected to|register to|can subscribe|can access|update|set up|for customer security|can see more alerts|get your (organization|customer|indirect)|get customer's subscription)\b/i;

/** Reads one document: Markdown with a head, or the text of a page. */
export function readSource(text: string): SourceDocument {
  const isMarkdown = text.startsWith("---");
  const body = text
    .replace(/^---\n[\s\S]*?\n---\n/, blank)
    .replace(/^```[\s\S]*?^```$/gm, blank)
    .replace(/^<!--.*$|^\[\d\]:.*$|^[ \t]*:::image.*$|^[ \t]*!\[.*$/gm, "");
  const lines = body.split("\n");
  const headings: string[] = [];
  const passages: Passage[] = [];
  let title = "";
  lines.forEach((line, index) => {
    if (line.trim() === "" || /^\|?[-| ]+$/.test(line.trim())) return;
    const heading = isMarkdown ? markdownHeading(line) : plainHeading(lines, index);
    if (heading !== undefined) {
      if (title === "") title = heading;
      headings.push(heading);
      return;
    }
    const asks = ITEM.test(line) || (isMarkdown && line.startsWith("|")) || ASKS.test(line);
    if (!asks) return;
    const own = headings.at(-1) ?? title;
    passages.push({ title, heading: own, text: line.trim(), fragment: fragmentOf(line), line: index + 1 });
  });
  return { title, headings, passages };
}

/** Keeps the numbers of the lines that follow. */
function blank(text: string): string {
  return text.replace(/[^\n]/g, "");
}

function markdownHeading(line: string): string | undefined {
  return /^#+ (.*?)\s*(<a .*)?$/.exec(line)?.[1];
}

/** A short separate line without the end of a sentence, or a question. `Important` begins a note. */
function plainHeading(lines: readonly string[], index: number): string | undefined {
  const line = lines[index] ?? "";
  const isAlone = (lines[index - 1] ?? "").trim() === "" && (lines[index + 1] ?? "").trim() === "";
  if (
    !isAlone ||
    ITEM.test(line) ||
    line.length > 90 ||
    line === "Important" ||
    /[.:]$/.test(line) ||
    /: /.test(line)
  )
    return undefined;
  return line.trim();
}
