import MarkdownIt, { type Token } from "markdown-it";

/** The parsed content of a Markdown page. */
export interface ParsedMarkdown {
  /** Text outside code, in which GitHub looks for mentions, references, addresses and emoji. */
  readonly text: string;
  /** HTML tags without attributes: `details`, `/details`. */
  readonly tags: readonly string[];
  readonly comments: readonly string[];
  readonly links: readonly string[];
  readonly images: number;
  /** The cells of each row of each table. */
  readonly tables: readonly (readonly number[])[];
  readonly headings: readonly string[];
  /** The texts of code spans and blocks. */
  readonly code: readonly string[];
}

/** Parses Markdown with tables, HTML and automatic links, like GitHub. */
export function parseMarkdown(markdown: string): ParsedMarkdown {
  const tokens = new MarkdownIt({ html: true, linkify: true }).parse(markdown, {});
  const found = {
    text: "",
    tags: [],
    comments: [],
    links: [],
    images: 0,
    tables: [],
    headings: [],
    code: [],
  };
  const reader = new Reader(found);
  reader.read(tokens);
  return found;
}

interface Found {
  text: string;
  tags: string[];
  comments: string[];
  links: string[];
  images: number;
  tables: number[][];
  headings: string[];
  code: string[];
}

class Reader {
  readonly #found: Found;

  constructor(found: Found) {
    this.#found = found;
  }

  read(tokens: readonly Token[]): void {
    for (const [index, token] of tokens.entries()) {
      this.#readOne(token);
      if (token.type === "heading_open") this.#found.headings.push(tokens[index + 1]?.content ?? "");
      if (token.children !== null) this.read(token.children);
    }
  }

  #readOne({ attrs, content, type }: Token): void {
    const found = this.#found;
    if (type === "text") found.text += content;
    if (type === "softbreak" || type === "paragraph_close" || type === "td_close") found.text += "\n";
    if (type === "image") found.images += 1;
    if (type === "link_open") found.links.push(String(attrs?.find(([name]) => name === "href")?.[1] ?? ""));
    if (type === "code_inline" || type === "fence" || type === "code_block") found.code.push(content);
    if (type === "html_block" || type === "html_inline") this.#readHtml(content);
    if (type === "table_open") found.tables.push([]);
    if (type === "tr_open") found.tables.at(-1)?.push(0);
    if (type === "th_open" || type === "td_open") {
      const table = found.tables.at(-1) ?? [];
      table.push((table.pop() ?? 0) + 1);
    }
  }

  #readHtml(html: string): void {
    this.#found.comments.push(...(html.match(/<!--[\s\S]*?-->/g) ?? []));
    const rest = html.replace(/<!--[\s\S]*?-->/g, "");
    this.#found.tags.push(...[...rest.matchAll(/<([^>]*)>?/g)].map((match) => match[1] ?? ""));
    this.#found.text += rest.replace(/<code>[^<]*<\/code>/g, " ").replace(/<[^>]*>/g, " ");
  }
}
