import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Where a command writes, and what it knows of the world: replaceable, so that tests see what a user would. */
export interface Console {
  /** Results. */
  out(text: string): void;
  /** Messages. */
  err(text: string): void;
  /** Progress on one line that the next call replaces; nothing where no person is watching. */
  progress(text: string): void;
  /** The text in a colour or weight, where the terminal wants that. */
  style(style: Style, text: string): string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current instant. */
  now(): Date;
}

/** The process's own terminal. Colours: only on a terminal and without NO_COLOR. Progress: only on a terminal and not in CI. */
export function processConsole(): Console {
  const { env, stderr, stdout } = process;
  const coloured = Boolean(stdout.isTTY) && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  const watched = Boolean(stderr.isTTY) && !env["CI"] && env["TERM"] !== "dumb";
  // A reader that has seen enough (`| head`) is no error.
  for (const stream of [stdout, stderr]) stream.on("error", ignoreClosedPipe);
  let progressShown = false;
  const clear = () => {
    if (progressShown) stderr.write("\r\u001b[2K");
    progressShown = false;
  };
  return {
    out: (text) => {
      clear();
      stdout.write(`${text}\n`);
    },
    err: (text) => {
      clear();
      stderr.write(`${text}\n`);
    },
    progress: (text) => {
      if (!watched) return;
      clear();
      if (text === "") return;
      stderr.write(text);
      progressShown = true;
    },
    style: (style, text) => (coloured ? styleText(style, text) : text),
    env,
    now: () => new Date(),
  };
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** `12,345`, the same on every machine. */
export function count(value: number): string {
  return value.toLocaleString("en-US");
}

/** `1 subscription`, `12 subscriptions`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${count(value)} ${value === 1 ? noun : plural}`;
}
