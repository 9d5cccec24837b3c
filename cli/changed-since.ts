import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { customControlIds } from "../controls/index.ts";
import { type Fleet, loadFleet, parseCalendarDate } from "../inventory/index.ts";
import {
  allStacks,
  changedStacks,
  materializeFolder,
  type Output,
  readOutput,
  readRevision,
  type StackChange,
} from "../runner/index.ts";
import { type BuildStack, synthesizeFleet } from "../synthesis/index.ts";
import type { Console } from "./console.ts";
import { fleetFolder, today } from "./fleet-input.ts";
import type { RunOptions } from "./run-input.ts";

/** How the stacks differ from an earlier revision's. */
export interface ChangedSince {
  /** Sorted by id. */
  readonly changes: readonly StackChange[];
  /** Why all of them count as changed; undefined when they were compared one by one. */
  readonly because?: string;
  /** The fleet as it was; undefined where it was not looked at or does not load. */
  readonly earlier?: Fleet;
}

export interface ChangedSinceOptions extends RunOptions {
  /** How the stack of a subscription is built. @default the baseline alone */
  readonly build?: BuildStack;
}

/**
 * Compares the stacks with those of another synthesis (its folder), or with those that the fleet of a git revision
 * makes. When something else than the fleet changed since the revision, all stacks count as changed: what the code of
 * then would have made of them is not known.
 *
 * @throws {RunnerError} when `since` is neither
 */
export function changedSince(
  since: string,
  output: Output,
  options: ChangedSinceOptions,
  console: Console,
): ChangedSince {
  if (existsSync(join(since, "manifest.json"))) return { changes: changedStacks(readOutput(since), output) };
  const folder = fleetFolder(options, console);
  const revision = readRevision(since, folder, ".");
  const temporary = mkdtempSync(join(tmpdir(), "csp-baseline-since-"));
  try {
    const then = join(temporary, "fleet");
    if (!materializeFolder(folder, revision.commit, then, temporary)) {
      return { changes: allStacks([], output, "new"), because: `${since} has no ${folder}` };
    }
    // As on its own day: an exception that ended since was none of its errors.
    const day = parseCalendarDate(revision.day) ?? today(console);
    const loaded = loadFleet(then, {
      today: day,
      expiredExceptions: "keep",
      customControls: customControlIds(),
    });
    const all = (because: string, earlier?: Fleet): ChangedSince => ({
      changes: allStacks(earlier?.subscriptions ?? [], output, "code"),
      because,
      ...(earlier === undefined ? {} : { earlier }),
    });
    if (!loaded.ok) return all(`the fleet of ${since} is not valid by today's rules`);
    const { fleet } = loaded;
    if (revision.changedCode !== undefined)
      return all(`${revision.changedCode} is not as in ${since}`, fleet);
    const outdir = join(temporary, "cdktf.out");
    const { passed } = synthesizeFleet(fleet, {
      outdir,
      today: day,
      controls: [],
      ...(options.build === undefined ? {} : { build: options.build }),
    });
    if (!passed) return all(`the fleet of ${since} cannot be synthesized`, fleet);
    return { changes: changedStacks(readOutput(outdir), output), earlier: fleet };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
