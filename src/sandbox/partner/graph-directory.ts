import { queryParameter, type Reply, type Request } from "../http.ts";
import { at, type JsonMap } from "../json.ts";
import { listReplyOf, refuse } from "./graph-list.ts";
import type { PartnerData } from "./partner-data.ts";

/** Lists of a tenant's own directory that the sandbox has, below the version. */
const LISTS: readonly RegExp[] = [
  /^\/auditLogs\/(signIns|directoryAudits)$/,
  /^\/(users|groups|domains|subscribedSkus|applications)$/,
  /^\/groups\/[\w-]+\/transitiveMembers\/microsoft\.graph\.user$/,
  /^\/reports\/authenticationMethods\/userRegistrationDetails$/,
  /^\/identity\/conditionalAccess\/policies$/,
  /^\/identityProtection\/riskyUsers$/,
  /^\/roleManagement\/directory\/role(Assignments|AssignmentScheduleInstances|EligibilityScheduleInstances)$/,
  /^\/tenantRelationships\/delegatedAdminRelationships$/,
];
/** One thing of which a tenant has one. */
const SINGLE = "/policies/identitySecurityDefaultsEnforcementPolicy";

/** Whether a path below the version is of the tenant's directory. */
export function isDirectoryList(path: string): boolean {
  return path === SINGLE || LISTS.some((list) => list.test(path));
}

/**
 * Answers a list of the token's own tenant, with a `$filter` of comparisons joined by `and`. The list is empty until the
 * control endpoint sets it. Source: https://learn.microsoft.com/graph/api/overview
 */
export function directoryList(request: Request, path: string, tenantId: string, data: PartnerData): Reply {
  const filter = parseFilter(queryParameter(request, "$filter") ?? "");
  if (filter === undefined)
    return refuse(400, "BadRequest", "Only comparisons with eq, ge and le, joined by 'and', are modeled.");
  const all = data.directory(tenantId, path) ?? [];
  if (path === SINGLE) {
    const [one] = all;
    return one === undefined
      ? refuse(404, "Request_ResourceNotFound", "The resource does not exist.")
      : { status: 200, body: one };
  }
  return listReplyOf(
    request,
    all.filter((one) => filter.every((test) => test(one))),
  );
}

function parseFilter(filter: string): readonly ((one: JsonMap) => boolean)[] | undefined {
  if (filter === "") return [];
  const parts = filter
    .split(/ and /i)
    .map((part) => /^\s*([\w/]{1,80}) (eq|ge|le) (?:'([^']*)'|([^'\s]+))\s*$/.exec(part));
  const tests = parts.flatMap((match) => {
    if (match === null) return [];
    const [, path = "", operator = "", quoted, bare] = match;
    return [comparison(path.split("/"), operator, quoted ?? bare ?? "")];
  });
  return tests.length === parts.length ? tests : undefined;
}

function comparison(path: readonly string[], operator: string, wanted: string) {
  return (one: JsonMap): boolean => {
    const found = String(at(one, ...path));
    if (operator === "eq") return found.toLowerCase() === wanted.toLowerCase();
    const [a, b] = [Date.parse(found), Date.parse(wanted)];
    return operator === "ge" ? a >= b : a <= b;
  };
}
