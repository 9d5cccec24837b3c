import { loadFleet } from "../controls/load-fleet.ts";
import { escapeControls } from "../fleet/echo.ts";
import { type CalendarDate, type Fleet, type Problem, parseCalendarDate } from "../fleet/index.ts";
import { tracedSync } from "../text/trace.ts";
import { type Console, counted } from "./console.ts";
import { CommandError, EXIT } from "./exit-codes.ts";
import { showProblems, showWarnings } from "./problems.ts";

/** Options of every command that reads the fleet. */
export interface FleetOptions {
  readonly fleet?: string;
}

/** Returns the fleet's folder: the given one, that of CSP_BASELINE_FLEET, or `fleet`. */
export function fleetFolder(options: FleetOptions, console: Console): string {
  return options.fleet ?? (console.env["CSP_BASELINE_FLEET"] || "fleet");
}

/** Today in UTC. */
export function today(console: Console): CalendarDate {
  const date = parseCalendarDate(console.now().toISOString().slice(0, 10));
  if (date === undefined) throw new CommandError("the machine's clock has no valid date", EXIT.outside);
  return date;
}

export type FleetInput =
  | { readonly fleet: Fleet; readonly warnings: readonly Problem[] }
  | { readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] };

/**
 * Loads the fleet of a verb, without output.
 * @param expiredExceptions `keep` for a verb that judges: it shows them as failures
 */
export function readFleet(
  options: FleetOptions,
  console: Console,
  expiredExceptions: "refuse" | "keep" = "refuse",
): FleetInput {
  const folder = fleetFolder(options, console);
  const load = () => loadFleet(folder, { today: today(console), expiredExceptions });
  const result = tracedSync(`load ${escapeControls(folder)}`, load, (loaded) =>
    loaded.ok
      ? counted(loaded.fleet.subscriptions.length, "subscription")
      : counted(loaded.problems.length, "problem"),
  );
  return result;
}

/**
 * Loads the fleet of a verb, and shows its warnings and its problems.
 * @param expiredExceptions as of {@link readFleet}
 * @returns undefined when it is not valid: the verb ends with {@link EXIT.invalid}
 */
export function openFleet(
  options: FleetOptions,
  console: Console,
  expiredExceptions?: "keep",
): Fleet | undefined {
  const input = readFleet(options, console, expiredExceptions);
  showWarnings(input.warnings, console);
  if ("problems" in input) {
    showProblems(input.problems, console);
    return undefined;
  }
  return input.fleet;
}
