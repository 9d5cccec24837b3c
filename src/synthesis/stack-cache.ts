import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { digest } from "../controls/shape.ts";
import { isRecord } from "../text/json.ts";

const FILE = ".stack-cache.json";

/** The cached data of one stack. */
interface Entry {
  /** Identifies the inputs: see InputsKeys. */
  readonly inputs: string;
  /** Identifies the stack's text: see TextNames. */
  readonly text: string;
}

/** The first line of the file. The second is a map of entries as JSON; there are too many for a schema. */
const Header = z.strictObject({
  version: z.literal(3),
  /** SHA-256 of the second line. */
  checksum: z.string(),
});

/**
 * Records the inputs of each stack in an output folder, so that a stack with the same inputs is not built again. It
 * affects only what is built: a stack is always judged by its own text. The file may be deleted, copied or damaged
 * without harm.
 */
export class StackCache {
  readonly #folder: string;
  readonly #known: Readonly<Record<string, unknown>>;
  readonly #next = new Map<string, Entry>();
  /** Whether the file differs from the current data. */
  #stale = false;

  /** @param folder the output folder, such as `cdktf.out` */
  constructor(folder: string) {
    this.#folder = folder;
    this.#known = readCache(join(folder, FILE));
  }

  /** Returns the key of the stack's text if the stack was made from these inputs; undefined otherwise. */
  find(id: string, inputs: string): string | undefined {
    const entry = Object.hasOwn(this.#known, id) ? this.#known[id] : undefined;
    return isEntry(entry) && entry.inputs === inputs ? entry.text : undefined;
  }

  /** Records a stack that stays in place. */
  keep(id: string, inputs: string, text: string): void {
    this.#next.set(id, { inputs, text });
  }

  /** Records a new stack. */
  add(id: string, inputs: string, text: string): void {
    this.#stale = true;
    this.#next.set(id, { inputs, text });
  }

  /** Saves the stacks of this run after they are in place. */
  save(): void {
    if (!this.#stale && this.#next.size === Object.keys(this.#known).length) return;
    const stacks = JSON.stringify(Object.fromEntries(this.#next));
    const header = JSON.stringify({ version: 3, checksum: digest(stacks) });
    writeFileSync(join(this.#folder, `${FILE}.new`), `${header}\n${stacks}`);
    renameSync(join(this.#folder, `${FILE}.new`), join(this.#folder, FILE));
  }
}

function readCache(file: string): Readonly<Record<string, unknown>> {
  try {
    const [header = "", text = ""] = readFileSync(file, "utf8").split("\n");
    const { checksum } = Header.parse(JSON.parse(header));
    const stacks: unknown = digest(text) === checksum ? JSON.parse(text) : undefined;
    return isRecord(stacks) ? stacks : {};
  } catch {
    return {};
  }
}

function isEntry(value: unknown): value is Entry {
  return isRecord(value) && typeof value["inputs"] === "string" && typeof value["text"] === "string";
}
