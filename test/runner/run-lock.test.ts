import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { RunLock } from "../../src/runner/run-lock.ts";
import { RunnerError } from "../../src/runner/runner-error.ts";
import { temporaryFolder } from "../support/stack.ts";

const HOUR = 3_600_000;
const locks: RunLock[] = [];
afterEach(() => {
  for (const lock of locks.splice(0)) lock.release();
});

function take(path: string): RunLock {
  const lock = new RunLock(path, "deploy", new Date("2026-11-24T12:00:00Z"));
  locks.push(lock);
  return lock;
}

function newPath(): string {
  return join(temporaryFolder(), ".run.lock");
}

/** Ages a lock, like that of a stopped process. */
function age(path: string, milliseconds: number): void {
  const then = new Date(Date.now() - milliseconds);
  utimesSync(path, then, then);
}

/** A lock of another process. */
function leave(path: string, holder: object, untouched: number): void {
  writeFileSync(path, JSON.stringify({ verb: "plan", since: "2026-11-24T11:00:00Z", ...holder }));
  age(path, untouched);
}

/** An invalid process id on Linux, macOS and Windows. */
const NO_PROCESS = 2 ** 30;

test("a lock of an existing process is kept, even if it was not updated for long", () => {
  const path = newPath();
  take(path);
  age(path, HOUR);
  expect(() => take(path)).toThrow(`(process ${process.pid} on ${hostname()}); wait, or delete`);
});

test("a lock of an earlier version, without its process's start, is kept while that process exists", () => {
  const path = newPath();
  leave(path, { pid: process.pid, host: hostname() }, HOUR);
  expect(() => take(path)).toThrow(RunnerError);
});

test("a lock of an ended process is taken over at once", () => {
  const path = newPath();
  leave(path, { pid: NO_PROCESS, host: hostname() }, 0);
  expect(take(path).lost()).toBeUndefined();
});

test.runIf(process.platform === "linux")("a lock whose process id was reused is taken over", () => {
  const path = newPath();
  leave(path, { pid: process.pid, host: hostname(), process: "an earlier boot/1" }, 0);
  expect(take(path).lost()).toBeUndefined();
});

test("an abandoned lock of another machine is taken over, one that is updated is not", () => {
  const path = newPath();
  leave(path, { pid: 1, host: "another-machine" }, 30_000);
  expect(() => take(path)).toThrow("(process 1 on another-machine); wait, or delete");
  age(path, 61_000);
  expect(take(path).lost()).toBeUndefined();
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid, host: hostname() });
});

test("a run whose lock was taken over reports it and no longer updates or deletes it", () => {
  const path = newPath();
  const lock = take(path);
  leave(path, { pid: 7, host: "another-machine" }, HOUR);
  expect(lock.lost()).toContain("to plan since 2026-11-24T11:00:00Z (process 7 on another-machine)");
  lock.release();
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ host: "another-machine" });
  expect(Date.now() - statSync(path).mtimeMs).toBeGreaterThan(HOUR / 2);
});

test("a deleted lock counts as lost", () => {
  const path = newPath();
  const lock = take(path);
  lock.release();
  expect([existsSync(path), lock.lost()]).toEqual([false, `its lock ${path} was deleted`]);
});

test("an empty lock, which a full disk causes, is reported while it is new and taken over later", () => {
  const path = newPath();
  writeFileSync(path, "");
  expect(() => take(path)).toThrow("is empty, which a full disk causes");
  age(path, 6_000);
  expect(take(path).lost()).toBeUndefined();
});

test("a lock without a holder belongs to another run for a minute", () => {
  const path = newPath();
  writeFileSync(path, "{");
  age(path, 50_000);
  expect(() => take(path)).toThrow("does not name its run");
  age(path, 61_000);
  expect(take(path).lost()).toBeUndefined();
});
