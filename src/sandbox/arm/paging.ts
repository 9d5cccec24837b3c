import { queryParameter, type Reply, type Request } from "../http.ts";
import type { Json } from "../json.ts";
import { badRequest } from "./error.ts";

/** Small, so that a client that ignores further pages fails early. */
const PAGE_SIZE = 5;
/** As in Azure, a list of thousands of subscriptions does not have thousands of pages. */
const MOST_PAGES = 100;

/**
 * Returns a page of a list, and the token of the next page.
 * @param size the number of items of a page. @default - 5, or more where the list would have over 100 pages
 */
export function page<Item>(
  items: readonly Item[],
  skipToken: string | undefined,
  size = Math.max(PAGE_SIZE, Math.ceil(items.length / MOST_PAGES)),
): { items: readonly Item[]; next?: string } {
  const start = skipToken === undefined ? 0 : parseSkipToken(skipToken);
  const end = start + size;
  const part = items.slice(start, end);
  return end < items.length
    ? { items: part, next: Buffer.from(`from:${end}`).toString("base64url") }
    : { items: part };
}

/** `{"value":[…],"nextLink":…}`; the link is absolute and repeats the request's parameters. */
export function listReply(request: Request, items: readonly Json[], size?: number): Reply {
  const { items: value, next } = page(items, queryParameter(request, "$skipToken"), size);
  if (next === undefined) return { status: 200, body: { value } };
  const query = new URLSearchParams([...request.query].filter(([key]) => key.toLowerCase() !== "$skiptoken"));
  query.set("$skipToken", next);
  return { status: 200, body: { value, nextLink: `${request.origin}${encodeURI(request.path)}?${query}` } };
}

function parseSkipToken(token: string): number {
  const [, start] = /^from:(\d{1,9})$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (start === undefined)
    throw badRequest("The skip token is not one that a list returned.", "InvalidSkipToken");
  return Number(start);
}
