import type { Console } from "../../src/cli/console.ts";

/** A console that records its output. */
export function heardConsole(
  env: Console["env"],
  now: Date,
): Console & { out: (text: string) => void; heard: { out: string; err: string } } {
  const heard = { out: "", err: "" };
  return {
    heard,
    env,
    now: () => now,
    progress: () => {},
    style: (_, text) => text,
    out: (text) => {
      heard.out += `${text}\n`;
    },
    err: (text) => {
      heard.err += `${text}\n`;
    },
  };
}
