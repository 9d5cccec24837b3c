import { GUID } from "../../text/guid.ts";
import { isRecord, type JsonMap } from "../json.ts";
import { Members } from "./members.ts";
import { judgedTypes } from "./resource-types.ts";

/** Something that exports lack: nothing follows from what is not in them. */
export interface ExportFault {
  readonly file: string;
  readonly message: string;
  /** Whether the lacking part may have had resources of this type in this subscription. */
  concerns(type: string, subscriptionId: string): boolean;
}

/** Which types and subscriptions a file, or an answer in it, has something of. */
export class Contents {
  readonly #byType = new Map<string, Set<string>>();
  readonly #subscriptions = new Set<string>();
  /** Resources. */
  count = 0;

  /** @param type in Azure's own casing, where it is a judged one */
  add(type: string, subscriptionId: string): void {
    const known = this.#byType.get(type);
    if (known === undefined) this.#byType.set(type, new Set([subscriptionId]));
    else known.add(subscriptionId);
    this.#subscriptions.add(subscriptionId);
    this.count += 1;
  }

  concerns(type: string, subscriptionId: string): boolean {
    // A file of one subscription alone, such as PSRule writes, says nothing of others.
    if (this.#subscriptions.size === 1 && !this.#subscriptions.has(subscriptionId)) return false;
    return this.#byType.size === 0 || this.#byType.has(type);
  }

  get types(): readonly string[] {
    return [...this.#byType.keys()];
  }

  /**
   * Whether a subscription without the type has none of it. A query is of all subscriptions at once, so any two tell
   * that it was not of one alone. Types that Resource Graph does not have come from a list for each subscription.
   */
  isOfAll(type: string, isInGraph: boolean): boolean {
    return (isInGraph ? this.#subscriptions : (this.#byType.get(type) ?? new Set())).size > 1;
  }
}

/** What a text that is no whole JSON seems to be about. */
export function contentsOfBroken(text: string): Contents {
  const contents = new Contents();
  const lower = text.toLowerCase();
  const ids = new Set([...lower.matchAll(new RegExp(`/subscriptions/(${GUID})`, "g"))].map(([, id]) => id));
  const types = judgedTypes().filter(({ type }) => lower.includes(type.toLowerCase()));
  for (const id of ids) for (const { type } of types) contents.add(type, id ?? "");
  return contents;
}

/** An answer that is one page of several, or says of itself that it goes on. */
export interface Answer {
  readonly file: string;
  readonly contents: Contents;
  /** Records of the whole query, where it says. */
  readonly total: number | undefined;
  readonly count: number;
  readonly goesOn: boolean;
  /** The first record: the same page may be in several files. */
  readonly first: string;
}

/**
 * @param answer of ARM, Resource Graph, `az graph query` or Search-AzGraph, without its list
 * @param list how many records the list has, and the text of the first
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
 * The answers that are cut off. Pages of one query of Resource Graph say how many records there are in all, so it can
 * be told whether every page is there; pages of ARM's lists cannot be matched. Queries may have equal totals by chance:
 * pages count together only where a type links them.
 */
export function cutAnswers(answers: readonly Answer[]): ExportFault[] {
  return answers.flatMap(({ total, ...answer }) => {
    if (total === undefined) {
      const message = "the answer goes on: follow its nextLink, or let az do it";
      return answer.goesOn ? [faultOf(answer, message)] : [];
    }
    if (!answer.goesOn && answer.count >= total) return [];
    const pages = linkedPages({ total, ...answer }, answers);
    const together = pages.reduce((sum, page) => sum + page.count, 0);
    if (together === total && pages.filter(({ goesOn }) => !goesOn).length === 1) return [];
    const message = `the answer is cut off: ${together} of ${total} records are in the files; follow its skip token`;
    return [faultOf(answer, message)];
  });
}

function faultOf({ contents, file }: Pick<Answer, "contents" | "file">, message: string): ExportFault {
  return { file, message, concerns: (type: string, id: string) => contents.concerns(type, id) };
}

/** The pages of the page's query, itself among them: of the same total, not whole themselves, linked by their types. */
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
