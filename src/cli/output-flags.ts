import type { Command } from "commander";
import { onTrace } from "../text/trace.ts";
import type { Console } from "./console.ts";

/** `--quiet`, `--verbose` and `--no-color`, for every verb, before or after it. */
export function addOutputFlags(program: Command): Command {
  return program
    .option("--quiet", "results, warnings and errors only: no progress and no notes")
    .option(
      "--verbose",
      "show each request with its duration on stderr, and the duration of loading and synthesis",
    )
    .option("--no-color", "no colors, as with NO_COLOR");
}

/** Returns a console that follows the flags once they are parsed. */
export interface FlaggedConsole {
  readonly console: Console;
  /** @param flags the parsed flags of the program */
  apply(flags: Readonly<Record<string, unknown>>): void;
  /** Stops the effects of the flags. */
  close(): void;
}

export function flaggedConsole(inner: Console): FlaggedConsole {
  let [quiet, colored] = [false, true];
  let close = () => {};
  const console: Console = {
    out: (text) => inner.out(text),
    err: (text) => inner.err(text),
    progress: (text) => {
      if (!quiet) inner.progress(text);
    },
    style: (style, text) => (colored ? inner.style(style, text) : text),
    get quiet() {
      return quiet;
    },
    ...(inner.columns === undefined ? {} : { columns: inner.columns }),
    env: inner.env,
    now: () => inner.now(),
  };
  return {
    console,
    apply: (flags) => {
      quiet = flags["quiet"] === true;
      colored = flags["color"] !== false;
      if (flags["verbose"] !== true) return;
      close();
      close = onTrace(({ asked, milliseconds, outcome }) => {
        console.err(console.style("dim", `verbose: ${asked}: ${outcome}, ${milliseconds} ms`));
      });
    },
    close: () => close(),
  };
}
