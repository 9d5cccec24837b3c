import { type ArmResource, describe } from "../evidence/index.ts";
import { type CannotTell, isCannotTell, unknownJudgement } from "./cannot-tell.ts";
import type { Judgement } from "./control.ts";

/** What is wrong by one criterion. */
export type Complaint = Omit<Judgement, "status">;

/** One thing to hold against the evidence: the complaint, or nothing when it is met. */
export type Criterion = () => Complaint | undefined;

/** Something that may meet a control, and all that it has to meet for it. */
export interface Candidate {
  /** The resource that the criteria are about; left out: complaints name their own. */
  readonly resource?: ArmResource;
  readonly criteria: readonly Criterion[];
  /** The message when it meets them. */
  readonly success: string;
}

/** What criteria come to: a complaint is certain, whatever else cannot be told. */
export interface Findings {
  readonly complaints: readonly Complaint[];
  readonly open: readonly CannotTell[];
}

/** Holds all criteria against the evidence. */
export function weigh(criteria: readonly Criterion[]): Findings {
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

/** All criteria must be met. `fail` wins over `unknown`; several complaints become one message. */
export function allOf({ resource, criteria, success }: Candidate): Judgement {
  return conclude(weigh(criteria), resource, success);
}

/**
 * One candidate is enough: the first that meets all its criteria, else one that may still turn out to, else
 * the complaints about the one that came closest.
 */
export function anyOf(missing: Complaint, candidates: readonly Candidate[]): Judgement {
  let open: Weighed | undefined;
  let closest: Weighed | undefined;
  // There may be tens of thousands: only the best is kept.
  for (const candidate of candidates) {
    const findings = weigh(candidate.criteria);
    const complaints = findings.complaints.length;
    if (complaints === 0 && findings.open.length === 0) return concluded({ candidate, findings });
    if (complaints === 0) open ??= { candidate, findings };
    else if (closest === undefined || complaints < closest.findings.complaints.length)
      closest = { candidate, findings };
  }
  const best = open ?? closest;
  return best === undefined ? { ...missing, status: "fail" } : concluded(best);
}

interface Weighed {
  readonly candidate: Candidate;
  readonly findings: Findings;
}

function concluded({ candidate, findings }: Weighed): Judgement {
  return conclude(findings, candidate.resource, candidate.success);
}

/** Every candidate must meet its criteria, and there must be one: the first that does not, else one that may not. */
export function everyOf(missing: Complaint, candidates: readonly Candidate[]): Judgement {
  const judgements = candidates.map(allOf);
  return (
    judgements.find(({ status }) => status === "fail") ??
    judgements.find(({ status }) => status === "unknown") ??
    judgements[0] ?? { ...missing, status: "fail" }
  );
}

/** Several complaints as one: about the first one's value, with all messages and fixes. */
export function merge(complaints: readonly Complaint[]): Complaint | undefined {
  const [first] = complaints;
  if (first === undefined) return undefined;
  const message = complaints.map((complaint) => complaint.message).join("; ");
  const fixes = [...new Set(complaints.flatMap((complaint) => complaint.fix ?? []))];
  return { ...first, message, ...(fixes.length > 0 ? { fix: fixes.join("; ") } : {}) };
}

function conclude(
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
