import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "../../support/stack.ts";
import { type Block, flag, ROOT } from "./page.ts";

/** Flags of blocks that need more than a fleet: an account, the network, a Terraform with its providers. */
const NEEDS_MORE = ["azure", "network", "terraform"];

const ENGINE = process.env["CSP_BASELINE_ENGINE"] === "cdktn" ? "-C cdktn" : "";

/** Reports whether the block is run as shown. */
export function isRunnable({ flags, language }: Block): boolean {
  return ["sh", "console"].includes(language) && !flags.some((one) => NEEDS_MORE.includes(one));
}

/** One command of a page, with its result. */
export interface Outcome {
  readonly place: string;
  readonly command: string;
  readonly status: number;
  readonly wantedStatus: number;
  readonly output: string;
  /** The output on the page; undefined where it shows none. */
  readonly shown: string | undefined;
}

interface Command {
  readonly text: string;
  readonly shown: string | undefined;
  readonly block: Block;
}

/**
 * Runs the blocks of a page from top to bottom in one shell: in a folder with a copy of the example fleet, and the
 * repository's fixtures. Blocks with `file=` are written in their order.
 */
export async function follow(blocks: readonly Block[]): Promise<Outcome[]> {
  const folder = temporaryFolder();
  const work = join(folder, "work");
  cpSync(`${ROOT}fleet`, join(work, "fleet"), { recursive: true });
  for (const name of ["test", "schema"]) symlinkSync(`${ROOT}${name}`, join(work, name));
  const commands: Command[] = [];
  const script = ["set -E", "trap 'failed=$?' ERR"];
  for (const [index, block] of blocks.entries()) {
    const file = flag(block, "file");
    if (file !== undefined) {
      const staged = join(folder, `block-${index}`);
      writeFileSync(staged, block.text);
      script.push(`mkdir -p ${quoted(dirname(file))}; cp ${quoted(staged)} ${quoted(file)}`);
    }
    if (!isRunnable(block)) continue;
    for (const command of commandsOf(block)) {
      const log = join(folder, `command-${commands.length}`);
      // A trailing comment without a line end must not comment out the brace.
      script.push(`failed=0; {\n${command.text}\n} > ${log} 2>&1 < /dev/null; echo $failed > ${log}.status`);
      commands.push(command);
    }
  }
  const scriptFile = join(folder, "page.sh");
  writeFileSync(scriptFile, `${script.join("\n")}\n`);
  const shell = spawn("bash", [scriptFile], { cwd: work, env: environment(folder), stdio: "ignore" });
  await once(shell, "exit");
  return commands.map(({ block, shown, text }, index) => {
    const log = join(folder, `command-${index}`);
    return {
      place: block.place,
      command: text,
      status: Number(readFileSync(`${log}.status`, "utf8")),
      wantedStatus: Number(flag(block, "exit") ?? 0),
      output: readFileSync(log, "utf8"),
      shown,
    };
  });
}

/** A `sh` block is one piece; a `console` block has commands after `$`, each with its output. */
function commandsOf(block: Block): Command[] {
  if (block.language === "sh") return [{ text: block.text, shown: undefined, block }];
  return block.text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const lines = part.split("\n");
      const last = lines.findIndex((line) => !line.endsWith("\\"));
      const shown = lines
        .slice(last + 1)
        .join("\n")
        .trim();
      return { text: lines.slice(0, last + 1).join("\n"), shown: shown === "" ? undefined : shown, block };
    });
}

function environment(folder: string): NodeJS.ProcessEnv {
  const bin = join(folder, "bin");
  mkdirSync(bin);
  const command = join(bin, "csp-baseline");
  writeFileSync(
    command,
    `#!/bin/sh\nexec ${quoted(process.execPath)} ${ENGINE} ${quoted(`${ROOT}dist/src/cli/main.js`)} "$@"\n`,
  );
  // The program that npx finds in a project with the package.
  const npx = join(bin, "npx");
  writeFileSync(npx, '#!/bin/sh\nexec "$@"\n');
  for (const file of [command, npx]) chmodSync(file, 0o755);
  return { PATH: `${bin}:${process.env["PATH"] ?? ""}`, HOME: folder, CI: "1", LC_ALL: "C.UTF-8" };
}

/** Compares the output with the page; `…` stands for any text in a line, and alone on a line for any lines. */
export function looksLike(output: string, shown: string): boolean {
  const lines = shown.split("\n").map((line) => {
    if (line.trim() === "…") return "(?:.*\\n)*?";
    const parts = line
      .trimEnd()
      .split("…")
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return `${parts.join(".*")}\\n`;
  });
  const plain = output.trim().replace(/[ \t]+$/gm, "");
  return new RegExp(`^${lines.join("")}$`).test(`${plain}\n`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
