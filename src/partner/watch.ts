import type { FleetAlert } from "./alerts.ts";

export interface WatchOptions {
  readonly read: () => Promise<readonly FleetAlert[]>;
  /** Waits; ends early at the signal. */
  readonly pause: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Called with the first reading, and with each that has new or changed alerts. */
  readonly onChange: (changed: readonly FleetAlert[], all: readonly FleetAlert[]) => void;
  /** Called when a reading fails; the next one may succeed. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Reads alerts repeatedly until the signal, and reports changes: new alerts, changed statuses, and alerts that became
 * overdue.
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
