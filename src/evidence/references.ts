import { isList, isMap, Unknown, type Value } from "./value.ts";

/** Returns the value of a reference such as `azurerm_resource_group.rg.name`; undefined when it is not known. */
export type FollowReference = (reference: string) => Value | undefined;

const REFERENCE = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+$/;
/** Deeper than any resource; bounds hostile input. */
const MAX_DEPTH = 64;

/**
 * Replaces Terraform's template expressions in a JSON configuration by their values. It follows plain references; an
 * expression that only Terraform can evaluate becomes {@link Unknown}.
 */
export function resolveExpressions(value: unknown, follow: FollowReference, depth = 0): Value {
  if (depth > MAX_DEPTH) return new Unknown();
  if (typeof value === "string") return resolveText(value, follow);
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map((item) => resolveExpressions(item, follow, depth + 1));
  if (typeof value !== "object" || value === null) return null;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolveExpressions(item, follow, depth + 1)]),
  );
}

function resolveText(text: string, follow: FollowReference): Value {
  if (!text.includes("${") && !text.includes("%{")) return text;
  const pieces = split(text);
  const values = pieces.map((piece) => {
    if (piece.literal) return piece.text;
    const expression = piece.text.trim();
    if (!REFERENCE.test(expression)) return new Unknown(expression);
    return follow(expression) ?? new Unknown(expression);
  });
  const [only] = values;
  // A template of one expression keeps its type; a mixed one is text.
  if (values.length === 1 && only !== undefined) return only;
  const unknown = values.find((value) => value instanceof Unknown);
  if (unknown !== undefined) return unknown;
  if (values.some((value) => isMap(value) || isList(value))) return new Unknown();
  return values.map((value) => String(value ?? "")).join("");
}

interface Piece {
  readonly literal: boolean;
  readonly text: string;
}

/** Splits a template into literal text (with `$${` unescaped) and the expressions between `${` and `}`. */
function split(text: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = "";
  let at = 0;
  while (at < text.length) {
    const two = text.slice(at, at + 3);
    if (two === "$${" || two === "%%{") {
      literal += text.slice(at + 1, at + 3);
      at += 3;
    } else if (two.startsWith("${") || two.startsWith("%{")) {
      const end = endOfExpression(text, at + 2);
      if (literal !== "") pieces.push({ literal: true, text: literal });
      literal = "";
      // A directive (`%{ if }`) is not a reference; its text never looks like one.
      const expression = text.slice(at + 2, end);
      pieces.push({ literal: false, text: two.startsWith("%") ? `%{${expression}}` : expression });
      at = end + 1;
    } else {
      literal += text[at];
      at += 1;
    }
  }
  if (literal !== "") pieces.push({ literal: true, text: literal });
  return pieces;
}

/** Returns the index of the brace that closes an expression, ignoring nested braces and quoted text. */
function endOfExpression(text: string, from: number): number {
  let depth = 1;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\" && quoted) at += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "{") depth += 1;
    else if (!quoted && character === "}") depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}
