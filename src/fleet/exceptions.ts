import { daysBetween } from "../text/days.ts";
import type { CalendarDate } from "./calendar.ts";
import type { ControlRules } from "./control-rules.ts";
import { didYouMean } from "./did-you-mean.ts";
import { quote } from "./echo.ts";
import type { Baseline, FleetException } from "./fleet.ts";
import type { Path } from "./path.ts";
import { type Fault, withHint } from "./problem.ts";
import { foldName } from "./scalars.ts";
import type { ExceptionEntry } from "./schema.ts";
import type { YamlFile } from "./yaml-file.ts";

/** The facts about a subscription that exceptions need. */
export interface Exceptable {
  readonly id: string;
  readonly name: string;
  /** The merged baseline. @default - unknown, because the subscription has faults */
  readonly baseline?: Baseline;
}

export interface AppliedExceptions<S> {
  /** The exceptions by subscription; subscriptions without any are missing. */
  readonly bySubscription: ReadonlyMap<S, readonly FleetException[]>;
  /** The faults, with paths in the customer's file. */
  readonly faults: readonly Fault[];
  readonly baselineWarnings: readonly Fault[];
}

const SOON_DAYS = 30;
const FAR_YEARS = 5;
/**
 * Reports all wrong names, but computes suggestions for this number only, because each is compared with thousands of
 * others.
 */
const MOST_SUGGESTIONS = 100;

export interface ExceptionOptions {
  readonly today: CalendarDate;
  readonly expiredExceptions: "refuse" | "keep";
  readonly controls: ControlRules;
}

/** Assigns exceptions to the subscriptions of a customer, and reports the invalid ones. */
export function applyExceptions<S extends Exceptable>(
  file: YamlFile,
  entries: readonly ExceptionEntry[],
  subscriptions: readonly S[],
  options: ExceptionOptions,
): AppliedExceptions<S> {
  const ledger = new Ledger(file, subscriptions, options);
  entries.forEach((entry, index) => {
    ledger.add(entry, index);
  });
  ledger.checkNeeds();
  return {
    bySubscription: ledger.bySubscription(),
    faults: ledger.faults,
    baselineWarnings: ledger.baselineWarnings,
  };
}

interface Granted {
  /** The index of the entry in the file. */
  readonly index: number;
  readonly exception: FleetException;
}

class Ledger<S extends Exceptable> {
  readonly faults: Fault[] = [];
  readonly baselineWarnings: Fault[] = [];
  readonly #file: YamlFile;
  readonly #subscriptions: readonly S[];
  readonly #options: ExceptionOptions;
  /** Subscriptions by folded name and by id. */
  readonly #known = new Map<string, S>();
  readonly #granted = new Map<S, Map<string, Granted>>();

  constructor(file: YamlFile, subscriptions: readonly S[], options: ExceptionOptions) {
    this.#file = file;
    this.#subscriptions = subscriptions;
    this.#options = options;
    for (const subscription of subscriptions) this.#known.set(foldName(subscription.name), subscription);
    for (const subscription of subscriptions) this.#known.set(subscription.id, subscription);
  }

  add(entry: ExceptionEntry, index: number): void {
    const { control, reason, approvedBy, expires } = entry;
    const at: Path = ["exceptions", index];
    if (!this.#isKnown(control, at)) return;
    const expired = this.#checkDay(expires, at);
    const subscriptions = this.#effective(control, this.#matched(entry, at), at);
    const position = () => this.#file.locate(at);
    const granted = { index, exception: { control, reason, approvedBy, expires, expired, position } };
    const again: S[] = [];
    for (const subscription of subscriptions) {
      const own = this.#granted.get(subscription) ?? new Map<string, Granted>();
      this.#granted.set(subscription, own);
      if (own.has(control)) again.push(subscription);
      else own.set(control, granted);
    }
    if (again.length > 0) {
      const message = `the control ${control} is excepted a second time for ${nameThem(again)}`;
      this.faults.push({ path: at, message, hint: "Keep one of the two." });
    }
  }

  #isKnown(control: string, at: Path): boolean {
    const { custom, own } = this.#options.controls;
    const known = [...own, ...custom];
    if (known.includes(control)) return true;
    this.faults.push({
      path: [...at, "control"],
      message: `must be one of ${known.join(", ")}`,
      found: quote(control),
      hint:
        didYouMean(control, known) ??
        "Custom controls are available only to verbs that run through their app.",
    });
    return false;
  }

  /** Rejects an exception for a control while another control that needs it is in force. */
  checkNeeds(): void {
    const without = new Map<number, { control: string; needing: Set<string>; subscriptions: S[] }>();
    for (const [subscription, own] of this.#granted) {
      for (const [control, { index }] of own) {
        const needing = this.#options.controls.needing(control).filter((other) => !own.has(other));
        if (needing.length === 0) continue;
        const entry = without.get(index) ?? { control, needing: new Set(), subscriptions: [] };
        without.set(index, entry);
        for (const other of needing) entry.needing.add(other);
        entry.subscriptions.push(subscription);
      }
    }
    for (const [index, { control, needing, subscriptions }] of without) {
      this.faults.push({
        path: ["exceptions", index, "control"],
        message: `${control} cannot be excepted for ${nameThem(subscriptions)} without ${[...needing].join(", ")}: they need its resources`,
        hint: "Except them too, or keep it.",
      });
    }
  }

  bySubscription(): ReadonlyMap<S, readonly FleetException[]> {
    const lists = [...this.#granted].map(([subscription, own]): [S, FleetException[]] => [
      subscription,
      [...own.values()].map(({ exception }) => exception),
    ]);
    return new Map(lists);
  }

  /** Reports whether the last day has passed, and adds remarks on it. */
  #checkDay(expires: CalendarDate, at: Path): boolean {
    const remark = remarkOn(expires, this.#options.today);
    const expired = expires < this.#options.today;
    const list =
      expired && this.#options.expiredExceptions === "refuse" ? this.faults : this.baselineWarnings;
    if (remark !== undefined) list.push({ path: [...at, "expires"], found: quote(expires), ...remark });
    return expired;
  }

  /** Returns the subscriptions of an exception, each once; all of the customer's when it names none. */
  #matched(entry: ExceptionEntry, at: Path): readonly S[] {
    if (entry.subscriptions === undefined) {
      if (this.#subscriptions.length === 0) {
        const message = "the exception matches no subscription: the customer has none";
        this.faults.push({ path: at, message });
      }
      return this.#subscriptions;
    }
    const matched = new Set<S>();
    entry.subscriptions.forEach((name, index) => {
      const path = [...at, "subscriptions", index];
      const subscription = this.#known.get(foldName(name));
      if (subscription === undefined) {
        const message = "must be the name or id of a subscription of this customer";
        this.faults.push({ path, message, found: quote(name), ...withHint(this.#suggestion(name)) });
      } else if (matched.has(subscription)) {
        this.faults.push({ path, message: "must not be listed twice", found: quote(name) });
      } else matched.add(subscription);
    });
    return [...matched];
  }

  #suggestion(name: string): string | undefined {
    if (this.faults.length > MOST_SUGGESTIONS) return undefined;
    return didYouMean(
      name,
      this.#subscriptions.map((subscription) => subscription.name),
    );
  }

  /** Returns the subscriptions for which the control is in force. */
  #effective(control: string, matched: readonly S[], at: Path): readonly S[] {
    const effective = matched.filter(
      ({ baseline }) => baseline === undefined || this.#options.controls.isInForce(control, baseline),
    );
    if (matched.length > 0 && effective.length === 0) {
      const message = `the exception has no effect: ${control} is switched off for ${nameThem(matched)}`;
      this.faults.push({ path: [...at, "control"], message, hint: "Remove the exception." });
    }
    return effective;
  }
}

/** Returns a remark on the last day of an exception. */
function remarkOn(
  expires: CalendarDate,
  today: CalendarDate,
): { message: string; hint?: string } | undefined {
  const days = daysBetween(today, expires);
  if (days < 0) {
    const hint = "Remove it, or have it approved again with a later day.";
    return { message: "the exception has expired", hint };
  }
  if (days === 0) return { message: "the exception expires today" };
  if (days <= SOON_DAYS)
    return { message: `the exception expires in ${days} ${days === 1 ? "day" : "days"}` };
  return days > FAR_YEARS * 366
    ? { message: `the exception expires in more than ${FAR_YEARS} years` }
    : undefined;
}

/** `"a"`, `"a" and "b"`, `"a", "b" and 7 more` */
function nameThem(subscriptions: readonly { readonly name: string }[]): string {
  const names = subscriptions.slice(0, 2).map(({ name }) => quote(name));
  return subscriptions.length > 2
    ? `${names.join(", ")} and ${subscriptions.length - 2} more`
    : names.join(" and ");
}
