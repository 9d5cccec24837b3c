import type { IncomingMessage } from "node:http";
import { LOOPBACK_NAMES, type Request } from "./http.ts";
import { MAX_BODY_BYTES } from "./json.ts";

/** Returns the body as text; `undefined` when it exceeds ARM's limit. */
export async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    // Reads to the end in any case, or the client would see a closed connection instead of the answer.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString("utf8");
}

/** Returns `undefined` for an invalid target, or a Host that is not one of this server's names. */
export function parseRequest(message: IncomingMessage, body: string): Request | undefined {
  const host = message.headers.host ?? "";
  if (!LOOPBACK_NAMES.includes(host.replace(/:\d+$/, ""))) return undefined;
  const [target = "/", ...query] = (message.url ?? "/").split("?");
  const path = decoded(target)
    ?.replace(/\/{2,}/g, "/")
    .replace(/(?<=.)\/$/, "");
  if (!path?.startsWith("/")) return undefined;
  return {
    method: message.method ?? "GET",
    path,
    query: new URLSearchParams(query.join("?")),
    headers: message.headers,
    body,
    origin: `https://${host}`,
  };
}

function decoded(target: string): string | undefined {
  try {
    return decodeURIComponent(target);
  } catch {
    return undefined;
  }
}
