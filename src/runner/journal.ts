import { readFileSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { z } from "zod";
import { messageOf } from "../text/error-message.ts";
import { FAILURE_KINDS } from "./failure.ts";
import { Changes } from "./plan-changes.ts";
import { RunnerError } from "./runner-error.ts";

const Stack = z.object({ at: z.string(), run: z.string(), stack: z.string() });
const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** One line of `run.jsonl`: what happened to a run or to a stack in it. A public format: `csp-baseline/journal/v1`. */
const JournalEntry = z.discriminatedUnion("event", [
  z.object({
    event: z.literal("run-started"),
    at: z.string(),
    run: z.string(),
    verb: z.enum(["plan", "deploy"]),
    stacks: z.number(),
  }),
  z.object({ event: z.literal("run-ended"), at: z.string(), run: z.string(), status: z.string() }),
  Stack.extend({ event: z.literal("plan-started") }),
  /** The plan file is complete. The hashes are of the stack that it was made of and of the file. */
  Stack.extend({ event: z.literal("planned"), stackHash: Hash, planHash: Hash, changes: Changes }),
  Stack.extend({ event: z.literal("plan-failed"), kind: z.enum(FAILURE_KINDS), message: z.string() }),
  /** Written before Terraform starts; the stack's log goes on at the offset. */
  Stack.extend({ event: z.literal("apply-started"), planHash: Hash, logOffset: z.number() }),
  Stack.extend({ event: z.literal("apply-running"), pid: z.number() }),
  Stack.extend({ event: z.literal("applied"), planHash: Hash, changes: Changes }),
  Stack.extend({ event: z.literal("apply-failed"), kind: z.enum(FAILURE_KINDS), message: z.string() }),
]);
type JournalEntry = z.infer<typeof JournalEntry>;
export type Planned = Extract<JournalEntry, { event: "planned" }>;

/** An entry as its writer has it; the journal adds when. */
export type NewEntry = JournalEntry extends infer Entry
  ? Entry extends unknown
    ? Omit<Entry, "at">
    : never
  : never;

/** How far the apply of a stack's last plan came. */
export type ApplyState =
  | { readonly state: "started"; readonly logOffset: number; readonly pid?: number }
  | { readonly state: "applied" }
  | { readonly state: "failed"; readonly message: string };

/** What the journal says of one stack: its last plan and what became of it. */
export interface StackHistory {
  readonly planned?: Planned;
  /** Of that plan; undefined when nobody tried. */
  readonly apply?: ApplyState;
  /** Why the last try to plan it left no plan. */
  readonly unplanned?: string;
}

export interface History {
  readonly stacks: ReadonlyMap<string, StackHistory>;
  /** The last run of each verb: its name, and whether it came to its end. */
  readonly lastRun: Partial<Record<"plan" | "deploy", { readonly run: string; readonly ended: boolean }>>;
}

/** Reads a journal. A torn line, as a full disk or a killed run leaves it, is passed over; no file is no history. */
export function readHistory(path: string): History {
  const stacks = new Map<string, StackHistory>();
  const lastRun: { [verb in "plan" | "deploy"]?: { run: string; ended: boolean } } = {};
  for (const entry of entriesOf(path)) {
    if (entry.event === "run-started") {
      lastRun[entry.verb] = { run: entry.run, ended: false };
    } else if (entry.event === "run-ended") {
      for (const last of Object.values(lastRun)) if (last.run === entry.run) last.ended = true;
    } else {
      stacks.set(entry.stack, after(stacks.get(entry.stack) ?? {}, entry));
    }
  }
  return { stacks, lastRun };
}

type StackEntry = Exclude<JournalEntry, { event: "run-started" | "run-ended" }>;

function after(history: StackHistory, entry: StackEntry): StackHistory {
  switch (entry.event) {
    case "plan-started":
      return { unplanned: "its plan was begun and not finished" };
    case "plan-failed":
      return { unplanned: `its plan failed: ${entry.message}` };
    case "planned":
      return { planned: entry };
    case "apply-started":
      return { ...history, apply: { state: "started", logOffset: entry.logOffset } };
    case "apply-running":
      if (history.apply?.state !== "started") return history;
      return { ...history, apply: { ...history.apply, pid: entry.pid } };
    case "applied":
      return { ...history, apply: { state: "applied" } };
    case "apply-failed":
      return { ...history, apply: { state: "failed", message: entry.message } };
  }
}

function* entriesOf(path: string): Generator<JournalEntry> {
  // No file, or something that is none, such as a device.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line === "") continue;
    const entry = JournalEntry.safeParse(parsed(line));
    if (entry.success) yield entry.data;
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Appends to `run.jsonl`. What {@link append} has resolved for survives the death of the process and of the machine. */
export class Journal {
  readonly #path: string;
  readonly #now: () => number;
  readonly #file: FileHandle;
  #waiting = "";
  #flushed: Promise<void> = Promise.resolve();

  private constructor(path: string, file: FileHandle, now: () => number) {
    this.#path = path;
    this.#file = file;
    this.#now = now;
  }

  /** @throws {RunnerError} when the file cannot be written */
  static async open(path: string, now: () => number): Promise<Journal> {
    try {
      const journal = new Journal(path, await open(path, "a+", 0o600), now);
      await journal.#endTornLine();
      return journal;
    } catch (error) {
      throw unwritable(path, error);
    }
  }

  async #endTornLine(): Promise<void> {
    const { size } = await this.#file.stat();
    if (size === 0) return;
    const { buffer } = await this.#file.read(Buffer.alloc(1), 0, 1, size - 1);
    if (buffer.toString() !== "\n") this.#waiting = "\n";
  }

  /**
   * Adds an entry. Entries that come while an earlier one is on its way to the disk share one trip.
   * @throws {RunnerError} when it could not be written down
   */
  append(entry: NewEntry): Promise<void> {
    const { event, ...rest } = entry;
    const at = new Date(this.#now()).toISOString();
    this.#waiting += `${JSON.stringify({ event, at, ...rest })}\n`;
    const written = this.#flushed.then(() => this.#flush());
    this.#flushed = written.catch(() => {});
    return written;
  }

  async #flush(): Promise<void> {
    const text = this.#waiting;
    if (text === "") return;
    this.#waiting = "";
    try {
      await this.#file.appendFile(text);
      await this.#file.datasync();
    } catch (error) {
      throw unwritable(this.#path, error);
    }
  }

  async close(): Promise<void> {
    await this.#flushed;
    await this.#file.close();
  }
}

function unwritable(path: string, error: unknown): RunnerError {
  return new RunnerError(
    "outside",
    `cannot write the journal ${path}: ${messageOf(error)}. No further stack is started; --resume continues when there is room`,
  );
}
