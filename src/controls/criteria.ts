import { type ArmResource, describe } from "../evidence/index.ts";
import { type CannotTell, isCannotTell, unknownJudgement } from "./cannot-tell.ts";
import type { Judgement } from "./control.ts";

/** A failure of one criterion. */
export type Complaint = Omit<Judgement, "status">;

/** Evaluates one criterion against the evidence: returns a complaint, or `undefined` when it is met. */
export type Criterion = () => Complaint | undefined;

/** A possible match for a control, with the criteria that it has to meet. */
export interface Candidate {
  /** The resource of the criteria. @default - complaints name their own resource */
  readonly resource?: ArmResource;
  readonly criteria: readonly Criterion[];
  /** The message when all criteria are met. */
  readonly success: string;
}

/** The result of criteria. A complaint is certain even if other values are unknown. */
export interface Findings {
  readonly complaints: readonly Complaint[];
  readonly open: readonly CannotTell[];
}

/** Evaluates all criteria. */
export function evaluate(criteria: readonly Criterion[]): Findings {
  const complaints: Complaint[] = [];
  const open: CannotTell[] = [];
  for (const criterion of criteria) {
    try {
      const complaint = criterion();
      if (complaint !== undefined) complaints.push(complaint);
    } catch (error) {
      if (!isCannotTell(error)) throw error;
      open.push(error);
    }
  }
  return { complaints, open };
}

/** Requires all criteria. `fail` wins over `unknown`; several complaints become one message. */
export function allOf({ resource, criteria, success }: Candidate): Judgement {
  return toJudgement(evaluate(criteria), resource, success);
}

/**
 * Requires one matching candidate. Returns the judgement of the first that meets all its criteria; otherwise of one
 * that is `unknown`; otherwise of the one with the fewest complaints.
 */
export function anyOf(missing: Complaint, candidates: readonly Candidate[]): Judgement {
  let open: Evaluated | undefined;
  let closest: Evaluated | undefined;
  // There may be tens of thousands of candidates: keeps only the best.
  for (const candidate of candidates) {
    const findings = evaluate(candidate.criteria);
    const complaints = findings.complaints.length;
    if (complaints === 0 && findings.open.length === 0) return judgementOf({ candidate, findings });
    if (complaints === 0) open ??= { candidate, findings };
    else if (closest === undefined || complaints < closest.findings.complaints.length)
      closest = { candidate, findings };
  }
  const best = open ?? closest;
  return best === undefined ? { ...missing, status: "fail" } : judgementOf(best);
}

interface Evaluated {
  readonly candidate: Candidate;
  readonly findings: Findings;
}

function judgementOf({ candidate, findings }: Evaluated): Judgement {
  return toJudgement(findings, candidate.resource, candidate.success);
}

/**
 * Requires at least one candidate and that all meet their criteria. Returns the first `fail`, else the first `unknown`.
 */
export function everyOf(missing: Complaint, candidates: readonly Candidate[]): Judgement {
  const judgements = candidates.map(allOf);
  return (
    judgements.find(({ status }) => status === "fail") ??
    judgements.find(({ status }) => status === "unknown") ??
    judgements[0] ?? { ...missing, status: "fail" }
  );
}

/** Merges complaints into one: the first one's value, with all messages and fixes. */
export function merge(complaints: readonly Complaint[]): Complaint | undefined {
  const [first] = complaints;
  if (first === undefined) return undefined;
  const message = complaints.map((complaint) => complaint.message).join("; ");
  const fixes = [...new Set(complaints.flatMap((complaint) => complaint.fix ?? []))];
  return { ...first, message, ...(fixes.length > 0 ? { fix: fixes.join("; ") } : {}) };
}

function toJudgement(
  { complaints, open }: Findings,
  resource: ArmResource | undefined,
  success: string,
): Judgement {
  const about = resource === undefined ? {} : { resource: describe(resource) };
  const complaint = merge(complaints);
  if (complaint !== undefined) return { ...about, ...complaint, status: "fail" };
  const [first] = open;
  if (first !== undefined) return { ...about, ...unknownJudgement(first) };
  return { ...about, status: "pass", message: success };
}
