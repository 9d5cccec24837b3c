/** A named type of a prop: an interface with its members, or a text such as `"Low" | "High"`. */
export type NamedType =
  | { readonly name: string; readonly kind: "interface" }
  | { readonly name: string; readonly kind: "text"; readonly text: string };

/**
 * Returns the types of this project's constructs that a type's text names, followed by those that they name.
 * @param text the text of a type
 * @param sources all sources in which they may be exported
 */
export function namedTypes(text: string, sources: readonly string[], known: string[] = []): NamedType[] {
  return [...text.replace(/"[^"]*"/g, "").matchAll(/\b[A-Z]\w+\b/g)].flatMap(([name]) => {
    if (known.includes(name)) return [];
    const found = definitionOf(name, sources);
    if (found === undefined) return [];
    known.push(name);
    return [found, ...namedTypes(found.kind === "text" ? found.text : bodyOf(name, sources), sources, known)];
  });
}

function definitionOf(name: string, sources: readonly string[]): NamedType | undefined {
  for (const source of sources) {
    if (new RegExp(`^export interface ${name}\\b[^{]*\\{`, "m").test(source))
      return { name, kind: "interface" };
    const text = new RegExp(`^export type ${name} = ([^;]+);`, "m").exec(source)?.[1];
    if (text !== undefined)
      return { name, kind: "text", text: spelledOut(text, source).replaceAll("readonly ", "") };
  }
  return undefined;
}

function bodyOf(name: string, sources: readonly string[]): string {
  const body = new RegExp(`^export interface ${name}\\b([^{]*\\{(?:\\}|\\n[\\s\\S]*?^\\}))`, "m");
  const code = sources.map((source) => body.exec(source)?.[1]).find((text) => text !== undefined) ?? "";
  return code.replace(/\/\*\*[\s\S]*?\*\//g, "");
}

/** Resolves `(typeof NAMES)[number]` to the names in the list. */
function spelledOut(text: string, source: string): string {
  const list = /^\(typeof (\w+)\)\[number\]$/.exec(text)?.[1];
  const items = list && new RegExp(`^(?:export )?const ${list} = \\[([^\\]]*)\\]`, "m").exec(source)?.[1];
  if (!items) return text;
  return (items.match(/"[^"]*"/g) ?? []).join(" | ");
}
