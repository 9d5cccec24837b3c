import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { digest } from "./shape.ts";

const FILE = ".stack-cache.json";

const Entry = z.strictObject({
  /** Names the inputs: see InputsKeys. */
  inputs: z.string(),
  /** Names the stack's shape. */
  shape: z.string(),
  /** SHA-256 of the file. */
  content: z.string(),
  /** The file as it was last seen: size, and times of change in milliseconds. */
  seen: z.tuple([z.number(), z.number(), z.number()]),
});
type Entry = z.infer<typeof Entry>;

const Cache = z.strictObject({
  version: z.literal(1),
  checksum: z.string(),
  stacks: z.record(z.string(), Entry),
});

/**
 * What is known of the stacks in an output folder: from which inputs each was made, so that it need not be made
 * again from the same. It is only ever believed where the stack's file is provably the one that was written: it may
 * be deleted, copied or damaged without harm.
 */
export class StackCache {
  readonly #folder: string;
  readonly #known: Readonly<Record<string, Entry>>;
  readonly #next = new Map<string, Omit<Entry, "seen"> & Partial<Pick<Entry, "seen">>>();

  /** @param folder the output folder, such as `cdktf.out` */
  constructor(folder: string) {
    this.#folder = folder;
    this.#known = readCache(join(folder, FILE));
  }

  /** The shape of the subscription's stack, where its file was made from these inputs; undefined otherwise. */
  find(id: string, inputs: string): string | undefined {
    const entry = Object.hasOwn(this.#known, id) ? this.#known[id] : undefined;
    const seen = entry?.inputs === inputs ? this.#unchanged(id, entry) : undefined;
    if (entry === undefined || seen === undefined) return undefined;
    this.#next.set(id, { ...entry, seen });
    return entry.shape;
  }

  /**
   * Notes a stack that was made.
   * @param content SHA-256 of its text
   */
  add(id: string, inputs: string, shape: string, content: string): void {
    this.#next.set(id, { inputs, shape, content });
  }

  /** Remembers the stacks of this run, once they are in place. */
  save(): void {
    const stacks = Object.fromEntries(
      [...this.#next].map(([id, { content, inputs, shape, seen = this.#see(id) }]) => [
        id,
        { inputs, shape, content, seen },
      ]),
    );
    const text = JSON.stringify({ version: 1, checksum: digest(JSON.stringify(stacks)), stacks });
    writeFileSync(join(this.#folder, `${FILE}.new`), text);
    renameSync(join(this.#folder, `${FILE}.new`), join(this.#folder, FILE));
  }

  /** The file as it is seen now, when it is the one that was written. */
  #unchanged(id: string, entry: Entry): Entry["seen"] | undefined {
    try {
      const seen = this.#see(id);
      // Nobody can set the time of the last change of status: a file that was written to, or copied, has another.
      if (seen.every((value, index) => value === entry.seen[index])) return seen;
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
    return join(this.#folder, "stacks", id, "cdk.tf.json");
  }
}

function readCache(file: string): Readonly<Record<string, Entry>> {
  try {
    const cache = Cache.parse(JSON.parse(readFileSync(file, "utf8")));
    return digest(JSON.stringify(cache.stacks)) === cache.checksum ? cache.stacks : {};
  } catch {
    return {};
  }
}
