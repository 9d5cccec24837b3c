import type { Severity } from "../../controls/index.ts";
import type { FindingStatus } from "../../findings/index.ts";
import type { ReportedFinding } from "../../findings/read-findings.ts";
import { escapeControls } from "../../fleet/echo.ts";
import type { Position } from "../../fleet/index.ts";
import type { ReportData, ReportDetail } from "./data.ts";
import { StringTable } from "./string-table.ts";

/** A control with the data of its first finding. */
export interface ControlSeen {
  readonly id: string;
  readonly severity: Severity;
  readonly references: readonly { readonly tool: string; readonly id: string }[];
}

/** A larger number is not a catalogue but a file made to exhaust the memory. */
const MAX_CONTROLS = 200;

/** Stands for the subscription's own id. No text contains this character, because control characters are escaped. */
const MASK = "\u0001";

type Place = readonly [file: number, line: number, column: number];
const NOWHERE: Place = [-1, 0, 0];

interface Row {
  readonly id: string;
  readonly name: string;
  readonly customer: string;
  readonly place: Place;
}

interface Column {
  readonly seen: ControlSeen;
  /** Indexed by row; a missing row was not judged. */
  readonly cells: number[];
}

/** The columns of the page's data; subscriptions are sorted by customer, name and id. */
export interface CompactColumns
  extends Pick<ReportData, "ids" | "names" | "places" | "files" | "cells" | "details" | "moved" | "others"> {
  /** The customer of each subscription. */
  readonly customers: readonly string[];
}

/**
 * Stores findings as columns of small numbers. Values that many findings share are kept once: their texts, with the
 * subscription's own id masked, and their place in the fleet, which usually is the subscription's entry.
 */
export class CompactFindings {
  readonly #rows: Row[] = [];
  readonly #rowOf = new Map<string, number>();
  readonly #columns = new Map<string, Column>();
  readonly #details: ReportDetail[] = [];
  readonly #detailOf = new Map<string, number>();
  readonly #files = new StringTable();
  readonly #moved: { column: string; row: number; place: Place }[] = [];
  readonly #others: { column: string; row: number; detail: number; place: Place }[] = [];

  /** @throws {RangeError} at more than 200 controls */
  add(finding: ReportedFinding): void {
    const place = this.#place(finding.location);
    const row = this.#row(finding, place);
    const { cells } = this.#column(finding);
    const detail = this.#detail(finding);
    const at = { column: finding.control, row, place };
    if (cells[row] !== undefined) {
      this.#others.push({ ...at, detail });
      return;
    }
    cells[row] = detail;
    const { place: entry } = this.#rows[row] ?? { place: NOWHERE };
    if (place.some((part, index) => part !== entry[index])) this.#moved.push(at);
  }

  /** The controls in the order of first use. */
  get controls(): readonly ControlSeen[] {
    return [...this.#columns.values()].map(({ seen }) => seen);
  }

  /** Counts the findings of each status. */
  counts(): Record<FindingStatus, number> {
    const counts = { pass: 0, fail: 0, excepted: 0, unknown: 0 };
    this.#each((_, __, { status }) => {
      counts[status] += 1;
    });
    return counts;
  }

  /** Returns `control subscription` for every cell that has a finding of one of these statuses. */
  keys(...statuses: readonly FindingStatus[]): Set<string> {
    const keys = new Set<string>();
    this.#each((column, row, { status }) => {
      if (statuses.includes(status)) keys.add(`${column} ${this.#rows[row]?.id}`);
    });
    return keys;
  }

  /** @param controls ids in the order of the columns */
  columns(controls: readonly string[]): CompactColumns {
    const order = this.#rows.map((_, row) => row).sort((a, b) => compareRows(this.#rows[a], this.#rows[b]));
    const newRow = new Int32Array(order.length);
    order.forEach((row, index) => {
      newRow[row] = index;
    });
    const column = new Map(controls.map((control, index) => [control, index]));
    const cell = (at: { column: string; row: number }) =>
      (column.get(at.column) ?? 0) * order.length + (newRow[at.row] ?? 0);
    const rows = order.flatMap((row) => this.#rows[row] ?? []);
    return {
      customers: rows.map(({ customer }) => customer),
      ids: rows.map(({ id }) => id),
      names: rows.map(({ name }) => name),
      places: rows.flatMap(({ place }) => place),
      files: this.#files.texts,
      cells: controls.map((control) => order.map((row) => this.#columns.get(control)?.cells[row] ?? -1)),
      details: this.#details,
      moved: this.#moved.map(({ place, ...at }) => [cell(at), ...place]),
      others: this.#others.map(({ detail, place, ...at }) => [cell(at), detail, ...place]),
    };
  }

  #each(visit: (column: string, row: number, detail: ReportDetail) => void): void {
    const see = (column: string, row: number, index: number) => {
      const detail = this.#details[index];
      if (detail !== undefined) visit(column, row, detail);
    };
    for (const [column, { cells }] of this.#columns) {
      cells.forEach((detail, row) => {
        see(column, row, detail);
      });
    }
    for (const { column, row, detail } of this.#others) see(column, row, detail);
  }

  #row(finding: ReportedFinding, place: Place): number {
    const id = escapeControls(finding.subscriptionId);
    const customer = escapeControls(finding.customer);
    const key = `${customer}\n${id}`;
    const known = this.#rowOf.get(key);
    if (known !== undefined) return known;
    this.#rowOf.set(key, this.#rows.length);
    this.#rows.push({ id, customer, name: escapeControls(finding.subscriptionName), place });
    return this.#rows.length - 1;
  }

  #column({ control, references = [], severity }: ReportedFinding): Column {
    const known = this.#columns.get(control);
    if (known !== undefined) return known;
    if (this.#columns.size === MAX_CONTROLS) throw new RangeError(`more than ${MAX_CONTROLS} controls`);
    const column = { seen: { id: control, severity, references }, cells: [] };
    this.#columns.set(control, column);
    return column;
  }

  #detail({ exception, fix, message, path, resource, status, subscriptionId }: ReportedFinding): number {
    const shown = (text: string) => escapeControls(text).replaceAll(subscriptionId, MASK);
    const detail: ReportDetail = {
      status,
      message: shown(message),
      ...(fix === undefined ? {} : { fix: shown(fix) }),
      ...(resource === undefined ? {} : { resource: shown(resource) }),
      ...(path === undefined ? {} : { path: shown(path) }),
      ...(exception === undefined
        ? {}
        : {
            exception: {
              reason: escapeControls(exception.reason),
              approvedBy: escapeControls(exception.approvedBy),
              expires: exception.expires,
            },
          }),
    };
    const key = JSON.stringify(detail);
    const known = this.#detailOf.get(key);
    if (known !== undefined) return known;
    this.#detailOf.set(key, this.#details.length);
    this.#details.push(detail);
    return this.#details.length - 1;
  }

  #place(location: Position | undefined): Place {
    if (location === undefined) return NOWHERE;
    return [this.#files.numberOf(escapeControls(location.file)), location.line, location.column];
  }
}

function compareRows(a: Row | undefined, b: Row | undefined): number {
  if (a === undefined || b === undefined) return 0;
  return compare(a.customer, b.customer) || compare(a.name, b.name) || compare(a.id, b.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
