import { messageOf } from "../../text/error-message.ts";
import { plain } from "../../text/wording.ts";
import type { EventJournal, JournalEntry } from "./journal.ts";

/** A receiver of events. */
export interface Target {
  /** A stable key without the address, for the journal. */
  readonly key: string;
  /** A name for messages. */
  readonly name: string;
  /**
   * Sends the event, with its own retries. @returns why it did not arrive, without the address; undefined when it did
   */
  deliver(): Promise<string | undefined>;
}

/** Options of `Deliveries`. */
export interface DeliveriesOptions {
  readonly journal: EventJournal;
  /** Returns the receivers of an event; empty: it has none. */
  readonly targetsOf: (entry: JournalEntry) => readonly Target[];
  readonly now: () => Date;
  readonly say: (message: string) => void;
}

const MINUTE = 60_000;
/** The waits after failed attempts: about a day in all. After them the event is a dead letter. */
const WAITS = [1, 5, 15, 60, 180, 360, 720].map((minutes) => minutes * MINUTE);
/**
 * The interval in which the journal is checked without new events, because `partner webhook journal --retry` changes
 * it.
 */
const LOOK_EVERY = MINUTE;
const AT_ONCE = 8;

/** Delivers the events of the journal with retries, beginning with those of an earlier process. */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  #running: Promise<void> | undefined;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** Starts, or checks the journal now. Resolves when everything that is due was tried. */
  wake(): Promise<void> {
    if (this.#running !== undefined) {
      this.#again = true;
      return this.#running;
    }
    clearTimeout(this.#timer);
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      if (this.#stopped) return;
      this.#timer = setTimeout(() => void this.wake(), LOOK_EVERY);
      this.#timer.unref();
    });
    return this.#running;
  }

  /** Stops after the current attempts. Pending events stay in the journal. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #run(): Promise<void> {
    const { journal, now, say } = this.#options;
    try {
      do {
        this.#again = false;
        const { entries } = await journal.list("pending");
        const due = entries.filter(({ nextAttempt }) => Date.parse(nextAttempt) <= now().getTime());
        for (let first = 0; first < due.length && !this.#stopped; first += AT_ONCE) {
          await Promise.all(due.slice(first, first + AT_ONCE).map((entry) => this.#attempt(entry)));
        }
        await journal.prune(now());
      } while (this.#again && !this.#stopped);
    } catch (error) {
      say(messageOf(error));
    }
  }

  async #attempt(entry: JournalEntry): Promise<void> {
    const { journal, now, say, targetsOf } = this.#options;
    const name = `event ${entry.id.slice(0, 8)} (${plain(entry.event, 60)})`;
    const targets = targetsOf(entry);
    if (targets.length === 0) {
      await journal.end({ ...entry, failure: "it has no receiver" }, "dead");
      say(
        `${name} has no receiver and is a dead letter: add a webhook to its operations contact, or use --forward-to`,
      );
      return;
    }
    const open = targets.filter(({ key }) => !entry.delivered.includes(key));
    const failures = await Promise.all(open.map((target) => target.deliver()));
    const reached = open.filter((_, index) => failures[index] === undefined).map(({ key }) => key);
    const failed = open.flatMap(({ name: receiver }, index) => {
      const failure = failures[index];
      return failure === undefined ? [] : [`"${plain(receiver, 60)}": ${plain(failure, 200)}`];
    });
    const tried = { ...entry, delivered: [...entry.delivered, ...reached], attempts: entry.attempts + 1 };
    if (failed.length === 0) return journal.end(tried, "done");
    const failure = failed.join("; ").slice(0, 900);
    say(`${name} did not reach ${failure}`);
    const wait = WAITS[entry.attempts];
    if (wait === undefined) {
      say(
        `${name} is a dead letter after ${tried.attempts} attempts: csp-baseline partner webhook journal --retry`,
      );
      return journal.end({ ...tried, failure }, "dead");
    }
    await journal.update({ ...tried, failure, nextAttempt: new Date(now().getTime() + wait).toISOString() });
  }
}
