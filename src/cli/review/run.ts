import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { escapeControls } from "../../fleet/echo.ts";
import { annotations, type ReviewFormat, renderReview } from "../../output/index.ts";
import { type Review, reviewFleet } from "../../review/index.ts";
import { unplannedStacks } from "../../runner/index.ts";
import type { BuildStack } from "../../synthesis/index.ts";
import { messageOf, systemCode } from "../../text/error-message.ts";
import { type Console, count, counted } from "../console.ts";
import { CommandError, EXIT, type ExitCode } from "../exit-codes.ts";
import { filesNamed, isFolder, writeWhole } from "../files.ts";
import { type FleetOptions, openFleet, today } from "../fleet-input.ts";
import { type FindingsOptions, readSelection, saySelected, selectSubscriptions } from "../selection.ts";
import { pipelineOf } from "./ci.ts";
import { appliedPlans } from "./last-run.ts";
import { humanReview } from "./report.ts";

export interface ReviewOptions extends FleetOptions, FindingsOptions {
  /** Plan files, and folders whose `*.json` files are plans, at any depth. */
  readonly plans: readonly string[];
  /** The `cdktf.out` for subscriptions without a plan. @default - the baseline's own stacks, built in memory */
  readonly stacks?: string;
  /** The output of `plan --list`: subscriptions that must have a plan. @default - none */
  readonly expect?: string;
  /** @default - `human` on a terminal, otherwise `markdown` */
  readonly format?: ReviewFormat | "human";
  /** @default - standard output */
  readonly output?: string;
  /** The folder for all formats, with the names of {@link FILES}. Then nothing is written to standard output. */
  readonly outputDir?: string;
  /** How the stack of a subscription is built. @default - only the baseline */
  readonly build?: BuildStack;
}

/** The files of `--output-dir`. The comment has the format of the pipeline's pull requests. */
const FILES: Readonly<Record<string, "comment" | ReviewFormat>> = {
  "comment.md": "comment",
  "summary.md": "markdown",
  "findings.json": "json",
  "findings.sarif": "sarif",
  "junit.xml": "junit",
};

/**
 * `csp-baseline review`: shows the effect of plans on the baseline of every managed subscription. Expired exceptions
 * are shown.
 */
export function review(options: ReviewOptions, console: Console): ExitCode {
  if (options.plans.length === 0) throw new CommandError("--plans needs a file or folder", EXIT.invalid);
  const date = today(console);
  const fleet = openFleet(options, console, "keep");
  if (fleet === undefined) return EXIT.invalid;
  const selection = readSelection(options);
  saySelected(selection, fleet, console);
  const isPart = !selection.isWhole || selection.shard !== undefined;
  const { files, notRead } = planFiles(options.plans, written(options));
  if (files.length === 0)
    console.err(`no *.json file in ${options.plans.join(", ")}: every stack is judged without a plan`);
  const applied = appliedPlans(options.plans);
  const now = console.now();
  const result = reviewFleet(fleet, {
    plans: files,
    ...(isPart ? { subscriptions: selectSubscriptions(fleet, selection) } : {}),
    today: date,
    now,
    applied: new Set(files.filter((file) => applied.has(resolve(file)))),
    ...(options.build === undefined ? {} : { build: options.build }),
    ...(options.stacks === undefined ? {} : { stacks: stacksFolder(options.stacks) }),
    ...(options.expect === undefined ? {} : { expected: expectedPlans(options.expect) }),
    notRead,
    unplanned: unplannedIn(options.plans),
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

  const { comment, ...pages } = pipelineOf(console.env, process.cwd());
  const render = (format: ReviewFormat | "human") =>
    format === "human"
      ? humanReview(result, console)
      : renderReview(result, format, { fleet, now, ...pages });
  const { output, outputDir } = options;
  const onTerminal = output === undefined && console.columns !== undefined;
  const { format = onTerminal ? "human" : "markdown" } = options;
  if (outputDir !== undefined) {
    for (const [name, format] of Object.entries(FILES))
      writeText(join(outputDir, name), render(format === "comment" ? comment : format));
    // GitHub reads these from the job's log, and marks the lines in the pull request.
    if (console.env["GITHUB_ACTIONS"] === "true")
      for (const line of annotations(result, { fleet, now })) console.out(line);
  } else if (output !== undefined) writeText(output, render(format));
  else console.out(render(format));
  return exitCodeOf(result, files.length);
}

const SHOWN_PROBLEMS = 50;

/**
 * Returns 2 when there are plans and none could be read; 1 when a finding is open, a control gets worse, or a plan was
 * not reviewed.
 */
function exitCodeOf(result: Review, files: number): ExitCode {
  const unread = new Set(result.problems.filter(({ kind }) => kind === "unreadable").map(({ file }) => file));
  const read = result.subscriptions.some(({ coverage }) => coverage.state === "reviewed");
  const hasInvalidPlan = result.problems.some(({ kind }) => kind !== "unreadable");
  if (files > 0 && !read && !hasInvalidPlan && unread.size > 0) return EXIT.invalid;
  const { fail, unknown } = result.summary;
  const worse = result.controls.some((control) => control.worse > 0);
  const open = fail > 0 || unknown > 0 || worse || !result.complete || result.problems.length > 0;
  return open ? EXIT.findings : EXIT.ok;
}

/** The files of this review. */
function written({ output, outputDir }: ReviewOptions): string[] {
  if (outputDir === undefined) return output === undefined ? [] : [output];
  return Object.keys(FILES).map((name) => join(outputDir, name));
}

/** Folders such as `.terraform`, and files that are kept next to plans in a `cdktf.out`. */
const SKIPPED = /^(?:\..*|node_modules)$/;
const NO_PLAN = /^\.|\.tf\.json$|^(?:manifest|result|enforce)\.json$/;

/**
 * Returns the plan files, sorted, without an earlier review in the same folder. Links, pipes and devices in a named
 * folder are included and reported, because an ignored plan would look like one without changes.
 */
function planFiles(named: readonly string[], written: readonly string[]) {
  const notRead = new Map<string, string>();
  const regular = filesNamed(named, {
    file: (name) => name.endsWith(".json") && !NO_PLAN.test(name),
    folder: (name) => !SKIPPED.test(name),
    onIrregular: (path, kind) => {
      if (!written.includes(path))
        notRead.set(path, `it is ${kind}, which is not read: use the path of its target`);
    },
  });
  const files = [...regular.filter((file) => !written.includes(file)), ...notRead.keys()].sort();
  return { files, notRead };
}

/** Returns the stacks without a plan in the runs of these folders. */
function unplannedIn(named: readonly string[]): ReadonlyMap<string, string> {
  return new Map(named.filter(isFolder).flatMap((folder) => [...unplannedStacks(folder)]));
}

const Changed = z.object({
  schema: z.literal("csp-baseline/changed/v1"),
  changed: z.array(z.object({ id: z.string(), reason: z.string() })),
});

/** Returns the subscriptions that must have a plan, from a list of changed stacks; a removed stack has none. */
function expectedPlans(file: string): string[] {
  let list: z.infer<typeof Changed>;
  try {
    list = Changed.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const missing = systemCode(error) === undefined ? "" : ` (${messageOf(error)})`;
    throw new CommandError(
      `--expect ${JSON.stringify(file)} is not an output of csp-baseline plan --list${missing}`,
      EXIT.invalid,
    );
  }
  return list.changed.filter(({ reason }) => reason !== "removed").map(({ id }) => id);
}

function stacksFolder(path: string): string {
  if (isFolder(path)) return path;
  throw new CommandError(
    `--stacks ${JSON.stringify(path)} is not a folder: use the cdktf.out of synth`,
    EXIT.invalid,
  );
}

function writeText(path: string, text: string): void {
  writeWhole(path, text.endsWith("\n") ? text : `${text}\n`);
}
