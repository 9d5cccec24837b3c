import { readFileSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { z } from "zod";
import { messageOf } from "../text/error-message.ts";
import { parsedJson } from "../text/parsed-json.ts";
import { FAILURE_KINDS } from "./failure.ts";
import { Changes } from "./plan-changes.ts";
import { RunnerError } from "./runner-error.ts";

const Stack = z.object({ at: z.string(), run: z.string(), stack: z.string() });
const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** One line of `run.jsonl`: an event of a run or of a stack. A public format: `csp-baseline/journal/v1`. */
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
  /** The plan file is complete. The hashes are those of the planned stack and of the file. */
  Stack.extend({ event: z.literal("planned"), stackHash: Hash, planHash: Hash, changes: Changes }),
  Stack.extend({ event: z.literal("plan-failed"), kind: z.enum(FAILURE_KINDS), message: z.string() }),
  /** Written before Terraform starts; the stack's log continues at the offset. */
  Stack.extend({ event: z.literal("apply-started"), planHash: Hash, logOffset: z.number() }),
  Stack.extend({ event: z.literal("apply-running"), pid: z.number() }),
  Stack.extend({ event: z.literal("applied"), planHash: Hash, changes: Changes }),
  Stack.extend({ event: z.literal("apply-failed"), kind: z.enum(FAILURE_KINDS), message: z.string() }),
]);
type JournalEntry = z.infer<typeof JournalEntry>;
export type Planned = Extract<JournalEntry, { event: "planned" }>;

/** An entry without its time, which the journal adds. */
export type NewEntry = JournalEntry extends infer Entry
  ? Entry extends unknown
    ? Omit<Entry, "at">
    : never
  : never;

/** The progress of the apply of a stack's last plan. */
export type ApplyState =
  | { readonly state: "started"; readonly logOffset: number; readonly pid?: number }
  /** The time at which the apply ended, in ISO 8601. */
  | { readonly state: "applied"; readonly at: string }
  | { readonly state: "failed"; readonly message: string };

/** The journal's entries on one stack: its last plan and the result of its apply. */
export interface StackHistory {
  readonly planned?: Planned;
  /** The apply of that plan; undefined if it was never started. */
  readonly apply?: ApplyState;
  /** Why the last try to plan produced no plan. */
  readonly unplanned?: string;
}

export interface History {
  readonly stacks: ReadonlyMap<string, StackHistory>;
  /** The last run of each verb: its name, and whether it ended. */
  readonly lastRun: Partial<Record<"plan" | "deploy", { readonly run: string; readonly ended: boolean }>>;
}

/**
 * Reads a journal. Incomplete lines, left by a full disk or a killed run, are skipped; a missing file is an empty
 * history.
 */
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
      return { unplanned: "its plan was started and not finished" };
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
      return { ...history, apply: { state: "applied", at: entry.at } };
    case "apply-failed":
      return { ...history, apply: { state: "failed", message: entry.message } };
  }
}

function* entriesOf(path: string): Generator<JournalEntry> {
  // The file is missing or is not a regular file.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line === "") continue;
    const entry = JournalEntry.safeParse(parsedJson(line));
    if (entry.success) yield entry.data;
  }
}

/** Appends to `run.jsonl`. Entries are durable once {@link append} resolves. */
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
   * Adds an entry. Entries that arrive during a write share the next one.
   * @throws {RunnerError} when it cannot be written
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
    `cannot write the journal ${path}: ${messageOf(error)}. No further stack is started; free disk space and continue with --resume`,
  );
}
