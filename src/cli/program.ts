import { Command, CommanderError } from "commander";
import { NotFoundError } from "../fleet/not-found.ts";
import { messageOf } from "../text/error-message.ts";
import { ownVersion } from "../text/own-package.ts";
import { type CommandContext, EXIT_CODES, type ProgramOptions } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import type { Console } from "./console.ts";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.ts";
import { useExtensions } from "./extensions.ts";
import { addOutputFlags, flaggedConsole } from "./output-flags.ts";

export type { ProgramOptions } from "./command.ts";

/**
 * Runs the `csp-baseline` command.
 * @param args the arguments without node and script
 * @returns the exit code; user errors are not thrown
 */
export async function run(
  args: readonly string[],
  console: Console,
  options: ProgramOptions = {},
): Promise<number> {
  let exitCode: number = EXIT.ok;
  const end = (code: number) => {
    exitCode = code;
  };
  const flagged = flaggedConsole(console);
  const program = programOf({ console: flagged.console, options, end });
  const start = performance.now();
  program.hook("preAction", () => flagged.apply(program.opts()));
  try {
    await useExtensions(options);
    await program.parseAsync(args.length === 0 ? ["--help"] : args, { from: "user" });
    if (program.opts()["verbose"] === true) showEnd(exitCode, performance.now() - start, flagged.console);
    return exitCode;
  } catch (error) {
    return report(error, flagged.console);
  } finally {
    flagged.close();
  }
}

function showEnd(exitCode: number, milliseconds: number, console: Console): void {
  console.err(console.style("dim", `verbose: exit ${exitCode} after ${(milliseconds / 1000).toFixed(1)} s`));
}

/** Declares the command with all of its verbs. */
export function programOf(context: CommandContext): Command {
  const { console } = context;
  const program = new Command("csp-baseline")
    .description("The security baseline of every Azure subscription a CSP partner manages, as code.")
    .version(ownVersion(), "--version", "show the version")
    .helpCommand("help [verb]", "show the help of a verb")
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", EXIT_CODES)
    .configureOutput({
      writeOut: (text) => console.out(text.trimEnd()),
      writeErr: (text) => console.err(text.trimEnd()),
    })
    .exitOverride();
  addOutputFlags(program);
  for (const add of COMMANDS) add(program, context);
  return program;
}

function report(error: unknown, console: Console): ExitCode {
  // commander has already shown its message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.invalid;
  if (error instanceof CommandError) {
    console.err(`${console.style("red", "csp-baseline:")} ${error.message}`);
    return error.exitCode;
  }
  if (error instanceof NotFoundError) {
    console.err(`${console.style("red", "csp-baseline:")} ${error.message}`);
    return EXIT.invalid;
  }
  const message = messageOf(error);
  console.err(`${console.style("red", "csp-baseline:")} an internal error: ${message}`);
  console.err(
    "Please report it, with the command and a fleet that reproduces it. CSP_BASELINE_DEBUG=1 prints the stack trace.",
  );
  if (console.env["CSP_BASELINE_DEBUG"] && error instanceof Error) console.err(error.stack ?? "");
  return EXIT.outside;
}
