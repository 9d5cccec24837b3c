import type { Severity } from "../controls/index.ts";
import type { Position } from "../fleet/index.ts";

/** One duty of the partner itself, as `findings/v1` has it: a public format. A duty not asked of its role has none. */
export interface PartnerFinding {
  /** As `csp-baseline partner register` lists them; `partner-attestations` for a fleet that has no attestations at all. */
  readonly control: string;
  /** How it is known: an API shows it, or a person vouches for it. */
  readonly kind: "observed" | "attested";
  readonly severity: Severity;
  /** `unknown`: it was not observed, which is no pass. */
  readonly status: "pass" | "fail" | "unknown";
  readonly message: string;
  readonly fix?: string;
  /** `YYYY-MM-DD`: the last day on which what a person saw counts. */
  readonly due?: string;
  /** It passes, but that day is at most 30 days away. */
  readonly warning?: true;
  /** The line of the fleet that it comes from. */
  readonly location?: Position;
  /** Who asks for it. */
  readonly references: readonly {
    readonly document: string;
    readonly heading: string;
    readonly url: string;
  }[];
}

/** Whether it counts for the exit status: what nobody observed does not, as without access to Graph nothing is. */
export function isOpenDuty({ status }: PartnerFinding): boolean {
  return status === "fail";
}
