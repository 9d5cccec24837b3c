import { createInterface } from "node:readline/promises";
import { CommandError, EXIT } from "../exit-codes.ts";

/** Asks a person, on the terminal's error stream: results stay clean. */
export type Confirm = (question: string) => Promise<boolean>;

/** The way to ask a person. @throws {CommandError} where there is no terminal to ask on */
export function onTerminal(): Confirm {
  if (process.stdin.isTTY && process.stderr.isTTY) return ask;
  throw new CommandError("this writes, and there is no terminal to ask on: add --yes", EXIT.invalid);
}

const ask: Confirm = async (question) => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
};
