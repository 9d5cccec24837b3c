import { RunnerError } from "../runner/runner-error.ts";
import { CommandError, EXIT } from "./exit-codes.ts";

/** Converts an error of the runner that an action throws into the error of a command. */
export function asCommandError<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw commandError(error);
  }
}

/** Converts an error of the runner into the error of a command, and returns any other error unchanged. */
export function commandError(error: unknown): unknown {
  if (!(error instanceof RunnerError)) return error;
  return new CommandError(error.message, error.kind === "refused" ? EXIT.invalid : EXIT.outside);
}
