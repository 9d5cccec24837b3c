import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import type { Answers, GivenAnswers } from "../../adopt/init/answers.ts";
import { collectAnswers, doubtfulFlags, WrongFlagsError } from "../../adopt/init/collect.ts";
import { NpmError, npmLock, npmPack } from "../../adopt/init/npm.ts";
import { type OwnPackage, ownPackage } from "../../adopt/init/own-package.ts";
import { assertVacant, OccupiedError, placeWhole, writeFiles } from "../../adopt/init/place.ts";
import { repositoryFiles } from "../../adopt/init/repository.ts";
import { InterviewEndedError, openTerminal } from "../../adopt/init/terminal.ts";
import { testedLock } from "../../adopt/init/tested-lock.ts";
import { escapeControls } from "../../fleet/echo.ts";
import { type Console, note } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { readFleet } from "../fleet-input.ts";
import { showProblems } from "../problems.ts";

export interface InitOptions extends GivenAnswers {
  /** The folder to create. */
  readonly folder: string;
  /** Whether to use the defaults for missing answers instead of asking. */
  readonly yes?: boolean;
  /** Whether to have npm write the lock file. @default true */
  readonly install?: boolean;
  /** The source of csp-baseline for npm. @default - this version, or a tarball of it if no registry has it */
  readonly package?: string;
}

/** The tarball of this package in a new repository. */
const VENDOR = "vendor";

/** `csp-baseline init`: creates a fleet repository that builds, tests and deploys. */
export async function init(options: InitOptions, console: Console): Promise<ExitCode> {
  const { folder, install = true, package: wanted, yes, ...flags } = options;
  refuseOccupied(folder);
  const answers = await answersFrom(flags, yes === true, console);
  const own = ownPackage();
  const made = makeRepository(folder, answers, own, wanted, console);
  const name = escapeControls(folder);
  console.out(`${console.style("green", "created")}  ${name}\n`);
  for (const path of made) console.out(`  ${path}`);
  for (const doubt of doubtfulFlags(flags)) console.err(`${console.style("yellow", "warning")} ${doubt}`);
  if (answers.backend === "local" && answers.ci !== "none") {
    console.err(
      `${console.style("yellow", "warning")} the backend local keeps states on one machine: plans in pipelines have no state and show every resource as new. Choose --backend azurerm or cloud before you use the pipelines`,
    );
  }
  if (install) {
    note(console, "\nnpm is completing the tested package-lock.json ...");
    lock(folder, name, own);
    console.out("  package-lock.json");
  }
  if (console.quiet !== true) {
    console.out(`\nNext:\n`);
    for (const step of nextSteps(folder, name, install)) console.out(`  ${step}`);
    console.out("\nSee README.md for more.");
  }
  return EXIT.ok;
}

function nextSteps(folder: string, name: string, locked: boolean): string[] {
  return [
    ...(resolve(folder) === process.cwd() ? [] : [`cd ${name}`]),
    `${locked ? "npm ci" : "npm install"} && npm start`,
    ...(existsSync(join(folder, ".git")) ? [] : ["git init -b main"]),
    'git add . && git commit -m "The baseline of our fleet"',
  ];
}

/** @returns the created files, sorted */
function makeRepository(
  folder: string,
  answers: Answers,
  own: OwnPackage,
  wanted: string | undefined,
  console: Console,
): string[] {
  return outsideErrors(`cannot write ${escapeControls(folder)}`, () =>
    placeWhole(folder, (staging) => {
      const vendored = wanted === undefined && !own.published ? pack(own, staging) : undefined;
      const files = repositoryFiles({
        answers,
        own,
        folder: basename(resolve(folder)),
        dependency: wanted ?? (vendored === undefined ? own.version : `file:${vendored}`),
        ...(vendored === undefined ? {} : { vendored }),
        projectId: randomUUID(),
      });
      writeFiles(staging, files);
      const fleet = readFleet({ fleet: join(staging, "fleet") }, console);
      if ("problems" in fleet) {
        showProblems(fleet.problems, console);
        throw new CommandError("the fleet of these answers is not valid", EXIT.invalid);
      }
      return [...files.keys(), ...(vendored === undefined ? [] : [vendored])].sort();
    }),
  );
}

function pack(own: OwnPackage, staging: string): string {
  mkdirSync(join(staging, VENDOR));
  return `${VENDOR}/${npmPack(own.root, join(staging, VENDOR))}`;
}

function refuseOccupied(folder: string): void {
  try {
    assertVacant(folder);
  } catch (error) {
    if (!(error instanceof OccupiedError)) throw error;
    throw new CommandError(
      `${escapeControls(folder)} cannot be used: ${error.message}. Use a new or an empty folder; existing files are never overwritten`,
      EXIT.invalid,
    );
  }
}

async function answersFrom(flags: GivenAnswers, usual: boolean, console: Console): Promise<Answers> {
  const terminal = usual || !process.stdin.isTTY ? undefined : openTerminal(process.stdin, process.stderr);
  try {
    if (terminal === undefined) return await collectAnswers(flags);
    console.err("A new fleet repository. Press Enter for the default in brackets, Ctrl-C to stop.\n");
    const complain = (text: string) => console.err(`  ${console.style("yellow", text)}`);
    return await collectAnswers(flags, { ask: terminal.ask, complain });
  } catch (error) {
    if (error instanceof WrongFlagsError) {
      const lines = error.lines.map((line) => `  ${line}`).join("\n");
      throw new CommandError(`nothing was written:\n${lines}`, EXIT.invalid);
    }
    if (error instanceof InterviewEndedError) {
      console.err("");
      throw new CommandError(`${error.message}; nothing was written`, EXIT.invalid);
    }
    throw error;
  } finally {
    terminal?.close();
  }
}

/** The repository stays when npm fails: it only lacks a file that npm can create later. */
function lock(folder: string, name: string, own: OwnPackage): void {
  try {
    const manifest = readFileSync(join(folder, "package.json"), "utf8");
    writeFileSync(join(folder, "package-lock.json"), testedLock(manifest, own), { flag: "wx" });
    npmLock(folder);
  } catch (error) {
    if (!(error instanceof NpmError)) throw error;
    throw new CommandError(
      `the repository was created, but without a package-lock.json that "npm ci" accepts:\n${indent(escapeLines(error.message))}\n` +
        `Run "npm install" in ${name} when npm can reach its registry; after that, "npm ci" works`,
      EXIT.outside,
    );
  }
}

function outsideErrors<Result>(doing: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    if (error instanceof NpmError || (error instanceof Error && "code" in error)) {
      throw new CommandError(`${doing}: ${escapeLines(error.message)}`, EXIT.outside);
    }
    throw error;
  }
}

const escapeLines = (text: string) => text.split("\n").map(escapeControls).join("\n");
const indent = (text: string) => text.replace(/^/gm, "  ");
