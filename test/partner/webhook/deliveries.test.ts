import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { Deliveries, type Target } from "../../../src/partner/webhook/deliveries.ts";
import { EventJournal, type JournalEntry, journalCounts } from "../../../src/partner/webhook/journal.ts";
import { temporaryFolder } from "../../support/stack.ts";

const START = Date.parse("2026-11-24T12:00:00Z");
const HOUR = 3_600_000;

let folder: string;
let journal: EventJournal;
let now: number;
let messages: string[];
beforeEach(async () => {
  folder = temporaryFolder();
  journal = await EventJournal.open(folder);
  now = START;
  messages = [];
});

function entry(digit: string, more: Partial<JournalEntry> = {}): JournalEntry {
  const received = new Date(START).toISOString();
  return {
    id: digit.repeat(64),
    event: "azure-fraud-event-detected",
    received,
    body: "{}",
    headers: {},
    delivered: [],
    attempts: 0,
    nextAttempt: received,
    ...more,
  };
}

/** A receiver that refuses so many times, and what it received. */
function target(key: string, refusals = 0): Target & { readonly received: number[] } {
  const received: number[] = [];
  let left = refusals;
  return {
    key,
    name: key,
    received,
    deliver: async () => {
      received.push(now - START);
      left -= 1;
      return left >= 0 ? "it answered 500" : undefined;
    },
  };
}

const deliveries = (...targets: readonly Target[]) =>
  new Deliveries({
    journal,
    targetsOf: () => targets,
    now: () => new Date(now),
    say: (message) => messages.push(message),
  });

describe("an event in the journal", () => {
  test("is delivered once, and is known when it comes again", async () => {
    const receiver = target("a");
    await journal.keep(entry("1"));
    const running = deliveries(receiver);
    await running.wake();
    expect(receiver.received).toEqual([0]);
    expect(await journal.keep(entry("1"))).toBe(false);
    await running.wake();
    await running.stop();
    expect(receiver.received).toHaveLength(1);
    expect(await journal.counts()).toEqual({ pending: 0, dead: 0, unreadable: 0 });
  });

  test("is delivered by the next process after a crash", async () => {
    await journal.keep(entry("1"));
    const receiver = target("a");
    journal = await EventJournal.open(folder);
    const next = deliveries(receiver);
    await next.wake();
    await next.stop();
    expect(receiver.received).toHaveLength(1);
  });

  test("is tried again after a minute, five and fifteen, and only where it failed", async () => {
    const [good, bad] = [target("good"), target("bad", 3)];
    await journal.keep(entry("1"));
    const running = deliveries(good, bad);
    for (const minutes of [0, 0.5, 1, 5, 6, 21, 30]) {
      now = START + minutes * 60_000;
      await running.wake();
    }
    await running.stop();
    expect(good.received).toHaveLength(1);
    expect(bad.received.map((time) => time / 60_000)).toEqual([0, 1, 6, 21]);
    expect(messages).toHaveLength(3);
    expect(messages[0]).toBe(
      'event 11111111 (azure-fraud-event-detected) did not reach "bad": it answered 500',
    );
  });

  test("is a dead letter after about a day, and is retried on request", async () => {
    const bad = target("bad", 8);
    await journal.keep(entry("1"));
    const running = deliveries(bad);
    for (let hours = 0; hours <= 30; hours += 0.25) {
      now = START + hours * HOUR;
      await running.wake();
    }
    expect(bad.received).toHaveLength(8);
    expect(await journal.counts()).toMatchObject({ pending: 0, dead: 1 });
    expect((await journal.list("dead")).entries[0]?.failure).toBe('"bad": it answered 500');
    expect(await journal.retry(new Date(now))).toBe(1);
    await running.wake();
    await running.stop();
    expect(bad.received).toHaveLength(9);
    expect(await journal.counts()).toMatchObject({ pending: 0, dead: 0 });
  });

  test("without a receiver is a dead letter at once", async () => {
    await journal.keep(entry("1"));
    const running = deliveries();
    await running.wake();
    await running.stop();
    expect(await journal.counts()).toMatchObject({ dead: 1 });
    expect(messages[0]).toMatch(/has no receiver and is a dead letter/);
  });

  test("is forgotten a week after it was delivered", async () => {
    await journal.keep(entry("1"));
    const running = deliveries(target("a"));
    await running.wake();
    now = Date.now() + 8 * 24 * HOUR;
    await running.wake();
    await running.stop();
    expect(readdirSync(join(folder, "done"))).toEqual([]);
  });
});

describe("a journal", () => {
  test("leaves files that it did not write alone, and counts those it cannot read", async () => {
    writeFileSync(join(folder, "pending", "notes.txt"), "x");
    writeFileSync(join(folder, "pending", `${"2".repeat(64)}.json`), "{");
    writeFileSync(
      join(folder, "dead", `${"3".repeat(64)}.json`),
      JSON.stringify({ ...entry("3"), schema: "other" }),
    );
    const running = deliveries(target("a"));
    await running.wake();
    await running.stop();
    expect(await journalCounts(folder)).toEqual({ pending: 0, dead: 0, unreadable: 2 });
  });

  test("that is not there is reported, and not made", async () => {
    await expect(journalCounts(join(folder, "none"))).rejects.toThrow(/not a journal/);
    expect(readdirSync(folder)).not.toContain("none");
  });

  test("that cannot be written refuses the event", async () => {
    mkdirSync(join(folder, "pending", `${"4".repeat(64)}.json.part`));
    await expect(journal.keep(entry("4"))).rejects.toThrow(/cannot be used/);
  });
});
