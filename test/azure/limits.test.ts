import fc from "fast-check";
import { expect, test } from "vitest";
import type { Clock } from "../../src/azure/clock.ts";
import { SlidingWindow, TokenBucket } from "../../src/azure/limits.ts";
import { Throttle } from "../../src/azure/throttle.ts";

/** A clock that jumps to the next awaited time. */
function jumpingClock(): Clock & { time: number } {
  const clock = {
    time: 0,
    now: () => clock.time,
    sleep: async (milliseconds: number) => {
      clock.time += milliseconds;
    },
  };
  return clock;
}

test("a bucket allows its capacity at once, then its refill rate", async () => {
  const clock = jumpingClock();
  const bucket = new TokenBucket(250, 25, clock);
  for (let taken = 0; taken < 250; taken += 1) await bucket.take();
  expect(clock.time).toBe(0);
  for (let taken = 0; taken < 25; taken += 1) await bucket.take();
  expect(clock.time).toBeGreaterThanOrEqual(1000);
  expect(clock.time).toBeLessThan(1100);
});

test("allows at most fifteen queries in any five seconds", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 20, maxLength: 60 }),
      async (pauses) => {
        const clock = jumpingClock();
        const limit = new SlidingWindow(15, 5000, clock);
        const sent: number[] = [];
        for (const pause of pauses) {
          clock.time += pause;
          await limit.take();
          sent.push(clock.time);
        }
        for (const [index, time] of sent.entries()) {
          const sixteenth = sent[index + 15];
          expect(sixteenth === undefined || sixteenth - time >= 5000).toBe(true);
        }
      },
    ),
  );
});

test("serves requests in their order", async () => {
  const clock = jumpingClock();
  const bucket = new TokenBucket(1, 1, clock);
  const order: number[] = [];
  await Promise.all([1, 2, 3].map((asker) => bucket.take().then(() => order.push(asker))));
  expect(order).toEqual([1, 2, 3]);
});

test("a throttled request delays only requests of the same kind", async () => {
  const clock = jumpingClock();
  const throttle = new Throttle(clock);
  const answer = (status: number, headers: Record<string, string> = {}) => ({
    status,
    headers: { get: (name: string) => headers[name] ?? null },
  });
  const budgets = (id: number) =>
    `https://management.azure.com/subscriptions/00000000-0000-0000-0000-00000000000${id}/providers/Microsoft.Consumption/budgets`;
  await throttle.send(budgets(1), async () => answer(429, { "retry-after": "17" }));
  await throttle.send(budgets(2), async () => answer(200));
  expect(clock.time).toBe(0);
  await throttle.send(budgets(1), async () => answer(200));
  expect(clock.time).toBe(17_000);
  expect(throttle.counts).toEqual({ sent: 3, throttled: 1 });
});

test("pauses when Resource Graph reports that the quota is used up", async () => {
  const clock = jumpingClock();
  const throttle = new Throttle(clock);
  const url = "https://management.azure.com/providers/Microsoft.ResourceGraph/resources";
  const headers = new Map([
    ["x-ms-user-quota-remaining", "0"],
    ["x-ms-user-quota-resets-after", "00:00:03"],
  ]);
  await throttle.send(url, async () => ({ status: 200, headers }));
  await throttle.send(url, async () => ({ status: 200, headers: new Map() }));
  expect(clock.time).toBe(3000);
});
