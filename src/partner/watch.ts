import type { FleetAlert } from "./alerts.ts";

export interface WatchOptions {
  readonly read: () => Promise<readonly FleetAlert[]>;
  /** Waits, or ends early when the signal says so. */
  readonly pause: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Told of the first reading, and of each in which something is new or changed. */
  readonly onChange: (changed: readonly FleetAlert[], all: readonly FleetAlert[]) => void;
  /** Told when a reading fails; the next one may not. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Reads alerts again and again until the signal, and tells what changed: new ones, those of another status, and those that
 * became overdue.
 * @returns the last reading; undefined when none succeeded
 */
export async function watchAlerts(options: WatchOptions): Promise<readonly FleetAlert[] | undefined> {
  const { onChange, onFailure, pause, read, signal } = options;
  let seen: ReadonlyMap<string, string> | undefined;
  let last: readonly FleetAlert[] | undefined;
  while (!signal.aborted) {
    try {
      const all = await read();
      const changed = all.filter((alert) => seen?.get(alert.id) !== stateOf(alert));
      const gone = seen !== undefined && [...seen.keys()].some((id) => !all.some((alert) => alert.id === id));
      if (seen === undefined || changed.length > 0 || gone) onChange(changed, all);
      seen = new Map(all.map((alert) => [alert.id, stateOf(alert)]));
      last = all;
    } catch (error) {
      onFailure(error);
    }
    await pause(signal);
  }
  return last;
}

function stateOf({ overdue, resolvedReason, status }: FleetAlert): string {
  return JSON.stringify([status, resolvedReason, overdue]);
}
