/** A piece of HTML; everything in it that is not ours has been escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | readonly Html[];

/** HTML with every inserted value escaped, for text and for quoted attributes; pieces of HTML are put in as they are. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const texts = parts.map((part, index) => inserted(part) + (strings[index + 1] ?? ""));
  return new Html((strings[0] ?? "") + texts.join(""));
}

function inserted(part: Part): string {
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(({ text }) => text).join("");
  return String(part).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * JSON that may stand in a `<script>` element: no `<`, so neither `</script>` nor `<!--` can end or change it, and
 * none of the line separators that JavaScript does not take in a string.
 */
export function scriptJson(value: unknown): Html {
  const text = JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return new Html(text);
}
