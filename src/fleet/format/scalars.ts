import { isMap, isScalar, isSeq, type Node, type Scalar } from "yaml";
import type { Path } from "../path.ts";
import { yamlText } from "../yaml-text.ts";
import { inOrder } from "./key-order.ts";

/** Returns the keys of the map at a path, in order. */
export type OrderAt = (path: Path) => readonly string[];

/** Prints a scalar on one line without unnecessary quotes; `undefined` for a text of several lines. */
export function scalarText(scalar: Scalar, source: string, inFlow: boolean): string | undefined {
  const written = sourceOf(scalar, source);
  if (written.includes("\n")) return undefined;
  const isQuoted = scalar.type === "QUOTE_DOUBLE" || scalar.type === "QUOTE_SINGLE";
  return isQuoted && typeof scalar.value === "string" ? yamlText(scalar.value, inFlow) : written;
}

/** Prints a flow collection on one line, `{ a: [b, c] }`; `undefined` for several lines or an unsupported kind. */
export function flowText(node: Node, source: string, path: Path, orderAt: OrderAt): string | undefined {
  if (isScalar(node)) return scalarText(node, source, true);
  if (sourceOf(node, source).includes("\n")) return undefined;
  if (isSeq(node)) {
    const items = node.items.map((item, index) =>
      isPlainNode(item) ? flowText(item, source, [...path, index], orderAt) : undefined,
    );
    return items.includes(undefined) ? undefined : `[${items.join(", ")}]`;
  }
  if (!isMap(node)) return undefined;
  const members = node.items.map(({ key, value }) => {
    if (!isScalar(key) || !isPlainNode(value)) return undefined;
    const [name, text] = [
      scalarText(key, source, true),
      flowText(value, source, [...path, String(key.value)], orderAt),
    ];
    return name === undefined || text === undefined || text === ""
      ? undefined
      : { key: String(key.value), text: `${name}: ${text}` };
  });
  const known = members.filter((one) => one !== undefined);
  if (known.length < members.length) return undefined;
  const ordered = inOrder(known, ({ key }) => key, orderAt(path));
  return ordered.length === 0 ? "{}" : `{ ${ordered.map(({ text }) => text).join(", ")} }`;
}

function isPlainNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || isSeq(value);
}

/** Returns the source of a node, without YAML's trailing white space; texts of other kinds keep it. */
export function sourceOf(node: Node, source: string): string {
  const [start = 0, end = 0] = node.range ?? [];
  return source.slice(start, end).replace(/[ \t\n]+$/, "");
}
