import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { escapeControls } from "../inventory/echo.ts";
import { loadFleet } from "../inventory/index.ts";
import { annotations, type ReviewFormat, renderReview } from "../review/formats/index.ts";
import { type Review, reviewFleet } from "../review/index.ts";
import { type Console, count, counted } from "./console.ts";
import { CommandError, EXIT, type ExitCode } from "./exit-codes.ts";
import { type FleetOptions, fleetFolder, showProblems, showWarnings, today } from "./fleet-input.ts";

export interface ReviewOptions extends FleetOptions {
  /** Plan files, and folders whose `*.json` files are plans, at any depth. */
  readonly plans: readonly string[];
  /** The `cdktf.out` of subscriptions without a plan. @default the baseline's own stacks, built in memory */
  readonly stacks?: string;
  /** @default "markdown" */
  readonly format?: ReviewFormat;
  /** @default standard output */
  readonly output?: string;
  /** A folder for every format, each under its name in {@link FILES}. Then nothing goes to standard output. */
  readonly outputDir?: string;
}

/** What `--output-dir` writes. */
const FILES: Readonly<Record<ReviewFormat, string>> = {
  github: "comment.md",
  markdown: "summary.md",
  json: "findings.json",
  sarif: "findings.sarif",
  junit: "junit.xml",
};

/** `csp-baseline review`: what plans do to the baseline of every managed subscription. Expired exceptions are shown. */
export function review(options: ReviewOptions, console: Console): ExitCode {
  if (options.plans.length === 0) throw new CommandError("--plans names no file or folder", EXIT.invalid);
  const date = today(console);
  const loaded = loadFleet(fleetFolder(options, console), { today: date, expiredExceptions: "keep" });
  if (!loaded.ok) {
    showProblems(loaded.problems, console);
    return EXIT.invalid;
  }
  showWarnings(loaded.warnings, console);
  const { fleet } = loaded;
  const files = planFiles(options.plans, written(options));
  if (files.length === 0)
    console.err(`no *.json file in ${options.plans.join(", ")}: every stack is judged without a plan`);
  const now = console.now();
  const result = reviewFleet(fleet, {
    plans: files,
    today: date,
    now,
    ...(options.stacks === undefined ? {} : { stacks: stacksFolder(options.stacks) }),
    onFile: (done) => {
      if (done % 100 === 0) console.progress(`${count(done)} of ${counted(files.length, "plan")}`);
    },
  });
  console.progress("");
  for (const { file, message } of result.problems.slice(0, SHOWN_PROBLEMS)) {
    console.err(`${console.style("yellow", "warning")} ${escapeControls(file)}: ${escapeControls(message)}`);
  }
  const left = result.problems.length - SHOWN_PROBLEMS;
  if (left > 0) console.err(`... and ${counted(left, "more problem")}`);

  const runUrl = runUrlOf(console.env);
  const render = (format: ReviewFormat) =>
    renderReview(result, format, { fleet, now, ...(runUrl === undefined ? {} : { runUrl }) });
  const { format = "markdown", output, outputDir } = options;
  if (outputDir !== undefined) {
    for (const each of Object.keys(FILES) as ReviewFormat[])
      writeText(join(outputDir, FILES[each]), render(each));
    // GitHub reads these from the log of a job, and marks the lines in the pull request.
    if (console.env["GITHUB_ACTIONS"] === "true")
      for (const line of annotations(result, { fleet, now })) console.out(line);
  } else if (output !== undefined) writeText(output, render(format));
  else console.out(render(format));
  return exitCodeOf(result, files.length);
}

const SHOWN_PROBLEMS = 50;

/** 2 when there are plans and none could be read; 1 when anything is open, gets worse, or was not reviewed. */
function exitCodeOf(result: Review, files: number): ExitCode {
  const unread = new Set(result.problems.filter(({ kind }) => kind === "unreadable").map(({ file }) => file));
  const read = result.subscriptions.some(({ coverage }) => coverage.state === "reviewed");
  const readButStrange = result.problems.some(({ kind }) => kind !== "unreadable");
  if (files > 0 && !read && !readButStrange && unread.size > 0) return EXIT.invalid;
  const { fail, unknown } = result.summary;
  const worse = result.controls.some((control) => control.worse > 0);
  const open = fail > 0 || unknown > 0 || worse || !result.complete || result.problems.length > 0;
  return open ? EXIT.findings : EXIT.ok;
}

/** The files that this review writes. */
function written({ output, outputDir }: ReviewOptions): string[] {
  if (outputDir === undefined) return output === undefined ? [] : [output];
  return Object.values(FILES).map((name) => join(outputDir, name));
}

/** The plan files, sorted; what is named but is not there is kept, to be said of it. */
function planFiles(named: readonly string[], written: readonly string[]): string[] {
  const files = new Set<string>();
  for (const path of named) {
    if (!isFolder(path)) files.add(path);
    else for (const file of jsonFiles(path, 0)) files.add(file);
  }
  // A review that was written into the folder before is no plan.
  for (const file of written) files.delete(file);
  return [...files].sort();
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false; // What is wrong with it is said when it is read.
  }
}

const MAX_DEPTH = 20;
/** Folders such as `.terraform`, and what stands beside plans that are kept in a `cdktf.out`. */
const SKIPPED = /^(?:\..*|node_modules)$/;
const NO_PLAN = /^\.|\.tf\.json$|^(?:manifest|result)\.json$/;

function jsonFiles(folder: string, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  let entries: string[];
  try {
    entries = readdirSync(folder).sort();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`cannot read ${folder}: ${reason}`, EXIT.invalid);
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry);
    // Links could lead in circles, or out of the folder.
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) return SKIPPED.test(entry) ? [] : jsonFiles(path, depth + 1);
    return stat?.isFile() === true && entry.endsWith(".json") && !NO_PLAN.test(entry) ? [path] : [];
  });
}

function stacksFolder(path: string): string {
  if (isFolder(path)) return path;
  throw new CommandError(
    `--stacks ${JSON.stringify(path)} is no folder: name the cdktf.out of synth`,
    EXIT.invalid,
  );
}

function writeText(path: string, text: string): void {
  writeWhole(path, text.endsWith("\n") ? text : `${text}\n`);
}

/** Writes beside and renames, so that the file is there whole or not at all. */
function writeWhole(path: string, text: string): void {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    if (existsSync(beside)) rmSync(beside, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`cannot write ${path}: ${reason}`, EXIT.outside);
  }
}

/** The page of the pipeline run, on GitHub Actions and Azure Pipelines. */
function runUrlOf(env: Console["env"]): string | undefined {
  const { GITHUB_REPOSITORY, GITHUB_RUN_ID, GITHUB_SERVER_URL } = env;
  if (GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_RUN_ID) {
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
  }
  const { BUILD_BUILDID, SYSTEM_COLLECTIONURI, SYSTEM_TEAMPROJECT } = env;
  if (SYSTEM_COLLECTIONURI && SYSTEM_TEAMPROJECT && BUILD_BUILDID) {
    const project = `${SYSTEM_COLLECTIONURI.replace(/\/$/, "")}/${encodeURIComponent(SYSTEM_TEAMPROJECT)}`;
    return `${project}/_build/results?buildId=${encodeURIComponent(BUILD_BUILDID)}`;
  }
  return undefined;
}
