/** A member of an interface in a source. */
export interface Prop {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
  /** The docstring on one line, without `@default`. */
  readonly text: string;
  readonly default: string | undefined;
}

/**
 * Reads the members of an exported interface of a source, those of extended interfaces first. It expects this project's
 * formatted sources: `readonly` members with a docstring, indented by two spaces.
 *
 * @param others sources that may contain an extended interface
 * @throws {Error} when no source has the interface
 */
export function propsOf(name: string, source: string, others: readonly string[] = []): Prop[] {
  const from = [source, ...others];
  const found = from
    .map((text) =>
      new RegExp(
        `^export interface ${name}(?:\\s+extends\\s+([^{]+?))?\\s+\\{(?:\\}|\\n([\\s\\S]*?)^\\})`,
        "m",
      ).exec(text),
    )
    .find((match) => match !== null);
  if (found === undefined) throw new Error(`no interface ${name}`);
  const [, parents = "", body = ""] = found;
  const inherited = [...parents.matchAll(PARENT)].flatMap(([, picked, members = "", whole = ""]) =>
    propsOf(picked ?? whole, source, others).filter(
      (prop) => picked === undefined || members.includes(`"${prop.name}"`),
    ),
  );
  return [...inherited, ...membersOf(body)];
}

/** `ActionGroupReceivers`, or `Pick<BudgetProps, "amount" | "filter">`. */
const PARENT = /Pick<\s*(\w+),\s*([^>]*)>|(\w+)/g;

const MEMBER =
  /^ {2}(?:\/\*\*([\s\S]*?)\*\/\s*)?readonly (\w+)(\??):([\s\S]*?);$(?=\n {2}[^\s}]|\n?$(?![\s\S]))/gm;

function membersOf(body: string): Prop[] {
  return [...body.matchAll(MEMBER)].map(([, comment = "", name = "", optional, type = ""]) => {
    const { fallback, text } = read(comment);
    return { name, optional: optional === "?", type: typeOn(type), text, default: fallback };
  });
}

/** Returns the docstring above an exported class, paragraph by paragraph, without its tags. */
export function classText(name: string, source: string): string[] {
  const end = source.indexOf(`export class ${name} `);
  const comment = source.slice(source.lastIndexOf("/**", end) + 3, source.lastIndexOf("*/", end));
  return comment
    .replace(/^\s*\* ?/gm, "")
    .split(/\n\s*\n/)
    .map((paragraph) => plain(paragraph))
    .filter((paragraph) => paragraph !== "" && !paragraph.startsWith("@"));
}

function read(comment: string): { text: string; fallback: string | undefined } {
  const [text = "", fallback] = plain(comment.replace(/^\s*\* ?/gm, "")).split(/\s*@default /);
  return { text, fallback };
}

function plain(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .trim();
}

/** Returns a type on one line, without comments. */
function typeOn(type: string): string {
  return type
    .replace(/\/\*\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/^ ?\| /, "")
    .replaceAll("readonly ", "")
    .trim();
}
