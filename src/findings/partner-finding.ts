import type { PartnerFinding } from "./shape.ts";

/**
 * Whether a duty counts for the exit code. A duty that was not observed does not: without access to Graph, none is
 * observed.
 */
export function isOpenDuty({ status }: PartnerFinding): boolean {
  return status === "fail";
}
