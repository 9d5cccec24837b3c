import { createHash } from "node:crypto";
import { type DeclaredDrift, type JudgedSubscription, whyNoChanges } from "../audit/index.ts";
import type { Finding } from "../findings/index.ts";
import type { Subscription } from "../fleet/index.ts";
import { RunnerError } from "../runner/index.ts";
import type { Output } from "../runner/output.ts";
import { stackHash } from "../runner/stack-hash.ts";
import { oneLine } from "../text/visible.ts";
import type { EnforcedStatus, EnforcedSubscription } from "./result.ts";

/** A subscription with a finding of an audit, or that the audit could not read. */
export interface Candidate {
  readonly subscription: Subscription;
  readonly findings: EnforcedSubscription["findings"];
  readonly drift: readonly DeclaredDrift[];
  /** The status if it is known without a plan; undefined if the plan decides. */
  readonly decided?: { readonly status: EnforcedStatus; readonly why: readonly string[] };
  /** A hash of drift and stack: equal as long as both are. */
  readonly fingerprint: string;
}

/** Findings about the state of a subscription rather than its resources. */
const STANDING: ReadonlySet<string> = new Set(["not-enabled", "moved-tenant", "not-visible"]);

/**
 * Decides from an audit whether the stack of a subscription has to be planned: if Azure differs from the stack's
 * declaration, and all resources were read.
 *
 * @returns undefined when the audit found nothing
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
    return decide("waits", "it has no synthesized stack: run csp-baseline synth");
  if (judged.drift === undefined)
    return decide("waits", "its synthesized stack cannot be read: synthesize it again");
  if (drift.length === 0)
    return decide(
      "not-repairable",
      "Azure matches the stack's declaration: a deployment would not resolve these findings",
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
