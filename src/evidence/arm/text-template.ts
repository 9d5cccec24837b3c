/** A text with holes of one length, that hold the same word wherever they have the same name. */
export class TextTemplate {
  readonly #pieces: readonly string[];
  /** After each piece but the last: the number of the hole's name. */
  readonly #holes: readonly number[];
  readonly #length: number;

  /** @param text in which the names of the holes, all of one length, stand in their places */
  constructor(text: string, names: readonly string[]) {
    const parts = text.split(new RegExp(`(${names.join("|")})`));
    this.#pieces = parts.filter((_, index) => index % 2 === 0);
    this.#holes = parts.filter((_, index) => index % 2 === 1).map((name) => names.indexOf(name));
    this.#length = names[0]?.length ?? 0;
  }

  /** The words in the text's holes, in the order of their names, where it is this text but for them. */
  match(text: string): readonly (string | undefined)[] | undefined {
    const words: (string | undefined)[] = [];
    let at = 0;
    for (let index = 0; index < this.#pieces.length; index += 1) {
      const piece = this.#pieces[index] ?? "";
      // Equality of slices is a comparison of memory, which startsWith is not.
      if (text.slice(at, at + piece.length) !== piece) return undefined;
      at += piece.length;
      const hole = this.#holes[index];
      if (hole === undefined) return at === text.length ? words : undefined;
      const word = text.slice(at, at + this.#length);
      words[hole] ??= word;
      if (words[hole] !== word) return undefined;
      at += this.#length;
    }
    return undefined;
  }
}
