import { GUID } from "../../text/guid.ts";
import { isRecord, type JsonMap } from "../../text/json.ts";
import { Members } from "./members.ts";
import { judgedTypes } from "./resource-types.ts";

/** A part that is missing from exports, so that absence in them proves nothing. */
export interface ExportFault {
  readonly file: string;
  readonly message: string;
  /** Reports whether the missing part may contain resources of this type in this subscription. */
  concerns(type: string, subscriptionId: string): boolean;
}

/** The types and subscriptions of the resources in a file, or in an answer within it. */
export class Contents {
  readonly #byType = new Map<string, Set<string>>();
  readonly #subscriptions = new Set<string>();
  /** The number of resources. */
  count = 0;

  /** @param type in Azure's own casing if it is a judged type */
  add(type: string, subscriptionId: string): void {
    const known = this.#byType.get(type);
    if (known === undefined) this.#byType.set(type, new Set([subscriptionId]));
    else known.add(subscriptionId);
    this.#subscriptions.add(subscriptionId);
    this.count += 1;
  }

  concerns(type: string, subscriptionId: string): boolean {
    // A file of a single subscription, such as PSRule writes, proves nothing about others.
    if (this.#subscriptions.size === 1 && !this.#subscriptions.has(subscriptionId)) return false;
    return this.#byType.size === 0 || this.#byType.has(type);
  }

  get types(): readonly string[] {
    return [...this.#byType.keys()];
  }

  /**
   * Reports whether a subscription without the type has none. A query covers all subscriptions, so two of them prove
   * that it was not limited to one. Types that Resource Graph does not have are listed for each subscription.
   */
  isOfAll(type: string, isInGraph: boolean): boolean {
    return (isInGraph ? this.#subscriptions : (this.#byType.get(type) ?? new Set())).size > 1;
  }
}

/** Collects types and subscriptions from a text that is not complete JSON. */
export function contentsOfBroken(text: string): Contents {
  const contents = new Contents();
  const lower = text.toLowerCase();
  const ids = new Set([...lower.matchAll(new RegExp(`/subscriptions/(${GUID})`, "g"))].map(([, id]) => id));
  const types = judgedTypes().filter(({ type }) => lower.includes(type.toLowerCase()));
  for (const id of ids) for (const { type } of types) contents.add(type, id ?? "");
  return contents;
}

/** An answer that is one page of several, or that has a continuation. */
export interface Answer {
  readonly file: string;
  readonly contents: Contents;
  /** The number of records of the whole query, if given. */
  readonly total: number | undefined;
  readonly count: number;
  readonly goesOn: boolean;
  /** The first record; identifies a page that is in several files. */
  readonly first: string;
}

/**
 * @param answer of ARM, Resource Graph, `az graph query` or Search-AzGraph, without its list
 * @param list the number of records in the list, and the text of the first
 */
export function readAnswer(
  answer: JsonMap,
  file: string,
  contents: Contents,
  list: { readonly count: number; readonly first: string },
): Answer {
  const members = new Members(answer);
  const total = members.get("totalrecords") ?? members.get("total_records");
  const next = ["nextlink", "$skiptoken", "skiptoken", "skip_token"].some((key) => isToken(members.get(key)));
  const truncated = String(members.get("resulttruncated")).toLowerCase() === "true";
  return {
    file,
    contents,
    total: typeof total === "number" ? total : undefined,
    goesOn: next || truncated,
    ...list,
  };
}

function isToken(value: unknown): boolean {
  return typeof value === "string" ? value !== "" : isRecord(value);
}

/**
 * Returns the truncated answers. Pages of one query of Resource Graph contain the total number of records, which shows
 * whether every page is present; pages of ARM's lists cannot be matched. Different queries may have equal totals: pages
 * count together only if they share a type.
 */
export function cutAnswers(answers: readonly Answer[]): ExportFault[] {
  return answers.flatMap(({ total, ...answer }) => {
    if (total === undefined) {
      const message = "the answer has more pages: follow its nextLink, or use az, which does";
      return answer.goesOn ? [faultOf(answer, message)] : [];
    }
    if (!answer.goesOn && answer.count >= total) return [];
    const pages = linkedPages({ total, ...answer }, answers);
    const together = pages.reduce((sum, page) => sum + page.count, 0);
    if (together === total && pages.filter(({ goesOn }) => !goesOn).length === 1) return [];
    const message = `the answer is truncated: ${together} of ${total} records are in the files; follow its skip token`;
    return [faultOf(answer, message)];
  });
}

function faultOf({ contents, file }: Pick<Answer, "contents" | "file">, message: string): ExportFault {
  return { file, message, concerns: (type: string, id: string) => contents.concerns(type, id) };
}

/**
 * Returns the pages of the page's query, including itself: incomplete answers with the same total and a shared type.
 */
function linkedPages(page: Answer, answers: readonly Answer[]): readonly Answer[] {
  const seen = new Set<string>();
  const others = answers.filter((one) => {
    const key = `${one.count} ${one.goesOn} ${one.first}`;
    const isNew = !seen.has(key);
    if (one.total === page.total && (one.goesOn || one.count < (one.total ?? 0))) seen.add(key);
    return one.total === page.total && (one.goesOn || one.count < (one.total ?? 0)) && isNew;
  });
  const types = new Set(page.contents.types);
  const linked = new Set<Answer>();
  for (let grows = true; grows; ) {
    const more = others.filter((one) => !linked.has(one) && isLinked(one, types));
    for (const one of more) {
      linked.add(one);
      for (const type of one.contents.types) types.add(type);
    }
    grows = more.length > 0;
  }
  return [...linked];
}

function isLinked({ contents }: Answer, types: ReadonlySet<string>): boolean {
  return contents.types.length === 0 || types.size === 0 || contents.types.some((type) => types.has(type));
}
