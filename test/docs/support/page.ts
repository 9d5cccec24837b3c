import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import MarkdownIt, { type Token } from "markdown-it";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** A fenced block of a page. */
export interface Block {
  /** The first word of the fence: `sh`, `console`, `ts`, `yaml`, or none. */
  readonly language: string;
  /** The words after it: `azure`, `exit=1`, `file=fleet/partner.yaml`. */
  readonly flags: readonly string[];
  readonly text: string;
  /** The position of the fence: `docs/audit.md:17`. */
  readonly place: string;
}

export interface Page {
  /** Relative to the repository: `docs/audit.md`. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** The targets of links and images, as written. */
  readonly links: readonly string[];
  /** The anchors of the headings, as GitHub creates them. */
  readonly anchors: ReadonlySet<string>;
  /** Texts of code spans. */
  readonly spans: readonly string[];
}

/** Returns every page below `docs/`, and the user-facing Markdown files beside it. */
export function allPages(): Page[] {
  const below = readdirSync(`${ROOT}docs`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name.replaceAll("\\", "/")}`);
  const beside = readdirSync(ROOT).filter((name) => name.endsWith(".md"));
  return [...beside, ...below].sort().map(readPage);
}

export function readPage(path: string): Page {
  const text = readFileSync(`${ROOT}${path}`, "utf8");
  const tokens = new MarkdownIt({ html: true }).parse(text, {});
  const inline = tokens.flatMap(({ children }) => children ?? []);
  return {
    path,
    text,
    blocks: tokens.filter(({ type }) => type === "fence").map((token) => blockOf(path, token)),
    links: inline.flatMap(({ attrs, type }) => {
      const target = attrs?.find(([name]) => name === (type === "image" ? "src" : "href"))?.[1];
      return target === undefined ? [] : [String(target)];
    }),
    anchors: new Set(anchorsOf(tokens)),
    spans: inline.filter(({ type }) => type === "code_inline").map(({ content }) => content),
  };
}

function blockOf(path: string, { content, info, map }: Token): Block {
  const [language = "", ...flags] = info.trim().split(/\s+/);
  return { language, flags, text: content, place: `${path}:${(map?.[0] ?? 0) + 1}` };
}

/** Repeated headings get a number, from the second on. */
function anchorsOf(tokens: readonly Token[]): string[] {
  const seen = new Map<string, number>();
  return tokens.flatMap(({ type }, index) => {
    if (type !== "heading_open") return [];
    const heading = (tokens[index + 1]?.children ?? []).map(({ content }) => content).join("");
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, "")
      .replaceAll(" ", "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return [times === 0 ? slug : `${slug}-${times}`];
  });
}

/** Returns the value of a flag such as `file=fleet/partner.yaml`. */
export function flag(block: Block, name: string): string | undefined {
  return block.flags.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
}
