import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { digest } from "../controls/shape.ts";

const FILE = ".stack-cache.json";

/** What is known of one stack. */
interface Entry {
  /** Names the inputs: see InputsKeys. */
  readonly inputs: string;
  /** Names the stack's shape. */
  readonly shape: string;
  /** SHA-256 of the file. */
  readonly content: string;
  /** The file as it was last seen: size, and times of change in milliseconds. */
  readonly seen: readonly [number, number, number];
}

/** The first line of the file. The second is a map of entries, as JSON; there are too many for a schema. */
const Header = z.strictObject({
  version: z.literal(2),
  /** SHA-256 of the second line. */
  checksum: z.string(),
});

/**
 * What is known of the stacks in an output folder: from which inputs each was made, so that it need not be made
 * again from the same. It is only ever believed where the stack's file is provably the one that was written: it may
 * be deleted, copied or damaged without harm.
 */
export class StackCache {
  readonly #folder: string;
  readonly #known: Readonly<Record<string, unknown>>;
  readonly #next = new Map<string, Omit<Entry, "seen"> & Partial<Pick<Entry, "seen">>>();
  /** Whether the file says something else than is known now. */
  #stale = false;

  /** @param folder the output folder, such as `cdktf.out` */
  constructor(folder: string) {
    this.#folder = folder;
    this.#known = readCache(join(folder, FILE));
  }

  /** The shape of the subscription's stack, where its file was made from these inputs; undefined otherwise. */
  find(id: string, inputs: string): string | undefined {
    const entry = Object.hasOwn(this.#known, id) ? this.#known[id] : undefined;
    if (!isEntry(entry) || entry.inputs !== inputs) return undefined;
    const seen = this.#unchanged(id, entry);
    if (seen === undefined) return undefined;
    if (seen === entry.seen) this.#next.set(id, entry);
    else this.add(id, inputs, entry.shape, entry.content);
    return entry.shape;
  }

  /**
   * Notes a stack that was made.
   * @param content SHA-256 of its text
   */
  add(id: string, inputs: string, shape: string, content: string): void {
    this.#stale = true;
    this.#next.set(id, { inputs, shape, content });
  }

  /** Remembers the stacks of this run, once they are in place. */
  save(): void {
    if (!this.#stale && this.#next.size === Object.keys(this.#known).length) return;
    const entries = [...this.#next].map(([id, { content, inputs, shape, seen = this.#see(id) }]) => [
      id,
      { inputs, shape, content, seen },
    ]);
    const stacks = JSON.stringify(Object.fromEntries(entries));
    const header = JSON.stringify({ version: 2, checksum: digest(stacks) });
    writeFileSync(join(this.#folder, `${FILE}.new`), `${header}\n${stacks}`);
    renameSync(join(this.#folder, `${FILE}.new`), join(this.#folder, FILE));
  }

  /** The file as it is seen now, when it is the one that was written; `entry.seen` itself when it looks the same. */
  #unchanged(id: string, entry: Entry): Entry["seen"] | undefined {
    try {
      const seen = this.#see(id);
      // Nobody can set the time of the last change of status: a file that was written to, or copied, has another.
      if (seen.every((value, index) => value === entry.seen[index])) return entry.seen;
      return digest(readFileSync(this.#path(id))) === entry.content ? seen : undefined;
    } catch {
      return undefined;
    }
  }

  #see(id: string): Entry["seen"] {
    const { ctimeMs, mtimeMs, size } = statSync(this.#path(id));
    return [size, mtimeMs, ctimeMs];
  }

  #path(id: string): string {
    return `${this.#folder}/stacks/${id}/cdk.tf.json`;
  }
}

function readCache(file: string): Readonly<Record<string, unknown>> {
  try {
    const [header = "", text = ""] = readFileSync(file, "utf8").split("\n");
    const { checksum } = Header.parse(JSON.parse(header));
    const stacks: unknown = digest(text) === checksum ? JSON.parse(text) : undefined;
    return isMap(stacks) ? stacks : {};
  } catch {
    return {};
  }
}

function isEntry(value: unknown): value is Entry {
  return (
    isMap(value) &&
    typeof value["inputs"] === "string" &&
    typeof value["shape"] === "string" &&
    typeof value["content"] === "string" &&
    Array.isArray(value["seen"]) &&
    value["seen"].length === 3
  );
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
