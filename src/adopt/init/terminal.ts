import { createInterface } from "node:readline";
import type { Ask } from "./collect.ts";

/** The user aborted the interview: Ctrl-C, Ctrl-D, or the end of the input. */
export class InterviewEndedError extends Error {}

export interface Terminal {
  readonly ask: Ask;
  close(): void;
}

/** Asks by lines: prompts go to `output`, answers come from `input`, including lines typed or pasted ahead. */
export function openTerminal(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Terminal {
  const reader = createInterface({ input, output });
  const lines = reader[Symbol.asyncIterator]();
  let closed = false;
  reader.once("close", () => {
    closed = true;
  });
  return {
    ask: async (prompt) => {
      if (!closed) {
        reader.setPrompt(prompt);
        reader.prompt();
      }
      const line = await lines.next();
      if (line.done === true) {
        throw new InterviewEndedError("the interview was aborted");
      }
      return line.value;
    },
    close: () => reader.close(),
  };
}
