import { azureFailure } from "../../azure/failure.ts";
import { type Incident, SOURCES, type SourceName } from "./report.ts";

/** The requests to the sources, and their results. */
export class Asked {
  readonly #outcomes = new Map<SourceName, { reason: string | null; found: number }>();
  readonly #limits = new Map<SourceName, string>();

  async read<Found>(
    name: SourceName,
    none: Found,
    ask: () => Promise<Found>,
    count: (found: Found) => number = (found) => (Array.isArray(found) ? found.length : 1),
  ): Promise<Found> {
    try {
      const found = await ask();
      this.#outcomes.set(name, { reason: this.#limits.get(name) ?? null, found: count(found) });
      return found;
    } catch (error) {
      this.#outcomes.set(name, { reason: azureFailure(error).message, found: 0 });
      return none;
    }
  }

  /** Records that a source has more data than was read. */
  limit(name: SourceName, reason: string): void {
    this.#limits.set(name, reason);
  }

  sources(): Incident["sources"] {
    return [...this.#outcomes]
      .map(([name, { found, reason }]) => ({
        name,
        permission: SOURCES[name],
        read: reason === null,
        reason,
        found,
      }))
      .sort((a, b) => ORDER.indexOf(a.name) - ORDER.indexOf(b.name));
  }
}

const ORDER = Object.keys(SOURCES);
