import { isRecord, member, textMember } from "../text/json.ts";
import type { Exchange } from "./recording.ts";

/** The path of a request without the token of a further page. */
export function withoutToken(path: string): string {
  const [start = "", query = ""] = path.split("?");
  const kept = query.split("&").filter((pair) => pair !== "" && !isToken(pair));
  return kept.length === 0 ? start : `${start}?${kept.join("&")}`;
}

/** Whether a request asks for a further page, whose token only the service that issued it knows. */
export function isFurtherPage({ path, request }: Pick<Exchange, "path" | "request">): boolean {
  const [, query = ""] = path.split("?");
  if (query.split("&").some(isToken)) return true;
  return textMember(member(request, "options"), "$skipToken") !== undefined;
}

function isToken(pair: string): boolean {
  return /^(?:\$|%24)skiptoken=/i.test(pair);
}

/** The link to the next page; undefined after the last one. */
export function nextLink(body: unknown): string | undefined {
  return textMember(body, "nextLink") ?? textMember(body, "@odata.nextLink");
}

/** A list with the elements of further pages. */
export function withPages(body: unknown, further: readonly unknown[]): unknown {
  const first = member(body, "value");
  if (!isRecord(body) || !Array.isArray(first) || further.length === 0) return body;
  const rest = further.flatMap((page) => {
    const value = member(page, "value");
    return Array.isArray(value) ? value : [];
  });
  const { nextLink: _, "@odata.nextLink": __, ...others } = body;
  return { ...others, value: [...first, ...rest] };
}

/** The bodies of the further pages of a recorded list, in order. */
export function recordedPages(first: Exchange, later: readonly Exchange[]): readonly unknown[] {
  const pages: unknown[] = [];
  let link = nextLink(first.answer.body);
  const base = withoutToken(first.path);
  for (const one of later) {
    if (link === undefined) break;
    if (one.method !== first.method || !isFurtherPage(one) || withoutToken(one.path) !== base) continue;
    pages.push(one.answer.body);
    link = nextLink(one.answer.body);
  }
  return pages;
}
