import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CalendarDate, type Fleet, parseCalendarDate, type Subscription } from "../fleet/index.ts";
import { allStacks, changedStacks, type StackChange } from "./changes.ts";
import { type Output, readOutput } from "./output.ts";
import { keepRemoved } from "./retire.ts";
import { materializeFolder, readRevision } from "./revision.ts";

/** The differences between the stacks and those of an earlier revision. */
export interface ChangedSince {
  /** Sorted by id. */
  readonly changes: readonly StackChange[];
  /** Why all stacks count as changed; undefined when they were compared one by one. */
  readonly because?: string;
  /** The earlier fleet; undefined where it was not read or does not load. */
  readonly earlier?: Fleet;
  /** The output, including the stacks of subscriptions removed from the fleet since. */
  readonly output: Output;
}

interface ChangedSinceOptions {
  /** The fleet's folder. */
  readonly folder: string;
  readonly today: CalendarDate;
  /** Loads a fleet for a day. @returns undefined when it is not valid */
  readonly load: (folder: string, day: CalendarDate) => Fleet | undefined;
  /** Synthesizes subscriptions of a fleet into a folder. @returns whether their stacks exist */
  readonly synthesize: (
    fleet: Fleet,
    subscriptions: readonly Subscription[],
    outdir: string,
    day: CalendarDate,
  ) => boolean;
}

/**
 * Compares the stacks with those of another synthesis (its folder) or of the fleet at a git revision. If files outside
 * the fleet changed since the revision, all stacks count as changed, because the output of the earlier code is not
 * known.
 *
 * @throws {RunnerError} when `since` is neither a folder nor a revision
 */
export function changedSince(since: string, output: Output, options: ChangedSinceOptions): ChangedSince {
  if (existsSync(join(since, "manifest.json"))) {
    const before = readOutput(since);
    const changes = changedStacks(before, output);
    return { changes, output: keepRemoved(removedOf(changes), before, output) };
  }
  const { folder } = options;
  const revision = readRevision(since, folder, ".");
  const temporary = mkdtempSync(join(tmpdir(), "csp-baseline-since-"));
  try {
    const then = join(temporary, "fleet");
    if (!materializeFolder(folder, revision.commit, then, temporary)) {
      return { changes: allStacks([], output, "new"), because: `${since} has no ${folder}`, output };
    }
    // Loads the fleet for its own day: an exception that ended since is not a fault of it.
    const day = parseCalendarDate(revision.day) ?? options.today;
    const fleet = options.load(then, day);
    const outdir = join(temporary, "cdktf.out");
    const synthesize = (of: Fleet, subscriptions: readonly Subscription[]): Output | undefined =>
      options.synthesize(of, subscriptions, outdir, day) ? readOutput(outdir) : undefined;
    const all = (because: string, earlier?: Fleet): ChangedSince => {
      const changes = allStacks(
        earlier === undefined ? [] : [...earlier.subscriptions, ...earlier.tenants],
        output,
        "code",
      );
      if (earlier === undefined) return { changes, because, output };
      // Today's code is accurate enough for removed stacks: only their state and providers matter.
      const removed = removedOf(changes);
      const tenants = earlier.tenants.filter(({ id }) => removed.includes(id));
      const ids = new Set([...removed, ...tenants.map(({ subscription }) => subscription.id)]);
      const gone = earlier.subscriptions.filter(({ id }) => ids.has(id));
      const before = gone.length === 0 ? undefined : synthesize(earlier, gone);
      const kept = before === undefined ? output : keepRemoved(removed, before, output);
      return { changes, because, earlier, output: kept };
    };
    if (fleet === undefined) return all(`the fleet of ${since} is not valid by today's rules`);
    if (revision.changedCode !== undefined)
      return all(`${revision.changedCode} changed since ${since}`, fleet);
    const before = synthesize(fleet, fleet.subscriptions);
    if (before === undefined) return all(`the fleet of ${since} cannot be synthesized`, fleet);
    const changes = changedStacks(before, output);
    return { changes, earlier: fleet, output: keepRemoved(removedOf(changes), before, output) };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function removedOf(changes: readonly StackChange[]): string[] {
  return changes.filter(({ reason }) => reason === "removed").map(({ id }) => id);
}
