import { createInterface } from "node:readline/promises";
import type { Ask } from "./collect.ts";

/** The person left: Ctrl-C, Ctrl-D, or the end of the input. */
export class InterviewEndedError extends Error {}

export interface Terminal {
  readonly ask: Ask;
  close(): void;
}

/** Asks by lines: prompts go to `output`, answers come from `input`. */
export function openTerminal(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Terminal {
  const lines = createInterface({ input, output });
  // A question that is never answered would otherwise end the process without a word.
  const ended = new AbortController();
  lines.once("close", () => ended.abort());
  return {
    ask: async (prompt) => {
      try {
        return await lines.question(prompt, { signal: ended.signal });
      } catch {
        throw new InterviewEndedError("the questions were not answered to the end");
      }
    },
    close: () => lines.close(),
  };
}
