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

/** `csp-baseline completion SHELL`: a script for the shell, out of the verbs and options that the program declares. */
export function completion(shell: Shell, program: Command, console: Console): ExitCode {
  console.out(SCRIPTS[shell](completableVerbs(program)).trimEnd());
  return EXIT.ok;
}

/** More than anybody looks through. */
const MOST_NAMES = 500;

export interface CompleteOptions extends FleetOptions {
  /** `named`: customers and subscriptions. */
  readonly kind: "customer" | "subscription" | "named";
  /** What has been typed of the name. */
  readonly prefix?: string;
}

/** The names in the fleet that begin so, one to a line; none, and no message, where the fleet is not valid. */
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
          // Ids help only once a part of one is typed.
          ...(prefix === "" ? [] : [id]),
        ])),
  ];
  const found = [...new Set(names.filter((name) => name.startsWith(prefix)))].sort();
  if (found.length > 0) console.out(found.slice(0, MOST_NAMES).join("\n"));
  return EXIT.ok;
}
