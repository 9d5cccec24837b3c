import { isRecord, type JsonMap } from "../../text/json.ts";

/** The members of an object by name without case; the first if there are several. */
export class Members {
  readonly #map: JsonMap;
  #byName: Map<string, unknown> | undefined;

  constructor(map: JsonMap) {
    this.#map = map;
  }

  /** @param name in lower case */
  get(name: string): unknown {
    if (this.#byName === undefined) {
      this.#byName = new Map();
      for (const key of Object.keys(this.#map)) {
        const lower = key.toLowerCase();
        if (!this.#byName.has(lower)) this.#byName.set(lower, this.#map[key]);
      }
    }
    return this.#byName.get(name);
  }

  /**
   * Returns the first of these members that is a text and not empty.
   * @param names in lower case
   */
  text(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const value = this.get(name);
      if (typeof value === "string" && value !== "") return value;
    }
    return undefined;
  }

  /** Returns the members of an object that is a member. */
  within(name: string): Members | undefined {
    const value = this.get(name);
    return isRecord(value) ? new Members(value) : undefined;
  }

  entries(): [string, unknown][] {
    return Object.entries(this.#map);
  }
}
