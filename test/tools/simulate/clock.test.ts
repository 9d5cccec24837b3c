import fc from "fast-check";
import { expect, test } from "vitest";
import { Clock, type Process } from "../../../tools/simulate/clock.ts";
import { Cores, Latch } from "../../../tools/simulate/gates.ts";

test("events occur by time, those of one instant in the order of their scheduling", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (delays) => {
      const clock = new Clock();
      const seen: { delay: number; index: number }[] = [];
      delays.forEach((delay, index) => {
        clock.start(
          (function* (): Process {
            yield delay;
            expect(clock.now).toBe(delay);
            seen.push({ delay, index });
          })(),
        );
      });
      clock.run();
      expect(seen).toEqual([...seen].sort((a, b) => a.delay - b.delay || a.index - b.index));
      expect(seen).toHaveLength(delays.length);
    }),
  );
});

test("cores are assigned in the order of waiting", () => {
  const clock = new Clock();
  const cores = new Cores(2);
  const ends: [string, number][] = [];
  function* worker(name: string): Process {
    yield cores;
    yield 10;
    cores.release();
    ends.push([name, clock.now]);
  }
  for (const name of ["a", "b", "c", "d", "e"]) clock.start(worker(name));
  clock.run();
  expect(ends).toEqual([
    ["a", 10],
    ["b", 10],
    ["c", 20],
    ["d", 20],
    ["e", 30],
  ]);
});

test("a stopped process runs no more steps, and a latch releases waiting and later processes", () => {
  const clock = new Clock();
  const latch = new Latch();
  const seen: string[] = [];
  function* waiting(name: string): Process {
    yield latch;
    seen.push(name);
  }
  clock.start(waiting("first"));
  clock.start(waiting("stopped")).stop();
  latch.open();
  clock.start(waiting("later"));
  clock.run();
  expect(seen).toEqual(["first", "later"]);
});
