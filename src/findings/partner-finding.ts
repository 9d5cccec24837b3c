import type { PartnerFinding } from "./shape.ts";

/** Whether it counts for the exit status. A duty that was not observed does not: without access to Graph none is. */
export function isOpenDuty({ status }: PartnerFinding): boolean {
  return status === "fail";
}
