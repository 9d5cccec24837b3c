import { createHash } from "node:crypto";
import { type DeclaredDrift, type JudgedSubscription, whyNoChanges } from "../audit/index.ts";
import type { Finding } from "../findings/index.ts";
import type { Subscription } from "../fleet/index.ts";
import { RunnerError } from "../runner/index.ts";
import { type Output, stackHash } from "../runner/output.ts";
import { oneLine } from "../text/visible.ts";
import type { EnforcedStatus, EnforcedSubscription } from "./result.ts";

/** A subscription in which an audit found something, or that could not be looked at. */
export interface Candidate {
  readonly subscription: Subscription;
  readonly findings: EnforcedSubscription["findings"];
  readonly drift: readonly DeclaredDrift[];
  /** What is decided of it without a plan; undefined where its plan decides. */
  readonly decided?: { readonly status: EnforcedStatus; readonly why: readonly string[] };
  /** Of drift and stack: equal as long as both are. */
  readonly fingerprint: string;
}

/** Findings of an audit that say how a subscription stands, and not what is in it. */
const STANDING: ReadonlySet<string> = new Set(["not-enabled", "moved-tenant", "not-visible"]);

/**
 * Decides by what an audit tells of a subscription whether its stack is to be planned: it is where Azure differs from what the
 * stack declares, and everything of it was read.
 *
 * @returns undefined when nothing is wrong with it
 */
export function candidateOf(
  subscription: Subscription,
  judged: JudgedSubscription,
  output: Output,
): Candidate | undefined {
  const { drift = [], standing, unread, unreadable = [] } = judged;
  const findings = judged.findings.flatMap(openFinding);
  const base = {
    subscription,
    findings,
    drift,
    fingerprint: fingerprintOf(subscription, drift, findings, output),
  };
  const decide = (status: EnforcedStatus, ...why: readonly string[]): Candidate => ({
    ...base,
    decided: { status, why: why.map(oneLine) },
  });
  const noChanges = whyNoChanges(standing);
  if (noChanges !== undefined) return decide("skipped", noChanges);
  if (unread !== undefined) return decide("unread", unread);
  const [first] = unreadable;
  if (first !== undefined) {
    const more = unreadable.length > 1 ? `, and ${unreadable.length - 1} more types` : "";
    return decide(
      "unread",
      `${first.type} could not be read (${first.reason})${more}: nothing is applied for what was not read`,
    );
  }
  const open = findings.filter(({ control }) => !STANDING.has(control));
  if (drift.length === 0 && open.length === 0) return undefined;
  if (!output.stacks.some(({ id }) => id === subscription.id))
    return decide("waits", "it has no synthesized stack: csp-baseline synth makes it");
  if (judged.drift === undefined)
    return decide("waits", "its synthesized stack cannot be read: synthesize it again");
  if (drift.length === 0)
    return decide(
      "not-repairable",
      "Azure has what its stack declares: a deployment would not change what is found",
    );
  return base;
}

function openFinding({
  control,
  message,
  severity,
  status,
}: Finding): EnforcedSubscription["findings"][number][] {
  return status === "fail" || status === "unknown"
    ? [{ control, severity, status, message: oneLine(message) }]
    : [];
}

function fingerprintOf(
  { id }: Subscription,
  drift: readonly DeclaredDrift[],
  findings: Candidate["findings"],
  output: Output,
): string {
  const what = {
    drift,
    findings: findings.map(({ control, status }) => [control, status]),
    stack: hashOf(id, output),
  };
  return createHash("sha256").update(JSON.stringify(what)).digest("hex").slice(0, 16);
}

function hashOf(id: string, output: Output): string | undefined {
  const stack = output.stacks.find((one) => one.id === id);
  if (stack === undefined) return undefined;
  try {
    return stackHash(stack);
  } catch (error) {
    if (error instanceof RunnerError) return undefined;
    throw error;
  }
}
