import { isRecord, type JsonMap, member, textMember } from "../text/json.ts";
import { withoutToken } from "./pages.ts";
import type { Exchange } from "./recording.ts";

/** A resource that was there before the pilot. */
export interface Seed {
  /** With the API version of the answer. */
  readonly path: string;
  readonly tenant: string;
  readonly body: JsonMap;
}

/** Parts of a subscription that the sandbox creates automatically. */
const OWN =
  /\/providers\/microsoft\.(?:managedservices|authorization\/role\w+|resources\/subscriptions)(?:\/|$)/i;

/**
 * Finds the resources that Azure showed although no recorded request wrote them. Without them, the stand-in would
 * begin with an empty subscription, and each would be a difference.
 */
export function seedsOf(exchanges: readonly Exchange[], subscription: string): readonly Seed[] {
  const prefix = `/subscriptions/${subscription}/`.toLowerCase();
  const written = new Set<string>();
  const found = new Map<string, Seed>();
  for (const { answer, method, path, service, tenant } of exchanges) {
    if (service !== "arm" || tenant === undefined || answer.status >= 300 || answer.status < 200) continue;
    if (method === "PUT") written.add(idOf(path));
    if (method !== "GET") continue;
    const version = /[?&]api-version=([^&]+)/i.exec(path)?.[1];
    if (version === undefined) continue;
    for (const one of resourcesIn(answer.body)) {
      const id = textMember(one, "id") ?? "";
      const key = id.toLowerCase();
      if (!key.startsWith(prefix) || OWN.test(id) || written.has(key) || found.has(key)) continue;
      // Lists of resources of all types have no properties.
      if (!isRecord(member(one, "properties")) || !/\/[^/]+\/[^/]+$/.test(id)) continue;
      if (/\/providers\/[^/]+$/i.test(id)) continue;
      found.set(key, { path: `${id}?api-version=${version}`, tenant, body: one });
    }
  }
  // A resource group has to be there before what is in it.
  return [...found.values()].sort((a, b) => depth(a.path) - depth(b.path));
}

/** The id in the path of a request, in lower case. */
export function idOf(path: string): string {
  return (withoutToken(path).split("?")[0] ?? "").toLowerCase();
}

function resourcesIn(body: unknown): readonly JsonMap[] {
  const list = member(body, "value");
  return (Array.isArray(list) ? list : [body]).filter(isRecord);
}

function depth(path: string): number {
  return /\/resourcegroups\/[^/?]+\?/i.test(path) ? 0 : path.split("/").length;
}
