import type { Finding } from "../../findings/shape.ts";

/*
 * The data that the page's script reads: one result, encoded so that 10,000 subscriptions take some 2 MB. Rows are
 * subscriptions, columns are controls, and a text shared by many cells is stored once. Types only, because the
 * generator runs in Node and the script in a browser.
 */

export interface ReportData {
  /** The partner's name, `""` when the fleet was not read. */
  readonly partner: string;
  /** The columns. */
  readonly controls: readonly ReportControl[];
  /** Sorted by key. */
  readonly customers: readonly ReportCustomer[];
  /** The ids of the subscriptions, customer by customer. */
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** For each subscription three numbers: index into `files` (-1: none), line, column. */
  readonly places: readonly number[];
  readonly files: readonly string[];
  /** `cells[control][subscription]`: index into `details`, -1 where the control was not judged. */
  readonly cells: readonly (readonly number[])[];
  readonly details: readonly ReportDetail[];
  /** Places of findings that are not on the line of their subscription. */
  readonly moved: readonly MovedFinding[];
  /** Findings beyond the first of a cell. */
  readonly others: readonly OtherFinding[];
  /** Cells that are open now and were not in the previous result: `control * subscriptions + subscription`. */
  readonly fresh: readonly number[];
  /** The instant of the previous result, `""` when there is none. */
  readonly since: string;
  /** The day of this result, `YYYY-MM-DD`, against which exceptions are compared. */
  readonly day: string;
}

export interface ReportControl {
  readonly id: string;
  readonly title: string;
  readonly severity: Finding["severity"];
  readonly why: string;
  /** Rules of other tools about the same setting: `CIS Azure 6.0 8.1.12, 8.1.13`. */
  readonly references: readonly string[];
}

export interface ReportCustomer {
  readonly key: string;
  /** `""` when only the key is known. */
  readonly name: string;
  /** The number of consecutive columns that belong to the customer. */
  readonly subscriptions: number;
}

/** The content of one or many cells. A U+0001 in a text stands for the subscription's id. */
export type ReportDetail = Pick<Finding, "status" | "message" | "fix" | "resource" | "path" | "exception">;

/** A cell is `control * subscriptions + subscription`. */
type MovedFinding = readonly [cell: number, file: number, line: number, column: number];

type OtherFinding = readonly [cell: number, detail: number, file: number, line: number, column: number];
