import { isDeepStrictEqual } from "node:util";
import { isAlias, isMap, isNode, isScalar, Lexer, parseDocument, visit } from "yaml";
import type { z } from "zod";
import { parseYaml } from "../yaml-file.ts";
import { keyOrder } from "./key-order.ts";
import { BlockPrinter, withoutGaps } from "./print-blocks.ts";
import { LANGUAGE_SERVER } from "./schema-line.ts";

export type Formatted =
  | { readonly ok: true; readonly text: string }
  /** Why the file is not changed; it may be valid. */
  | { readonly ok: false; readonly message: string };

/**
 * Formats a file of the fleet. Keys are in the order of the format's documentation, with two spaces for each level.
 * Quotes are only where a YAML reader needs them. There is at most one empty line in a row, and the language server's
 * line is first. Comments, flow collections, the order of lists, texts of several lines and line ends are preserved.
 * The content does not change; a file for which that cannot be verified is not changed.
 *
 * @param text of a file that the schema accepts
 * @param schemaLine the language server's line, for a file that has none
 */
export function formatFile(text: string, schema: z.ZodType, schemaLine?: string): Formatted {
  const lineEnd = /\r\n|\n/.exec(text)?.[0] ?? "\n";
  const source = withoutMarkers(text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n"));
  const document = parseDocument(source, { logLevel: "silent", keepSourceTokens: true });
  const root = document.contents;
  if (document.errors.length > 0 || !isMap(root)) return refuse("it is not a YAML map");
  const unsupported = unsupportedIn(document);
  if (unsupported !== undefined) return refuse(`it has ${unsupported}`);
  const printer = new BlockPrinter(source, (path) => keyOrder(schema, path));
  const lines = root.flow === true ? undefined : printer.print(root);
  if (lines === undefined) return refuse(printer.unsupported ?? "it is one flow map");
  const result = `${withHeader(lines, schemaLine).join("\n")}\n`;
  if (!meansTheSame(source, result, schemaLine)) return refuse("its layout cannot be changed without loss");
  return { ok: true, text: result.replaceAll("\n", lineEnd) };
}

function refuse(message: string): Formatted {
  return { ok: false, message };
}

/** Removes the lines that begin and end a document: a file of the fleet has one. */
function withoutMarkers(source: string): string {
  return source.replace(/^((?:[ \t]*(?:#.*)?\n)*)---[ \t]*\n/, "$1").replace(/\n\.\.\.[ \t]*\n?$/, "\n");
}

/** Returns a construct that the printer does not support. */
function unsupportedIn(document: ReturnType<typeof parseDocument>): string | undefined {
  if (document.directives?.docStart === true || document.directives?.yaml.explicit === true)
    return "directives or a ---";
  let unsupported: string | undefined;
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node) || node.anchor !== undefined) unsupported = "anchors or aliases";
      else if (node.tag !== undefined) unsupported = "tags";
      else if (
        node.srcToken?.type === "block-map" &&
        node.srcToken.items.some(({ start }) => start.some(({ type }) => type === "explicit-key-ind"))
      ) {
        unsupported = "keys after a ?";
      }
      return unsupported === undefined ? undefined : visit.BREAK;
    },
    Pair: (_, { key }) => {
      if (!isNode(key) || !isScalar(key) || key.range?.[0] === key.range?.[1])
        unsupported = "keys that are not texts";
      return unsupported === undefined ? undefined : visit.BREAK;
    },
  });
  return unsupported;
}

/**
 * Moves the language server's line to the top, where users expect it; the server reads it anywhere among the first
 * comments.
 */
function withHeader(lines: readonly string[], schemaLine: string | undefined): string[] {
  const head = lines.findIndex((line) => line !== "" && !line.startsWith("#"));
  const isIts = (line: string, index: number) => index < head && LANGUAGE_SERVER.test(line);
  const own = lines.find(isIts);
  const first = own ?? schemaLine;
  if (first === undefined) return [...lines];
  const above = lines.slice(0, head).filter((line) => line !== own);
  // A new line gets an empty line after it; a moved one leaves no gap.
  return [...withoutGaps([first, ...(own === undefined ? ["", ...above] : above)]), ...lines.slice(head)];
}

function meansTheSame(before: string, after: string, schemaLine: string | undefined): boolean {
  const [old, now] = [parseYaml("", before), parseYaml("", after)];
  if (!old.ok || !now.ok || !isDeepStrictEqual(old.value, now.value)) return false;
  const [had, has] = [commentsIn(before), commentsIn(after)];
  const added = schemaLine !== undefined && !had.some((one) => LANGUAGE_SERVER.test(one)) ? [schemaLine] : [];
  return isDeepStrictEqual([...had, ...added].sort(), has.sort());
}

/** Returns the comments by YAML's lexer; a scalar follows its own mark. */
function commentsIn(text: string): string[] {
  const comments: string[] = [];
  let previous = "";
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme.startsWith("#") && previous !== "\u001f") comments.push(lexeme.trimEnd());
    previous = lexeme;
  }
  return comments;
}
