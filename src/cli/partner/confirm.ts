import { createInterface } from "node:readline/promises";
import { CommandError, EXIT } from "../exit-codes.ts";

/** Asks for confirmation on the terminal's error stream, so that results stay clean. */
export type Confirm = (question: string) => Promise<boolean>;

/** Returns the function that asks. @throws {CommandError} if there is no terminal */
export function onTerminal(): Confirm {
  if (process.stdin.isTTY && process.stderr.isTTY) return ask;
  throw new CommandError("this writes, and needs a terminal for the confirmation: add --yes", EXIT.invalid);
}

const ask: Confirm = async (question) => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
};
