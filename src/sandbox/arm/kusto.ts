import { at, type Json, type JsonMap } from "../json.ts";
import { type ArmError, badRequest, shown } from "./error.ts";

/** A step of a query, from rows to rows. */
type Operator = (rows: readonly JsonMap[]) => readonly JsonMap[];

export interface Query {
  /** In lower case. */
  readonly table: string;
  readonly operators: readonly Operator[];
}

const MAX_QUERY = 10_000;

/**
 * Parses the part of Kusto that the sandbox supports.
 * @throws {ArmError} 400 that names the unsupported part
 */
export function parseQuery(text: string): Query {
  if (text.length > MAX_QUERY) throw refuse("a query of more than 10,000 characters");
  const [table = "", ...steps] = splitOutsideQuotes(text, "|").map((step) => step.trim());
  if (!/^\w+$/.test(table)) throw refuse(table);
  return { table: table.toLowerCase(), operators: steps.map(parseOperator) };
}

export function runQuery(operators: readonly Operator[], rows: readonly JsonMap[]): readonly JsonMap[] {
  return operators.reduce((current, operator) => operator(current), rows);
}

function parseOperator(step: string): Operator {
  const [, word = "", rest = ""] = /^(\w+)\s*([\s\S]*)$/.exec(step) ?? [];
  switch (word.toLowerCase()) {
    case "where":
      return where(rest);
    case "project":
      return project(rest);
    case "order":
    case "sort":
      return order(rest);
    case "take":
    case "limit": {
      if (!/^\d{1,6}$/.test(rest)) throw refuse(step);
      return (rows) => rows.slice(0, Number(rest));
    }
    case "count":
      return (rows) => [{ Count: rows.length }];
    default:
      throw refuse(step);
  }
}

const COMPARISON = /^(\w+(?:\.\w+)*)\s*(=~|==|!=|!~|contains|startswith)\s*(['"])([^'"]*)\3$/i;
const MEMBERSHIP = /^(\w+(?:\.\w+)*)\s+in~?\s*\(([^()]*)\)$/i;

function where(text: string): Operator {
  const tests = text.split(/\s+and\s+/i).map((part) => condition(part.trim()));
  return (rows) => rows.filter((row) => tests.every((test) => test(row)));
}

function condition(text: string): (row: JsonMap) => boolean {
  const [, member, list] = MEMBERSHIP.exec(text) ?? [];
  if (member !== undefined && list !== undefined) {
    const words = list.split(",").map((word) =>
      word
        .trim()
        .replace(/^['"]|['"]$/g, "")
        .toLowerCase(),
    );
    return (row) => words.includes(textOf(row, member).toLowerCase());
  }
  const [, field, operator, , value] = COMPARISON.exec(text) ?? [];
  if (field === undefined || operator === undefined || value === undefined) throw refuse(`where ${text}`);
  const lower = value.toLowerCase();
  switch (operator.toLowerCase()) {
    case "==":
      return (row) => textOf(row, field) === value;
    case "!=":
      return (row) => textOf(row, field) !== value;
    case "=~":
      return (row) => textOf(row, field).toLowerCase() === lower;
    case "!~":
      return (row) => textOf(row, field).toLowerCase() !== lower;
    case "startswith":
      return (row) => textOf(row, field).toLowerCase().startsWith(lower);
    default:
      return (row) => textOf(row, field).toLowerCase().includes(lower);
  }
}

function project(text: string): Operator {
  const columns = text.split(",").map((column) => {
    const [, alias, field] = /^\s*(?:(\w+)\s*=\s*)?(\w+(?:\.\w+)*)\s*$/.exec(column) ?? [];
    if (field === undefined) throw refuse(`project ${column.trim()}`);
    return { name: alias ?? field.replaceAll(".", "_"), field };
  });
  return (rows) =>
    rows.map((row) =>
      Object.fromEntries(columns.map(({ field, name }) => [name, cellOf(row, field) ?? null])),
    );
}

function order(text: string): Operator {
  const [, field, direction = "desc"] = /^by\s+(\w+(?:\.\w+)*)(?:\s+(asc|desc))?$/i.exec(text) ?? [];
  if (field === undefined) throw refuse(`order ${text}`);
  const sign = direction.toLowerCase() === "asc" ? 1 : -1;
  return (rows) =>
    [...rows].sort((a, b) => {
      const [left, right] = [textOf(a, field), textOf(b, field)];
      return left === right ? 0 : sign * (left < right ? -1 : 1);
    });
}

function cellOf(row: JsonMap, field: string): Json | undefined {
  return at(row, ...field.split("."));
}

function textOf(row: JsonMap, field: string): string {
  const value = cellOf(row, field);
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? "");
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts = [""];
  let quote = "";
  for (const character of text) {
    if (quote === "" && character === separator) {
      parts.push("");
      continue;
    }
    if (character === quote) quote = "";
    else if (quote === "" && (character === "'" || character === '"')) quote = character;
    parts.push(`${parts.pop()}${character}`);
  }
  return parts;
}

function refuse(what: string): ArmError {
  return badRequest(`The csp-baseline sandbox does not model this part of a query: ${shown(what)}.`);
}
