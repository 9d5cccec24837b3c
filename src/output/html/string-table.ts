/** Numbers texts: equal texts have the same number. */
export class StringTable {
  readonly #numbers = new Map<string, number>();

  /** Returns the text's number, from 0 in the order of first use. */
  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  get texts(): string[] {
    return [...this.#numbers.keys()];
  }
}
