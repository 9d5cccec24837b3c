import type { AuditResult, DeclaredDrift, Since } from "../../audit/index.ts";
import {
  type AuditFinding,
  type AuditReportHead,
  type DriftedSubscription,
  FINDINGS_SCHEMA,
  type Finding,
  type PartnerFinding,
  type SinceSummary,
} from "../../findings/index.ts";
import type { Fleet, Subscription } from "../../fleet/index.ts";
import { auditJunit, auditSarif, FindingsFile } from "../../output/index.ts";
import type { Console } from "../console.ts";
import { writeWhole } from "../files.ts";
import { humanReport } from "./report.ts";

const AUDIT_FORMATS = ["human", "json", "sarif", "junit"] as const;
export type AuditFormat = (typeof AUDIT_FORMATS)[number];

export interface OutputOptions {
  readonly format?: AuditFormat;
  readonly output?: string;
}

/** Collects findings, and writes them in the requested format. */
export class AuditOutput {
  readonly #format: AuditFormat;
  readonly #output: string | undefined;
  readonly #since: Since | undefined;
  /** All findings, for JSON. */
  readonly #file: FindingsFile | undefined;
  /** For the other formats. */
  readonly #findings: AuditFinding[] = [];
  readonly #isJudged: (subscriptionId: string) => boolean;

  readonly #drift: DriftedSubscription[] = [];
  #isCompared = false;

  /** @param isJudged whether this run judges a subscription: others do not count as fixed */
  constructor(
    { format = "human", output }: OutputOptions,
    since: Since | undefined,
    isJudged: (subscriptionId: string) => boolean,
  ) {
    this.#isJudged = isJudged;
    this.#format = format;
    this.#output = output;
    this.#since = since;
    this.#file = format === "json" ? new FindingsFile() : undefined;
  }

  add(findings: readonly Finding[]): void {
    for (const finding of findings) {
      const movement = this.#since?.add(finding);
      // Spreading would compute the line of every finding, although most are passes whose line is not needed.
      const audited: AuditFinding = movement === undefined ? finding : { ...finding, movement };
      if (this.#file !== undefined) this.#file.add(audited);
      else this.#findings.push(audited);
    }
  }

  /** @param places undefined if they were not compared */
  addDrift({ customer, id, name }: Subscription, places: readonly DeclaredDrift[] | undefined): void {
    if (places === undefined) return;
    this.#isCompared = true;
    if (places.length === 0) return;
    this.#drift.push({ subscriptionId: id, subscriptionName: name, customer: customer.key, places });
  }

  /** @param duties the results of the partner's own duties; undefined if this run does not judge them */
  finish(
    fleet: Fleet,
    result: AuditResult,
    duties: readonly PartnerFinding[] | undefined,
    console: Console,
  ): void {
    const since = this.#since?.summary(this.#isJudged);
    const head = {
      ...headOf(result, console, since),
      ...(this.#isCompared ? { drift: this.#drift } : {}),
    };
    const whole = duties === undefined ? head : { ...head, partner: duties };
    this.#writeParts(this.#render(fleet, whole, console), console);
  }

  write(text: string, console: Console): void {
    this.#writeParts([text], console);
  }

  close(): void {
    this.#file?.close();
  }

  #render(fleet: Fleet, head: AuditReportHead, console: Console): Iterable<string> {
    if (this.#file !== undefined) return this.#file.report(head);
    if (this.#format === "sarif") return [auditSarif(fleet, head, this.#findings)];
    if (this.#format === "junit") return [auditJunit(fleet, head, this.#findings)];
    // A file has no width.
    const { columns: _, ...unlimited } = console;
    return [humanReport(head, this.#findings, this.#output === undefined ? console : unlimited)];
  }

  #writeParts(parts: Iterable<string>, console: Console): void {
    if (this.#output === undefined) for (const part of parts) console.out(part.replace(/\n$/, ""));
    else writeWhole(this.#output, parts);
  }
}

function headOf(
  { coverage, read, summary }: AuditResult,
  console: Console,
  since: SinceSummary | undefined,
): AuditReportHead {
  return {
    schema: FINDINGS_SCHEMA,
    generatedAt: console.now().toISOString(),
    source: "azure",
    summary,
    coverage: {
      sources: coverage.answers.map(({ complaints, complete, kind, name, subscriptions }) => {
        return { kind, name, subscriptions: subscriptions.length, complete, complaints };
      }),
      read,
      unmanaged: coverage.unmanaged.length,
      own: coverage.own,
    },
    ...(since === undefined ? {} : { since }),
  };
}
