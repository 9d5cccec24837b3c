import type { Command } from "commander";
import type { Console } from "../console.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { type FleetOptions, readFleet } from "../fleet-input.ts";
import { bashCompletion } from "./bash.ts";

import { type CompletableVerb, completableVerbs } from "./model.ts";
import { powerShellCompletion } from "./powershell.ts";
import { zshCompletion } from "./zsh.ts";

const SCRIPTS: Readonly<Record<Shell, (verbs: readonly CompletableVerb[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  powershell: powerShellCompletion,
};

export type Shell = "bash" | "zsh" | "powershell";

/** `csp-baseline completion SHELL`: prints a script for the shell, from the declared verbs and options. */
export function completion(shell: Shell, program: Command, console: Console): ExitCode {
  console.out(SCRIPTS[shell](completableVerbs(program)).trimEnd());
  return EXIT.ok;
}

/** More suggestions are not useful. */
const MOST_NAMES = 500;

export interface CompleteOptions extends FleetOptions {
  /** `named`: customers and subscriptions. */
  readonly kind: "customer" | "subscription" | "named";
  /** The typed part of the name. */
  readonly prefix?: string;
}

/** Prints the matching names in the fleet, one per line; none, without a message, if the fleet is not valid. */
export function complete({ kind, prefix = "", ...options }: CompleteOptions, console: Console): ExitCode {
  const loaded = readFleet(options, console, "keep");
  if ("problems" in loaded) return EXIT.ok;
  const { customers, subscriptions } = loaded.fleet;
  const names = [
    ...(kind === "subscription" ? [] : customers.map(({ key }) => key)),
    ...(kind === "customer"
      ? []
      : subscriptions.flatMap(({ customer, id, name }) => [
          name,
          `${customer.key}/${name}`,
          // Ids are suggested only after a part of one was typed.
          ...(prefix === "" ? [] : [id]),
        ])),
  ];
  const found = [...new Set(names.filter((name) => name.startsWith(prefix)))].sort();
  if (found.length > 0) console.out(found.slice(0, MOST_NAMES).join("\n"));
  return EXIT.ok;
}
