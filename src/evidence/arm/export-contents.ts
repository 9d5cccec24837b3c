import { isRecord, type JsonMap } from "../json.ts";
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
  readonly #types = new Set<string>();
  readonly #subscriptions = new Set<string>();
  /** Resources. */
  count = 0;

  /** @param type in Azure's own casing, where it is a judged one */
  add(type: string, subscriptionId: string): void {
    this.#types.add(type);
    this.#subscriptions.add(subscriptionId);
    this.count += 1;
  }

  concerns(type: string, subscriptionId: string): boolean {
    // A file of one subscription alone, such as PSRule writes, says nothing of others.
    if (this.#subscriptions.size === 1 && !this.#subscriptions.has(subscriptionId)) return false;
    return this.#types.size === 0 || this.#types.has(type);
  }
}

/** What a text that is no whole JSON seems to be about. */
export function contentsOfBroken(text: string): Contents {
  const contents = new Contents();
  const lower = text.toLowerCase();
  const ids = new Set(
    [...lower.matchAll(/\/subscriptions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g)].map(
      ([, id]) => id,
    ),
  );
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
}

/** @param answer of ARM, Resource Graph, `az graph query` or Search-AzGraph, without its list */
export function readAnswer(answer: JsonMap, file: string, contents: Contents): Answer {
  const members = new Map(Object.entries(answer).map(([key, value]) => [key.toLowerCase(), value]));
  const total = members.get("totalrecords") ?? members.get("total_records");
  const count = members.get("count");
  const next = ["nextlink", "$skiptoken", "skiptoken", "skip_token"].some((key) => isToken(members.get(key)));
  const truncated = String(members.get("resulttruncated")).toLowerCase() === "true";
  return {
    file,
    contents,
    total: typeof total === "number" ? total : undefined,
    count: typeof count === "number" ? count : contents.count,
    goesOn: next || truncated,
  };
}

function isToken(value: unknown): boolean {
  return typeof value === "string" ? value !== "" : isRecord(value);
}

/**
 * The answers that are cut off. Pages of one query of Resource Graph say how many records there are in all, so it can
 * be told whether every page is there; pages of ARM's lists cannot be matched.
 */
export function cutAnswers(answers: readonly Answer[]): ExportFault[] {
  const byTotal = new Map<number | undefined, Answer[]>();
  for (const answer of answers) {
    const pages = byTotal.get(answer.total);
    if (pages === undefined) byTotal.set(answer.total, [answer]);
    else pages.push(answer);
  }
  return answers.flatMap(({ contents, file, goesOn, total }) => {
    const pages = byTotal.get(total) ?? [];
    const together = pages.reduce((sum, page) => sum + page.count, 0);
    const isWhole = total === undefined ? !goesOn : together >= total && pages.some((page) => !page.goesOn);
    if (isWhole) return [];
    const message =
      total === undefined
        ? "the answer goes on: follow its nextLink, or let az do it"
        : `the answer is cut off: ${together} of ${total} records are in the files; follow its skip token`;
    return [{ file, message, concerns: (type: string, id: string) => contents.concerns(type, id) }];
  });
}
