/** A piece of HTML in which all untrusted values are escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Html | string | number | readonly Html[];

/** Builds HTML: escapes every inserted value, for text and quoted attributes, and inserts pieces of HTML unchanged. */
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
 * Encodes JSON for a `<script>` element. It has no `<`, so that neither `</script>` nor `<!--` can end or change the
 * element. It has no line separators that JavaScript does not allow in a string.
 */
export function scriptJson(value: unknown): Html {
  const text = JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return new Html(text);
}
