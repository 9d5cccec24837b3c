import { isRecord, type JsonMap, member, textMember } from "../text/json.ts";
import type { ExchangeAnswer } from "./recording.ts";

/** The ways in which an answer of Azure differs from that of the sandbox. */
export const DIFFERENCE_KINDS = [
  "status",
  "error code",
  "missing",
  "added",
  "type",
  "casing",
  "order",
  "value",
  "header",
  "version",
  "late",
  "slow",
  "not modeled",
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** One difference of one answer. */
export interface AnswerDifference {
  readonly kind: DifferenceKind;
  /** The place in the body: `properties.notifications.first.threshold`; empty for the answer as a whole. */
  readonly place: string;
  readonly azure: string;
  readonly sandbox: string;
}

/** `values` compares everything; `shape` only which members there are, where the data must differ. */
export type CompareMode = "values" | "shape";

/** Members whose values differ from run to run. */
const VOLATILE =
  /^(?:e?tag|@odata\.etag|createdtime|createdat|createddatetime|lastmodifiedat|lastmodifiedtime|lastupdated\w*|updatedon|createdon|changedtime|eventtimestamp|submissiontimestamp|timestamp|correlationid|requestid|operationid|message|nextlink|@odata\.nextlink|\$skiptoken|@odata\.context)$/i;
/** By what elements of a list are the same, the first that they have. */
const IDENTITIES = ["id", "name", "namespace", "sourceType", "resourceType", "field", "principalId"];
const HEADERS = ["location", "azure-asyncoperation"];
const MOST = 200;
const DEEPEST = 40;

/** Compares the answers to one request. At most 200 differences. */
export function compareAnswers(
  azure: ExchangeAnswer,
  sandbox: ExchangeAnswer,
  mode: CompareMode = "values",
): readonly AnswerDifference[] {
  if (azure.status !== sandbox.status) return [statusDifference(azure, sandbox)];
  const found: AnswerDifference[] = [];
  for (const name of HEADERS) {
    const [a, s] = [azure.headers[name], sandbox.headers[name]];
    if ((a === undefined) !== (s === undefined))
      found.push({ kind: "header", place: name, azure: shown(a), sandbox: shown(s) });
  }
  if (azure.cut === true) return found;
  const codes = [errorCode(azure), errorCode(sandbox)];
  if (codes[0] !== codes[1] && azure.status >= 400) {
    found.push({
      kind: "error code",
      place: "error.code",
      azure: codes[0] ?? "none",
      sandbox: codes[1] ?? "none",
    });
    return found;
  }
  new Comparison(mode, found).values(azure.body, sandbox.body, "", 0);
  return found.slice(0, MOST);
}

function statusDifference(azure: ExchangeAnswer, sandbox: ExchangeAnswer): AnswerDifference {
  const statusText = (answer: ExchangeAnswer) => {
    if (answer.status === 0) return "no answer";
    const code = errorCode(answer);
    return code === undefined ? String(answer.status) : `${answer.status} ${code}`;
  };
  return { kind: "status", place: "", azure: statusText(azure), sandbox: statusText(sandbox) };
}

/** The code of an error in the form of ARM or Partner Center. */
export function errorCode({ body }: ExchangeAnswer): string | undefined {
  const code = member(member(body, "error") ?? body, "code");
  return typeof code === "string" || typeof code === "number" ? String(code) : undefined;
}

class Comparison {
  readonly #mode: CompareMode;
  readonly #found: AnswerDifference[];

  constructor(mode: CompareMode, found: AnswerDifference[]) {
    this.#mode = mode;
    this.#found = found;
  }

  values(azure: unknown, sandbox: unknown, place: string, depth: number): void {
    if (this.#found.length >= MOST || depth > DEEPEST) return;
    if (azure === undefined && sandbox === undefined) return;
    if (isRecord(azure) && isRecord(sandbox)) this.#objects(azure, sandbox, place, depth);
    else if (Array.isArray(azure) && Array.isArray(sandbox)) this.#lists(azure, sandbox, place, depth);
    else {
      const kind = this.#kindOf(azure, sandbox);
      if (kind !== undefined) this.#note(kind, place, azure, sandbox);
    }
  }

  /** The kind of a difference of two values that are not both objects or both lists. */
  #kindOf(azure: unknown, sandbox: unknown): DifferenceKind | undefined {
    if (sandbox === undefined) return "added";
    if (azure === undefined) return "missing";
    if (azure === sandbox) return undefined;
    if (typeof azure !== typeof sandbox || isStructured(azure) || isStructured(sandbox)) return "type";
    if (this.#mode === "shape") return undefined;
    const isCasing =
      typeof azure === "string" &&
      typeof sandbox === "string" &&
      azure.toLowerCase() === sandbox.toLowerCase();
    return isCasing ? "casing" : "value";
  }

  #objects(azure: JsonMap, sandbox: JsonMap, place: string, depth: number): void {
    const left = new Map(Object.keys(sandbox).map((name) => [name.toLowerCase(), name]));
    for (const name of Object.keys(azure)) {
      const exact = Object.hasOwn(sandbox, name) ? name : undefined;
      const other = exact ?? left.get(name.toLowerCase());
      const inner = place === "" ? name : `${place}.${name}`;
      if (other === undefined) {
        this.values(azure[name], undefined, inner, depth);
        continue;
      }
      left.delete(other.toLowerCase());
      if (exact === undefined)
        this.#found.push({ kind: "casing", place: inner, azure: name, sandbox: other });
      if (!VOLATILE.test(name)) this.values(azure[name], sandbox[other], inner, depth + 1);
    }
    for (const name of left.values()) {
      if (!VOLATILE.test(name))
        this.values(undefined, sandbox[name], place === "" ? name : `${place}.${name}`, depth);
    }
  }

  #lists(azure: readonly unknown[], sandbox: readonly unknown[], place: string, depth: number): void {
    if (this.#mode === "shape") {
      const [a, s] = [united(azure), united(sandbox)];
      // An empty list shows no shape.
      if (a !== undefined && s !== undefined) this.values(a, s, `${place}[]`, depth + 1);
      return;
    }
    const [ours, theirs] = [keyed(azure), keyed(sandbox)];
    const common = [...ours.keys()].filter((key) => theirs.has(key));
    for (const [key, value] of ours) {
      const inner = `${place}[${labelOf(value, key)}]`;
      if (theirs.has(key)) this.values(value, theirs.get(key), inner, depth + 1);
      else this.#note("added", inner, value, undefined);
    }
    for (const [key, value] of theirs)
      if (!ours.has(key)) this.#note("missing", `${place}[${labelOf(value, key)}]`, undefined, value);
    const inTheirs = [...theirs.keys()].filter((key) => ours.has(key));
    if (common.some((key, index) => key !== inTheirs[index])) {
      const names = (keys: readonly string[], of: ReadonlyMap<string, unknown>) =>
        keys.map((key) => labelOf(of.get(key), key)).join(", ");
      this.#found.push({
        kind: "order",
        place,
        azure: names(common, ours),
        sandbox: names(inTheirs, theirs),
      });
    }
  }

  #note(kind: DifferenceKind, place: string, azure: unknown, sandbox: unknown): void {
    this.#found.push({ kind, place, azure: shown(azure), sandbox: shown(sandbox) });
  }
}

/** The elements of a list by what identifies them, without case. Repeated ones are numbered. */
function keyed(list: readonly unknown[]): ReadonlyMap<string, unknown> {
  const identity = IDENTITIES.find(
    (name) => list.length > 0 && list.every((one) => textMember(one, name) !== undefined),
  );
  const found = new Map<string, unknown>();
  const counts = new Map<string, number>();
  list.forEach((one, index) => {
    const own =
      identity === undefined
        ? isStructured(one)
          ? `#${index}`
          : JSON.stringify(one).toLowerCase()
        : String(textMember(one, identity)).toLowerCase();
    const count = (counts.get(own) ?? 0) + 1;
    counts.set(own, count);
    found.set(count === 1 ? own : `${own} #${count}`, one);
  });
  return found;
}

/** The name of an element for a person. */
function labelOf(value: unknown, key: string): string {
  if (!isStructured(value)) return key.replace(/^"|"$/g, "");
  const name = IDENTITIES.map((identity) => textMember(value, identity)).find((text) => text !== undefined);
  return name?.split("/").at(-1) ?? key;
}

/** One element with the members of all. */
function united(list: readonly unknown[]): unknown {
  const objects = list.filter(isRecord);
  if (objects.length === 0) return list[0];
  return Object.assign({}, ...objects);
}

function isStructured(value: unknown): boolean {
  return typeof value === "object";
}

function shown(value: unknown): string {
  return value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);
}
