import { type Directory, READER_CLIENT_ID } from "../directory.ts";
import { type Area, queryParameter, type Reply, type Request } from "../http.ts";
import { type JsonMap, member, parseMap, textAt } from "../json.ts";
import { callerOf, GRAPH_AUDIENCE_PATH } from "./caller.ts";
import { directoryList, isDirectoryList } from "./graph-directory.ts";
import { listReplyOf, refuse } from "./graph-list.ts";
import type { PartnerData } from "./partner-data.ts";

const ROOT = "/beta/security/partner";
const STATUSES = ["active", "resolved", "investigating"];
const REASONS = ["legitimate", "ignore", "fraud"];

export interface PartnerArea {
  readonly data: PartnerData;
  readonly directory: Directory;
  readonly now: () => Date;
}

/**
 * Microsoft Graph: the partner security API, only beta, as Microsoft documents it; and lists of a tenant's directory.
 * https://learn.microsoft.com/graph/api/resources/partner-security-partnersecurityalert-api-overview
 */
export class Graph implements Area {
  readonly #area: PartnerArea;

  constructor(area: PartnerArea) {
    this.#area = area;
  }

  answer(request: Request): Reply | undefined {
    const { data, directory, now } = this.#area;
    if (!/^\/(beta|v1\.0)\//.test(request.path)) return undefined;
    const below = request.path.replace(/^\/(?:beta|v1\.0)/, "");
    const isDirectory = isDirectoryList(below);
    const caller = callerOf(
      request,
      GRAPH_AUDIENCE_PATH,
      now(),
      isDirectory ? undefined : directory.defaultTenantId,
    );
    if ("refused" in caller) return refuse(401, "InvalidAuthenticationToken", caller.refused);
    if (isDirectory)
      return request.method === "GET"
        ? directoryList(request, below, caller.tenantId, data)
        : refuse(405, "MethodNotAllowed", "The directory is only read here.");
    if (!request.path.startsWith(`${ROOT}/`)) return noSegment(request);
    if (request.method !== "GET" && caller.appId === READER_CLIENT_ID) {
      return refuse(403, "Forbidden", "The request needs PartnerSecurity.ReadWrite.All.");
    }
    const path = request.path.slice(ROOT.length);
    const [, id] = /^\/securityAlerts\/([^/]+)$/.exec(path) ?? [];
    if (id !== undefined) return this.#alert(request, id);
    switch (`${request.method} ${path}`) {
      case "GET /securityAlerts":
        return list(request, data.alerts);
      case "GET /securityScore":
        return { status: 200, body: data.score };
      case "GET /securityScore/requirements":
        return list(request, data.requirements);
      case "GET /securityScore/customerInsights":
        return list(request, data.customerInsights);
      case "GET /securityScore/history":
        return list(request, data.history);
      default:
        return noSegment(request);
    }
  }

  #alert(request: Request, id: string): Reply {
    const { data } = this.#area;
    const found = data.alerts.find((alert) => textAt(alert, "id")?.toLowerCase() === id.toLowerCase());
    if (found === undefined) return refuse(404, "NotFound", `There is no alert '${id}'.`);
    if (request.method === "GET") return { status: 200, body: found };
    if (request.method !== "PATCH") return refuse(405, "MethodNotAllowed", "An alert is read or patched.");
    const body = parseMap(request.body);
    const status = textAt(body, "status");
    const reason = textAt(body, "resolvedReason");
    if (status === undefined || !STATUSES.includes(status)) {
      return refuse(400, "BadRequest", "status is required, and one of active, resolved, investigating.");
    }
    if (status === "resolved" && (reason === undefined || !REASONS.includes(reason))) {
      return refuse(400, "BadRequest", "resolvedReason must be one of legitimate, ignore, fraud.");
    }
    const changed = { ...found, status, resolvedReason: reason ?? null, ...this.#resolution(status) };
    data.alerts = data.alerts.map((alert) => (alert === found ? changed : alert));
    return { status: 200, body: changed };
  }

  #resolution(status: string): JsonMap {
    if (status !== "resolved") return {};
    return { resolvedBy: "sandbox", resolvedOnDateTime: this.#area.now().toISOString() };
  }
}

/** Answers a list with `$filter`: equalities joined by `and`. */
function list(request: Request, all: readonly JsonMap[]): Reply {
  const filter = parseFilter(queryParameter(request, "$filter") ?? "");
  if (filter === undefined) return refuse(400, "BadRequest", "Only 'property eq value and ...' is modeled.");
  return listReplyOf(
    request,
    all.filter((one) => filter.every(([key, value]) => String(member(one, key)) === value)),
  );
}

function parseFilter(filter: string): readonly (readonly [string, string])[] | undefined {
  if (filter === "") return [];
  const parts = filter.split(/ and /i).map((part) => /^\s*(\w{1,60}) eq '?([^']*?)'?\s*$/.exec(part));
  const pairs = parts.flatMap((match) => (match === null ? [] : [[match[1] ?? "", match[2] ?? ""] as const]));
  return pairs.length === parts.length ? pairs : undefined;
}

function noSegment({ path }: Request): Reply {
  return refuse(400, "BadRequest", `Resource not found for the segment '${path.split("/")[2] ?? ""}'.`);
}
