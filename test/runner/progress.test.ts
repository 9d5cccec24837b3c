import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Progress } from "../../src/runner/index.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A simple terminal: the visible text at the end, and all that was written. */
function screen(live: boolean) {
  const written: string[] = [];
  const lines = () => {
    const shown: string[] = [""];
    for (const part of written
      .join("")
      .replaceAll("\u001b[0J", "")
      .split(/(?<=\[\d+F)|(?=.\[\d+F)/s)) {
      const up = /^.\[(\d+)F$/s.exec(part)?.[1];
      if (up !== undefined) shown.splice(shown.length - 1 - Number(up), Number(up));
      else {
        const [first = "", ...rest] = part.split("\n");
        shown.push((shown.pop() ?? "") + first, ...rest);
      }
    }
    return shown.filter((line) => line !== "");
  };
  const progress = new Progress(
    { write: (text) => written.push(text), live, columns: () => 40, style: (_, text) => text },
    () => Date.now(),
    (id) => `contoso/${id}`,
  );
  return { progress, lines, text: () => written.join("") };
}

const result = (id: string, status: "planned" | "failed", message?: string) => ({
  id,
  name: null,
  customer: null,
  status,
  seconds: 1,
  ...(message === undefined ? {} : { message }),
});

test("on a terminal there is a line for each running stack and one for the run", () => {
  const { lines, progress } = screen(true);
  progress.start(3);
  progress.phase("a", "init");
  progress.phase("b", "plan");
  vi.advanceTimersByTime(2_000);
  expect(lines()).toEqual(["contoso/a init 2 s", "contoso/b plan 2 s", "0 of 3 stacks"]);
});

test("on a terminal only problems stay; the rest is counted", () => {
  const { lines, progress } = screen(true);
  progress.start(2);
  progress.phase("a", "plan");
  progress.done(result("a", "planned"));
  progress.done(result("b", "failed", "Forbidden"));
  expect(lines()).toEqual(["2/2  contoso/b  failed: Forbidden  1 s", "2 of 2 stacks: 1 planned, 1 failed"]);
  progress.stop();
  expect(lines()).toEqual(["2/2  contoso/b  failed: Forbidden  1 s"]);
});

test("no line is longer than the terminal, which would break redrawing", () => {
  const { lines, progress } = screen(true);
  progress.start(1);
  progress.phase("a".repeat(200), "plan");
  vi.advanceTimersByTime(1_000);
  expect(Math.max(...lines().map((line) => line.length))).toBeLessThan(40);
});

test("elsewhere there are plain lines, without control characters", () => {
  const { lines, progress, text } = screen(false);
  progress.start(2);
  progress.phase("a", "plan");
  progress.done(result("a", "planned"));
  progress.done(result("b", "failed", "\u001b[31mForbidden\u0007"));
  vi.advanceTimersByTime(5_000);
  progress.stop();
  expect(lines()).toEqual(["1/2  contoso/a  planned  1 s", "2/2  contoso/b  failed: Forbidden  1 s"]);
  expect(text()).not.toContain("\u001b");
});

test("of many stacks elsewhere, only failures and a count now and then are shown", () => {
  const { lines, progress } = screen(false);
  progress.start(1000);
  for (let index = 1; index <= 250; index += 1)
    progress.done(result(`s${index}`, index === 7 ? "failed" : "planned"));
  expect(lines()).toEqual([
    "   7/1000  contoso/s7  failed  1 s",
    "100 of 1000 stacks: 99 planned, 1 failed",
    "200 of 1000 stacks: 199 planned, 1 failed",
  ]);
});
