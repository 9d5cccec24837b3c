import { styleText } from "node:util";

export { count, counted } from "../text/count.ts";

type Style = Parameters<typeof styleText>[0];

/** The output streams and the clock of a command, replaceable in tests. */
export interface Console {
  /** Results. */
  out(text: string): void;
  /** Messages. */
  err(text: string): void;
  /** Progress on one line that the next call replaces; without a terminal, nothing is shown. */
  progress(text: string): void;
  /** Whether only results, warnings and errors are shown. @default false */
  readonly quiet?: boolean;
  /** The text in a color or weight, if the terminal supports it. */
  style(style: Style, text: string): string;
  /** The width of the terminal that shows results. @default - none: a file, a pipe or the log of a CI */
  readonly columns?: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current instant. */
  now(): Date;
}

/** Writes a note, which `--quiet` suppresses. */
export function note(console: Console, text: string): void {
  if (console.quiet !== true) console.err(text);
}

/** The properties of one stream for {@link processConsole}. */
function isColored({ isTTY }: NodeJS.WriteStream, env: Console["env"]): boolean {
  return Boolean(isTTY) && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}

const COLORS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");

/**
 * Returns the console of this process. Colors: per stream, only on a terminal and without NO_COLOR. Progress: only on
 * a terminal and not in CI.
 */
export function processConsole(): Console {
  const { env, stderr, stdout } = process;
  const [outColored, errColored] = [isColored(stdout, env), isColored(stderr, env)];
  // One stream may be a file: it gets the text without the styles of the other.
  const asShown = (text: string, colored: boolean) => (colored ? text : text.replace(COLORS, ""));
  const watched = Boolean(stderr.isTTY) && !env["CI"] && env["TERM"] !== "dumb";
  // A reader that closes the stream (`| head`) is not an error.
  for (const stream of [stdout, stderr]) stream.on("error", ignoreClosedPipe);
  let progressShown = false;
  const clear = () => {
    if (progressShown) stderr.write("\r\u001b[2K");
    progressShown = false;
  };
  return {
    out: (text) => {
      clear();
      stdout.write(`${asShown(text, outColored)}\n`);
    },
    err: (text) => {
      clear();
      stderr.write(`${asShown(text, errColored)}\n`);
    },
    progress: (text) => {
      if (!watched) return;
      clear();
      if (text === "") return;
      stderr.write(text);
      progressShown = true;
    },
    style: (style, text) =>
      outColored || errColored ? styleText(style, text, { validateStream: false }) : text,
    ...(stdout.isTTY && !env["CI"] && stdout.columns > 0 ? { columns: stdout.columns } : {}),
    env,
    now: () => new Date(),
  };
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
