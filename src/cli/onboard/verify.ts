import type { Purpose } from "../../adopt/onboard/index.ts";
import {
  customerFor,
  type JustInTime,
  missingOperations,
  type VerifiedGroup,
  type VerifiedSubscription,
  type Visibility,
  verifyAccess,
} from "../../adopt/onboard/verify.ts";
import { signIns } from "../../audit/index.ts";
import { escapeControls } from "../../fleet/echo.ts";
import type { Customer, Fleet } from "../../fleet/index.ts";
import { readEndpoints } from "../azure-endpoints.ts";
import { type Console, counted, note } from "../console.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";

interface VerifyOptions {
  readonly as?: Purpose;
  readonly format?: "human" | "json";
}

/** `csp-baseline onboard --verify`: returns 1 when a permission is missing, 3 when nothing could be read. */
export async function verifyOnboarding(
  fleet: Fleet,
  customers: readonly Customer[],
  { as = "deployer", format }: VerifyOptions,
  console: Console,
): Promise<ExitCode> {
  const all = await signIns(
    { ...fleet, customers: customers.map((customer) => customerFor(as, customer)) },
    { endpoints: readEndpoints(console), env: console.env },
  );
  const subscriptions = customers.flatMap((customer) => customer.subscriptions);
  console.progress(counted(subscriptions.length, "subscription"));
  const verified = await verifyAccess(fleet, subscriptions, as, all);
  console.progress("");
  if (format === "json") console.out(verifyJson(verified, as));
  else show(verified, as, console);
  if (verified.every(({ failure }) => failure !== undefined)) return EXIT.outside;
  return verified.every(isComplete) ? EXIT.ok : EXIT.findings;
}

function isComplete({ failure, groups, justInTime, visibility }: VerifiedSubscription): boolean {
  const isSeen = visibility === "delegated" || visibility === "own" || visibility === "unknown";
  const hasPeople = justInTime === undefined || justInTime.missing.length === 0;
  return failure === undefined && isSeen && hasPeople && groups.every(isPermitted);
}

function isPermitted({ missingReads, missingWrites }: VerifiedGroup): boolean {
  return missingReads.length + missingWrites.length === 0;
}

const SAID: Readonly<Record<Visibility, string>> = {
  delegated: "delegated to your tenant",
  own: "visible in the customer's tenant",
  "not-delegated": "visible, but not delegated to your tenant",
  "not-seen": "not visible: no role on it, or no delegation",
  unknown: "the list of subscriptions could not be read",
};

function show(verified: readonly VerifiedSubscription[], as: Purpose, console: Console): void {
  for (const { failure, groups, justInTime, subscription, visibility } of verified) {
    const name = `${subscription.customer.key}/${subscription.name}`;
    console.out(`${console.style("bold", name)} (${subscription.id}): ${SAID[visibility]}`);
    if (failure !== undefined) console.out(`  ${console.style("red", "cannot be read")}: ${failure}`);
    else showGroups(groups, as, console);
    if (justInTime !== undefined) showJustInTime(justInTime, console);
    console.out("");
  }
  const missing = missingOperations(verified, as);
  for (const { operation, role } of missing) {
    const gives = role === undefined ? "no built-in role permits it" : `${role} gives it`;
    console.out(`${console.style("red", "missing")}  ${operation}: ${gives}`);
  }
  const complete = verified.filter(isComplete).length;
  console.out(
    `${complete} of ${counted(verified.length, "subscription")} can be managed with the signed-in identity, as ${as}`,
  );
  if (missing.length > 0 && as === "deployer")
    note(console, "for an identity that only plans and audits, use --as reader");
}

function showJustInTime({ given, missing }: JustInTime, console: Console): void {
  for (const one of given) console.out(`  just in time  ${escapeControls(one)}`);
  for (const one of missing)
    console.out(
      `  ${console.style("red", "missing")}  ${escapeControls(one)}: deploy the files of onboard again`,
    );
}

/** Formats the matrix: one line per part, with the permissions to read and to deploy. */
function showGroups(groups: readonly VerifiedGroup[], as: Purpose, console: Console): void {
  const width = Math.max(...groups.map(({ title }) => title.length));
  const cell = (missing: readonly string[]) =>
    missing.length === 0 ? console.style("green", "yes   ") : console.style("red", "no    ");
  console.out(`  ${"".padEnd(width)}  read  ${as === "deployer" ? "  deploy" : ""}`.trimEnd());
  for (const { missingReads, missingWrites, title } of groups) {
    const deploy = as === "deployer" ? `  ${cell(missingWrites)}` : "";
    console.out(`  ${title.padEnd(width)}  ${cell(missingReads)}${deploy}`.trimEnd());
  }
}

/** `csp-baseline/onboard-verify/v1` */
function verifyJson(verified: readonly VerifiedSubscription[], as: Purpose): string {
  const report = {
    schema: "csp-baseline/onboard-verify/v1",
    as,
    complete: verified.every(isComplete),
    subscriptions: verified.map((one) => ({
      subscriptionId: one.subscription.id,
      name: one.subscription.name,
      customer: one.subscription.customer.key,
      visibility: one.visibility,
      complete: isComplete(one),
      ...(one.failure === undefined ? {} : { failure: one.failure }),
      groups: one.groups,
      ...(one.justInTime === undefined ? {} : { justInTime: one.justInTime }),
    })),
    missing: missingOperations(verified, as),
  };
  return JSON.stringify(report, undefined, 2);
}
