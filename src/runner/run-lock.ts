import { randomUUID } from "node:crypto";
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { z } from "zod";
import { messageOf, systemCode } from "../text/error-message.ts";
import { printable } from "../text/printable.ts";
import { isRunning } from "../text/running.ts";
import { processStart } from "./process-start.ts";
import { RunnerError } from "./runner-error.ts";

const Holder = z.object({
  pid: z.number(),
  host: z.string(),
  verb: z.string(),
  since: z.string(),
  /** The system's start time of the process. Locks of versions before 0.2 have none. */
  process: z.string().optional(),
});
type Holder = z.infer<typeof Holder>;

const HEARTBEAT = 10_000;
/** A lock of another machine that was not updated for this time is abandoned: its process cannot be checked. */
const DEAD_AFTER = 60_000;
/** A lock is written at once. One that stays empty for longer was left by a full disk. */
const EMPTY_AFTER = 5_000;

/**
 * Prevents a second run in a folder, which would write the same plans. It is independent of Terraform's lock on a
 * state.
 *
 * A lock of this machine is valid as long as its process exists, even if it is stopped. A lock of another machine is
 * valid as long as it is updated. A run that was suspended for longer may lose its lock and has to stop.
 */
export class RunLock {
  readonly #path: string;
  /** The unique content of the lock file while this run holds it. */
  readonly #own: string;
  readonly #heartbeat: NodeJS.Timeout;

  /** @throws {RunnerError} when another run holds it */
  constructor(path: string, verb: string, now: Date) {
    this.#path = path;
    const started = processStart(process.pid);
    const holder: Holder = {
      pid: process.pid,
      host: hostname(),
      verb,
      since: now.toISOString(),
      ...(started === undefined ? {} : { process: started }),
    };
    this.#own = JSON.stringify({ ...holder, id: randomUUID() });
    try {
      mkdirSync(dirname(path), { recursive: true });
      take(path, this.#own);
    } catch (error) {
      if (error instanceof RunnerError) throw error;
      throw new RunnerError("outside", `cannot lock ${path}: ${messageOf(error)}`);
    }
    this.#heartbeat = setInterval(() => this.#touch(), HEARTBEAT);
    this.#heartbeat.unref();
  }

  /**
   * Returns why this run must stop; undefined while it holds its lock. An unreadable lock counts as lost.
   */
  lost(): string | undefined {
    let text: string | undefined;
    try {
      text = readIfPresent(this.#path);
    } catch (error) {
      return `its lock ${this.#path} cannot be read: ${messageOf(error)}`;
    }
    if (text === this.#own) return undefined;
    if (text === undefined) return `its lock ${this.#path} was deleted`;
    const holder = holderIn(text);
    const who = holder === undefined ? "another run" : describe(holder);
    return `it lost its lock ${this.#path} to ${who}, because it was suspended for over a minute`;
  }

  /** Deletes this run's lock, never that of another run. */
  release(): void {
    clearInterval(this.#heartbeat);
    if (this.lost() === undefined) rmSync(this.#path, { force: true });
  }

  #touch(): void {
    // This run must not update another run's lock.
    if (this.lost() !== undefined) return;
    try {
      const now = new Date();
      utimesSync(this.#path, now, now);
    } catch {
      // Deleted meanwhile: the next check reports the lock as lost.
    }
  }
}

function take(path: string, own: string): void {
  for (;;) {
    if (create(path, own)) return;
    const text = readIfPresent(path);
    if (text === undefined) continue;
    const why = whyAlive(path, text);
    if (why !== undefined) throw new RunnerError("refused", why);
    deleteDeadLock(path, text);
  }
}

/** Creates the lock unless there is one. A lock that could not be written, as on a full disk, is deleted. */
function create(path: string, own: string): boolean {
  let file: number;
  try {
    file = openSync(path, "wx", 0o600);
  } catch (error) {
    if (systemCode(error) === "EEXIST") return false;
    throw error;
  }
  try {
    writeFileSync(file, own);
    closeSync(file);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  return true;
}

/** Deletes a dead lock, unless another run replaced it meanwhile. */
function deleteDeadLock(path: string, text: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readIfPresent(aside) === text) rmSync(aside, { force: true });
    else renameSync(aside, path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function holderIn(text: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function describe({ host, pid, since, verb }: Holder): string {
  return `${printable(verb)} since ${printable(since)} (process ${pid} on ${printable(host)})`;
}

/** Returns why a lock must be kept, with the remedy; undefined when its run has ended. */
function whyAlive(path: string, text: string): string | undefined {
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const age = Date.now() - touched;
  const holder = holderIn(text);
  if (holder === undefined) {
    const isEmpty = text.trim() === "";
    if (age > (isEmpty ? EMPTY_AFTER : DEAD_AFTER)) return undefined;
    const what = isEmpty ? "is empty, which a full disk causes" : "does not name its run";
    return `the lock ${path} ${what}: repeat the command in a minute, or delete the file when no other run is active`;
  }
  if (holder.host === hostname() ? !isSameProcess(holder) : age > DEAD_AFTER) return undefined;
  return `another run holds this folder: ${describe(holder)}; wait, or delete ${path} if that run has ended`;
}

/** Reports whether the process that took the lock still exists: process ids are reused. */
function isSameProcess({ pid, process: started }: Holder): boolean {
  if (!isRunning(pid)) return false;
  const now = processStart(pid);
  return started === undefined || now === undefined || now === started;
}
