import { page } from "../arm/paging.ts";
import { queryParameter, type Reply, type Request } from "../http.ts";
import { type Json, type JsonMap, member } from "../json.ts";

/** Answers a list of Graph with `$select`, `$top` and `$count`, in pages of five at most. */
export function listReplyOf(request: Request, chosen: readonly JsonMap[]): Reply {
  const top = Number(queryParameter(request, "$top") ?? "5");
  if (!Number.isInteger(top) || top < 1)
    return refuse(400, "BadRequest", "$top must be a number above zero.");
  const { items, next } = page(chosen, queryParameter(request, "$skiptoken"), Math.min(top, 5));
  const select = queryParameter(request, "$select")?.split(",");
  const value = select === undefined ? items : items.map((one) => selected(one, select));
  const count = queryParameter(request, "$count") === "true" ? { "@odata.count": chosen.length } : {};
  return { status: 200, body: { ...count, ...nextLink(request, next), value } };
}

/** Returns Graph's answer with an error. */
export function refuse(status: number, code: string, message: string): Reply {
  return { status, body: { error: { code, message } } };
}

function nextLink(request: Request, next: string | undefined): Record<string, string> {
  if (next === undefined) return {};
  const query = new URLSearchParams([...request.query].filter(([key]) => key.toLowerCase() !== "$skiptoken"));
  query.set("$skiptoken", next);
  return { "@odata.nextLink": `${request.origin}${request.path}?${query}` };
}

function selected(one: JsonMap, select: readonly string[]): JsonMap {
  return Object.fromEntries(
    select.map((key): [string, Json] => [key.trim(), member(one, key.trim()) ?? null]),
  );
}
