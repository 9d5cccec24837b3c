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
import { messageOf } from "../text/error-message.ts";
import { printable, RunnerError, systemCode } from "./runner-error.ts";
import { isRunning, processStart } from "./running.ts";

const Holder = z.object({
  pid: z.number(),
  host: z.string(),
  verb: z.string(),
  since: z.string(),
  /** When the process was started, as its system says it. Locks of versions before 0.2 have none. */
  process: z.string().optional(),
});
type Holder = z.infer<typeof Holder>;

const HEARTBEAT = 10_000;
/** A lock of another machine that was not touched for so long is abandoned: its process cannot be asked. */
const DEAD_AFTER = 60_000;
/** A lock is written in one go. One that is empty for longer was left so by a full disk. */
const EMPTY_AFTER = 5_000;

/**
 * Keeps a second run out of a folder: two of them would write the same plans. It is the runner's own, and has nothing
 * to do with Terraform's lock on a state.
 *
 * A lock of this machine lasts as long as its process lives, also while that is stopped. One of another machine lasts as
 * long as it is touched. A run that was asleep for longer finds its lock taken over, and has to stop.
 */
export class RunLock {
  readonly #path: string;
  /** What the lock file has in it while this run holds it: no two are alike. */
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
   * Why this run must stop; undefined while it holds its lock. What cannot be read is not held: to go on would be to
   * guess.
   */
  lost(): string | undefined {
    let text: string | undefined;
    try {
      text = readOrGone(this.#path);
    } catch (error) {
      return `its lock ${this.#path} cannot be read: ${messageOf(error)}`;
    }
    if (text === this.#own) return undefined;
    if (text === undefined) return `its lock ${this.#path} was deleted`;
    const holder = holderIn(text);
    const who = holder === undefined ? "another run" : describe(holder);
    return `it lost its lock ${this.#path} to ${who}, as happens to a run that is asleep for over a minute`;
  }

  /** Takes this run's lock away, and nobody else's. */
  release(): void {
    clearInterval(this.#heartbeat);
    if (this.lost() === undefined) rmSync(this.#path, { force: true });
  }

  #touch(): void {
    // Another run's lock must not be kept alive by this one.
    if (this.lost() !== undefined) return;
    try {
      const now = new Date();
      utimesSync(this.#path, now, now);
    } catch {
      // Deleted a moment ago: the next look finds the lock lost.
    }
  }
}

function take(path: string, own: string): void {
  for (;;) {
    if (create(path, own)) return;
    const text = readOrGone(path);
    if (text === undefined) continue;
    const why = whyAlive(path, text);
    if (why !== undefined) throw new RunnerError("refused", why);
    setAside(path, text);
  }
}

/** Makes the lock, unless there is one. One that could not be written, as on a full disk, is not left behind. */
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

/** Takes a dead lock away, unless another run did the same a moment earlier: then what is there is theirs. */
function setAside(path: string, text: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (readOrGone(aside) === text) rmSync(aside, { force: true });
    else renameSync(aside, path);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
}

function readOrGone(path: string): string | undefined {
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

/** Why a lock must be left alone, with what to do; undefined when its run is over. */
function whyAlive(path: string, text: string): string | undefined {
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const age = Date.now() - touched;
  const holder = holderIn(text);
  if (holder === undefined) {
    const isEmpty = text.trim() === "";
    if (age > (isEmpty ? EMPTY_AFTER : DEAD_AFTER)) return undefined;
    const what = isEmpty ? "is empty, as a full disk leaves it" : "does not say which run holds it";
    return `the lock ${path} ${what}: repeat the command in a minute, or delete the file when no other run is at work`;
  }
  if (holder.host === hostname() ? !isSameProcess(holder) : age > DEAD_AFTER) return undefined;
  return `${describe(holder)} is at work here: wait for it, or delete ${path} if it is not`;
}

/** Whether the process that took the lock still lives: numbers are given out again. */
function isSameProcess({ pid, process: started }: Holder): boolean {
  if (!isRunning(pid)) return false;
  const now = processStart(pid);
  return started === undefined || now === undefined || now === started;
}
