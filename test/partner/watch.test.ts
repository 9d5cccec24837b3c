import { expect, test } from "vitest";
import { joinFleet } from "../../src/partner/alerts.ts";
import { watchAlerts } from "../../src/partner/watch.ts";
import { fleetOf } from "../support/fleet.ts";
import { alertOf, NOW } from "./support.ts";

const fleet = fleetOf();

/** Watches through readings, an hour apart; text is a failure. */
async function watched(readings: readonly (string | ReturnType<typeof alertOf>[])[]) {
  const stop = new AbortController();
  const told: string[][] = [];
  const failures: unknown[] = [];
  let count = 0;
  const last = await watchAlerts({
    signal: stop.signal,
    read: async () => {
      const now = new Date(NOW.getTime() + count * 3_600_000);
      const reading = readings[count++] ?? [];
      if (typeof reading === "string") throw new Error(reading);
      return joinFleet(reading, fleet, now);
    },
    pause: async () => {
      if (count === readings.length) stop.abort();
    },
    onChange: (changed) => told.push(changed.map(({ id }) => id)),
    onFailure: (error) => failures.push(error),
  });
  return { told, failures, last };
}

test("reports the first reading, then new alerts and changed statuses", async () => {
  const { told } = await watched([
    [alertOf({ id: "a" })],
    [alertOf({ id: "a" })],
    [alertOf({ id: "a" }), alertOf({ id: "b" })],
    [alertOf({ id: "a", status: "resolved" }), alertOf({ id: "b" })],
    [alertOf({ id: "b" })],
  ]);
  expect(told).toEqual([["a"], ["b"], ["a"], []]);
});

test("reports an alert when it becomes overdue", async () => {
  const alert = alertOf({ id: "a", detected: new Date(NOW.getTime() - 23.5 * 3_600_000).toISOString() });
  expect((await watched([[alert], [alert], [alert]])).told).toEqual([["a"], ["a"]]);
});

test("continues after a failure, and keeps the alerts of earlier reads", async () => {
  const { failures, last, told } = await watched([[alertOf()], "no network", [alertOf()]]);
  expect(failures).toHaveLength(1);
  expect(told).toHaveLength(1);
  expect(last).toHaveLength(1);
});

test("has nothing to judge when no reading succeeded", async () => {
  expect((await watched(["no network"])).last).toBeUndefined();
});
