import fc from "fast-check";
import { expect, test } from "vitest";
import { TokenBucket } from "../../../tools/simulate/token-bucket.ts";

const asks = fc.array(fc.record({ pause: fc.integer({ min: 0, max: 20 }), requests: fc.nat(400) }));

test("a bucket is never below zero or above its capacity, and gives no more than its refill", () => {
  fc.assert(
    fc.property(asks, (list) => {
      const bucket = new TokenBucket({ capacity: 250, perSecond: 25 });
      let [now, given] = [0, 0];
      for (const { pause, requests } of list) {
        now += pause;
        const taken = bucket.take(requests, now);
        given += taken;
        expect(taken).toBeLessThanOrEqual(requests);
        expect(bucket.tokens).toBeGreaterThanOrEqual(0);
        expect(bucket.tokens).toBeLessThanOrEqual(250);
        expect(given).toBeLessThanOrEqual(250 + 25 * now);
      }
    }),
  );
});

test("a request that waits for its Retry-After passes", () => {
  const bucket = new TokenBucket({ capacity: 200, perSecond: 10 });
  expect(bucket.take(230, 0)).toBe(200);
  expect(bucket.retryAfter(30)).toBe(3);
  expect(bucket.take(30, 3)).toBe(30);
});

test("a Retry-After is at least one second", () => {
  const bucket = new TokenBucket({ capacity: 1, perSecond: 100 });
  bucket.take(1, 0);
  expect(bucket.retryAfter(1)).toBe(1);
});
