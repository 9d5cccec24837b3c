import { loadFleet } from "../../controls/load-fleet.ts";
import type { Fleet } from "../../fleet/index.ts";
import type { Console } from "../console.ts";
import { type FleetOptions, fleetFolder, showProblems, showWarnings, today } from "../fleet-input.ts";

/** What the verbs about the partner's duties take. */
export interface PartnerOptions extends FleetOptions {
  /** @default "human" */
  readonly format?: "human" | "json";
}

/** What those take that can be held against what Microsoft Graph shows. */
export interface ObservableOptions extends PartnerOptions {
  /** Asks Microsoft Graph. @default the fleet alone */
  readonly live?: boolean;
}

/** The fleet, with exceptions whose day has passed: they are no reason to keep the partner's duties from anybody. */
export function readPartnerFleet(options: PartnerOptions, console: Console): Fleet | "invalid" {
  const loaded = loadFleet(fleetFolder(options, console), {
    today: today(console),
    expiredExceptions: "keep",
  });
  if (!loaded.ok) {
    showProblems(loaded.problems, console);
    return "invalid";
  }
  showWarnings(loaded.warnings, console);
  return loaded.fleet;
}

/** One value as JSON for `--format json`. */
export function showJson(value: unknown, console: Console): void {
  console.out(JSON.stringify(value, undefined, 2));
}
