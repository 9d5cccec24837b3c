import { basename, join, relative, resolve, sep } from "node:path";
import { type ChangedFile, changedFiles, loadWith, planImport } from "../../adopt/import/index.ts";
import type { UnmanagedSubscription } from "../../audit/index.ts";
import { escapeControls } from "../../fleet/echo.ts";
import type { Fleet } from "../../fleet/index.ts";
import { unifiedDiff } from "../../text/unified-diff.ts";
import { type Console, counted } from "../console.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { today } from "../fleet-input.ts";
import { showProblems } from "../problems.ts";

/** The data about subscriptions that are not in the fleet. */
export interface Proposal {
  readonly unmanaged: readonly UnmanagedSubscription[];
  /** Sources that were not read completely, with the reason. */
  readonly incomplete: readonly string[];
}

/**
 * Prints the change of the fleet that adds unmanaged subscriptions, as a patch for `git apply`. Each one goes into the
 * file of the customer with its tenant, with the baseline's defaults. Nothing is written.
 *
 * @returns 0 only when every source was read and everything could be proposed: then an empty patch means that nothing is new
 */
export function proposeManaging(
  fleet: Fleet,
  folder: string,
  { incomplete, unmanaged }: Proposal,
  console: Console,
): ExitCode {
  for (const source of incomplete)
    console.err(escapeControls(`${source} (subscriptions may be missing from the proposal)`));
  const subscriptions = unmanaged.map(({ displayName, state, subscriptionId, tenantId }) => ({
    id: subscriptionId,
    ...(displayName === undefined ? {} : { name: displayName }),
    ...(state === undefined ? {} : { state }),
    ...(tenantId === undefined ? {} : { tenantId }),
  }));
  const plan = planImport(fleet, { subscriptions, customers: new Map(), complaints: [], isWhole: false });
  for (const { id, reason } of plan.leftOut) console.err(`${id} left out: ${escapeControls(reason)}`);
  const whole = incomplete.length === 0 ? EXIT.ok : EXIT.findings;
  const { files, obstacles } = changedFiles(folder, plan);
  for (const { file, message } of obstacles) console.err(escapeControls(`${file}: ${message}`));
  if (files.length === 0) {
    console.err("there is nothing to propose");
    return obstacles.length === 0 ? whole : EXIT.invalid;
  }
  const loaded = loadWith(folder, files, { today: today(console), expiredExceptions: "keep" });
  if (!loaded.ok) {
    showProblems(loaded.problems, console, { consequence: "nothing was proposed" });
    return EXIT.invalid;
  }
  console.err(
    `${counted(unmanaged.length - plan.leftOut.length, "subscription")} to manage, in ${counted(files.length, "file")}`,
  );
  console.out(
    files
      .map((file) => patchOf(folder, file))
      .join("")
      .replace(/\n$/, ""),
  );
  return obstacles.length === 0 ? whole : EXIT.findings;
}

/** Returns the file's path relative to the current folder, or to the fleet's parent if the fleet is outside. */
function patchOf(folder: string, { before, name, text }: ChangedFile): string {
  const below = relative(process.cwd(), resolve(folder));
  const shown = below.split(sep)[0] === ".." ? basename(resolve(folder)) : below;
  return unifiedDiff(join(shown, name).replaceAll("\\", "/"), before, text);
}
