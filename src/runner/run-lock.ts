import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { z } from "zod";
import { messageOf, printable, RunnerError, systemCode } from "./runner-error.ts";

const Holder = z.object({ pid: z.number(), host: z.string(), verb: z.string(), since: z.string() });

const HEARTBEAT = 10_000;
/** A lock that was not touched for so long is nobody's: its machine is gone, or its process's number is another's. */
const DEAD_AFTER = 60_000;

/**
 * Keeps a second run out of a folder: two of them would write the same plans. It is the runner's own, and has nothing
 * to do with Terraform's lock on a state.
 */
export class RunLock {
  readonly #path: string;
  readonly #heartbeat: NodeJS.Timeout;

  /** @throws {RunnerError} when another run holds it */
  constructor(path: string, verb: string, now: Date) {
    this.#path = path;
    const holder = { pid: process.pid, host: hostname(), verb, since: now.toISOString() };
    try {
      mkdirSync(dirname(path), { recursive: true });
      take(path, JSON.stringify(holder));
    } catch (error) {
      if (error instanceof RunnerError) throw error;
      throw new RunnerError("outside", `cannot lock ${path}: ${messageOf(error)}`);
    }
    this.#heartbeat = setInterval(() => touch(path), HEARTBEAT);
    this.#heartbeat.unref();
  }

  release(): void {
    clearInterval(this.#heartbeat);
    rmSync(this.#path, { force: true });
  }
}

function take(path: string, own: string): void {
  for (;;) {
    try {
      writeFileSync(path, own, { flag: "wx" });
      return;
    } catch (error) {
      if (systemCode(error) !== "EEXIST") throw error;
    }
    const text = readOrGone(path);
    if (text === undefined) continue;
    const holder = holderIn(text);
    if (isAlive(path, holder)) {
      const who =
        holder === undefined ? "another run" : `${printable(holder.verb)} since ${printable(holder.since)}`;
      const where = holder === undefined ? "" : ` (process ${holder.pid} on ${printable(holder.host)})`;
      throw new RunnerError(
        "refused",
        `${who} is at work here${where}: wait for it, or delete ${path} if it is not`,
      );
    }
    setAside(path, text);
  }
}

/** Takes a dead lock away, unless somebody did the same a moment earlier: then what is there is theirs. */
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

function holderIn(text: string): z.infer<typeof Holder> | undefined {
  try {
    return Holder.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function isAlive(path: string, holder: z.infer<typeof Holder> | undefined): boolean {
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - touched > DEAD_AFTER) return false;
  return holder === undefined || holder.host !== hostname() || isRunning(holder.pid);
}

/** Whether a process with this number runs on this machine. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === "EPERM";
  }
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Deleted by hand: somebody decided that this run is dead, and it ends without its lock.
  }
}
