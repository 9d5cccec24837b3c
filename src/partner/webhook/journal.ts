import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { messageOf } from "../../text/error-message.ts";

const SCHEMA = "csp-baseline/webhook-journal/v1";

/** An event as received, and the state of its delivery. */
export interface JournalEntry {
  /** The event's id: 64 hexadecimal digits. */
  readonly id: string;
  /** The event's name: `azure-fraud-event-detected`. */
  readonly event: string;
  /** An instant, ISO 8601. */
  readonly received: string;
  /** The signed body, UTF-8. */
  readonly body: string;
  /** The headers of the signature, so that another system can verify it. */
  readonly headers: Readonly<Record<string, string>>;
  /** Keys of the receivers that got it. */
  readonly delivered: readonly string[];
  readonly attempts: number;
  /** An instant, ISO 8601: the next attempt. */
  readonly nextAttempt: string;
  /** Why the last attempt failed, without addresses. */
  readonly failure?: string;
}

const entrySchema = z.strictObject({
  schema: z.literal(SCHEMA),
  id: z.string().regex(/^[0-9a-f]{64}$/),
  event: z.string().max(100),
  received: z.iso.datetime(),
  body: z.string().max(100_000),
  headers: z.record(z.string().max(100), z.string().max(4000)),
  delivered: z.array(z.string().max(100)).max(1000),
  attempts: z.int().min(0),
  nextAttempt: z.iso.datetime(),
  failure: z.string().max(1000).exactOptional(),
});

/** The number of events in each state. */
export interface JournalCounts {
  readonly pending: number;
  /** Events that reached no receiver and are not retried. */
  readonly dead: number;
  /** Unreadable files. They stay where they are. */
  readonly unreadable: number;
}

/** The journal cannot be written or read; the message is for people. */
export class JournalError extends Error {}

type State = "pending" | "dead" | "done";
const STATES: readonly State[] = ["pending", "dead", "done"];
const NAME = /^[0-9a-f]{64}\.json$/;
/** Partner Center sends some hundred events a day, so a week's events stay below this. */
const MOST_PENDING = 20_000;
/** The time for which a delivered event is remembered to detect duplicates: events older than a day are refused. */
const REMEMBERED = 7 * 24 * 60 * 60 * 1000;

/**
 * Events on disk, one file each in `pending`, `dead` or `done`. A file is synced before its event is acknowledged, and
 * moves by renaming, so that a crash loses no event. Only one process may write a journal.
 */
export class EventJournal {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Opens a journal, and creates missing folders. @throws {JournalError} */
  static async open(folder: string): Promise<EventJournal> {
    return orJournalError(folder, async () => {
      for (const state of STATES) await mkdir(join(folder, state), { recursive: true, mode: 0o700 });
      return new EventJournal(folder);
    });
  }

  /**
   * Writes a received event, synced to the disk.
   * @returns false when the journal already has it
   * @throws {JournalError} when it cannot be written, or too many are pending: the event must not be acknowledged
   */
  async keep(entry: JournalEntry): Promise<boolean> {
    return orJournalError(this.folder, async () => {
      for (const state of STATES) if (await isThere(this.#path(state, entry.id))) return false;
      const pending = await readdir(join(this.folder, "pending"));
      if (pending.length >= MOST_PENDING) throw new Error(`${MOST_PENDING} events are pending already`);
      await this.#write("pending", entry);
      return true;
    });
  }

  /** Writes the delivery state of a pending event. @throws {JournalError} */
  async update(entry: JournalEntry): Promise<void> {
    await orJournalError(this.folder, () => this.#write("pending", entry));
  }

  /** Ends the delivery of a pending event. @throws {JournalError} */
  async end(entry: JournalEntry, state: "dead" | "done"): Promise<void> {
    await this.update(entry);
    await this.#move(entry.id, "pending", state);
  }

  /** Moves dead letters back to the pending ones, to retry them. @returns how many @throws {JournalError} */
  async retry(now: Date): Promise<number> {
    const { entries } = await this.list("dead");
    for (const entry of entries) {
      await orJournalError(this.folder, () =>
        this.#write("dead", { ...entry, attempts: 0, nextAttempt: now.toISOString() }),
      );
      await this.#move(entry.id, "dead", "pending");
    }
    return entries.length;
  }

  /** The entries in a state, oldest first, and the files that are not entries. @throws {JournalError} */
  async list(state: "pending" | "dead"): Promise<{ entries: JournalEntry[]; unreadable: number }> {
    return orJournalError(this.folder, async () => {
      const names = (await readdir(join(this.folder, state))).filter((name) => NAME.test(name));
      const read = await Promise.all(names.map((name) => this.#read(join(this.folder, state, name))));
      const entries = read.filter((one) => one !== undefined);
      entries.sort((a, b) => (a.received < b.received ? -1 : 1));
      return { entries, unreadable: names.length - entries.length };
    });
  }

  /** @throws {JournalError} */
  async counts(): Promise<JournalCounts> {
    const [pending, dead] = await Promise.all([this.list("pending"), this.list("dead")]);
    return {
      pending: pending.entries.length,
      dead: dead.entries.length,
      unreadable: pending.unreadable + dead.unreadable,
    };
  }

  /** Removes events that were delivered more than a week ago. @throws {JournalError} */
  async prune(now: Date): Promise<void> {
    await orJournalError(this.folder, async () => {
      const folder = join(this.folder, "done");
      for (const name of (await readdir(folder)).filter((one) => NAME.test(one))) {
        const { mtimeMs } = await stat(join(folder, name));
        if (now.getTime() - mtimeMs > REMEMBERED) await rm(join(folder, name), { force: true });
      }
    });
  }

  async #write(state: State, entry: JournalEntry): Promise<void> {
    const path = this.#path(state, entry.id);
    const beside = `${path}.part`;
    const file = await open(beside, "w", 0o600);
    try {
      await file.writeFile(`${JSON.stringify({ schema: SCHEMA, ...entry })}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
    await syncFolder(join(this.folder, state));
  }

  async #move(id: string, from: State, to: State): Promise<void> {
    await orJournalError(this.folder, async () => {
      await rename(this.#path(from, id), this.#path(to, id));
      await syncFolder(join(this.folder, to));
    });
  }

  async #read(path: string): Promise<JournalEntry | undefined> {
    try {
      const { schema: _, ...entry } = entrySchema.parse(JSON.parse(await readFile(path, "utf8")));
      return entry;
    } catch {
      return undefined;
    }
  }

  #path(state: State, id: string): string {
    return join(this.folder, state, `${id}.json`);
  }
}

/** Counts the entries of a journal that another process may be writing. @throws {JournalError} when there is none */
export async function journalCounts(folder: string): Promise<JournalCounts> {
  if (!(await isThere(join(folder, "pending")))) {
    throw new JournalError(`${folder} is not a journal of partner webhook serve`);
  }
  return (await EventJournal.open(folder)).counts();
}

/** A renamed file is lost in a power cut until its folder is synced. Windows cannot open folders, and need not. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function orJournalError<Result>(folder: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof JournalError) throw error;
    throw new JournalError(`the journal ${folder} cannot be used: ${messageOf(error)}`);
  }
}
