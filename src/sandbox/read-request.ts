import type { IncomingMessage } from "node:http";
import { LOOPBACK_NAMES, type Request } from "./http.ts";
import { MAX_BODY_BYTES } from "./json.ts";

/** The body as text; `undefined` when it is more than ARM takes. */
export async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += chunk.length;
    // Read to its end all the same, or the client would see a cut connection and not the answer.
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString("utf8");
}

/** `undefined` for a target that cannot be read, or a Host that is none of this server's names. */
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
