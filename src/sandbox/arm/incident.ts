import { queryParameter, type Reply } from "../http.ts";
import { type JsonMap, mapAt, parseMap, textAt } from "../json.ts";
import type { Happened } from "../partner/partner-data.ts";
import { roleAssignments } from "../types/role-assignments.ts";
import type { SubscriptionContext } from "./context.ts";
import { ArmError, badRequest, methodNotAllowed } from "./error.ts";
import { listReply } from "./paging.ts";

const LOCK_LEVELS = ["CanNotDelete", "ReadOnly"];
/** A scope within the subscription, a provider's type, and a name below it. */
const ROUTE =
  /^((?:\/resourcegroups\/[^/]+)?(?:\/providers\/(?!microsoft\.(?:authorization|resources|costmanagement)\/)[^/]+\/[^/]+\/[^/]+)?)\/providers\/(microsoft\.[a-z]+\/[a-z]+)(?:\/([^/]+))?(?:\/(cancel))?$/i;

/**
 * Answers the requests that investigate and contain an incident: role assignments, deployments, locks and the query of
 * costs. The data comes from the control endpoint. Returns undefined for any other path.
 *
 * Sources: https://learn.microsoft.com/rest/api/authorization/role-assignments,
 * https://learn.microsoft.com/rest/api/resources/deployments, https://learn.microsoft.com/rest/api/resources/management-locks,
 * https://learn.microsoft.com/rest/api/cost-management/query/usage
 */
export function incident(context: SubscriptionContext, happened: Happened, rest: string): Reply | undefined {
  const [, scope = "", type = "", name, verb] = ROUTE.exec(rest) ?? [];
  const { request, subscription } = context;
  const { method } = request;
  const id = `/subscriptions/${subscription.id}${scope}/providers/${type}/${name}`;
  switch (`${type.toLowerCase()}${verb === undefined ? "" : ` ${verb.toLowerCase()}`}`) {
    case "microsoft.authorization/roleassignments":
      if (name === undefined)
        return reading(context, [...assignedBefore(context), ...happened.roleAssignments]);
      if (method === "PUT") return assign(context, happened, id);
      return method === "DELETE" && context.content.get(id) === undefined
        ? unassign(happened, id)
        : undefined;
    case "microsoft.authorization/locks":
      if (name === undefined) return reading(context, happened.locks);
      if (method === "PUT") return lock(context, happened, id);
      return method === "DELETE" ? unlock(happened, id) : undefined;
    case "microsoft.resources/deployments":
      return name === undefined ? reading(context, happened.deployments) : undefined;
    case "microsoft.resources/deployments cancel":
      return method === "POST" ? cancel(happened, id) : undefined;
    case "microsoft.costmanagement/query":
      return method === "POST" ? costs(happened) : undefined;
    default:
      return undefined;
  }
}

function reading({ request }: SubscriptionContext, all: readonly JsonMap[]): Reply {
  if (request.method !== "GET") throw methodNotAllowed(request.method, "A list");
  const [, key, value] =
    /^(provisioningState) eq '(\w+)'$/.exec(queryParameter(request, "$filter") ?? "") ?? [];
  return listReply(
    request,
    all.filter((one) => key === undefined || textAt(one, "properties", key) === value),
  );
}

/** The initial values of the subscription. */
function assignedBefore({ content }: SubscriptionContext): JsonMap[] {
  return content
    .list(roleAssignments.type)
    .map(({ content: body, id, name, type }) => ({ id, name, type, ...body }));
}

function isCalled(id: string) {
  return (one: JsonMap) => textAt(one, "id")?.toLowerCase() === id.toLowerCase();
}

function assign({ request, subscription }: SubscriptionContext, happened: Happened, id: string): Reply {
  const properties = mapAt(parseMap(request.body), "properties");
  if (textAt(properties, "principalId") === undefined || textAt(properties, "roleDefinitionId") === undefined)
    throw badRequest("principalId and roleDefinitionId are required.", "InvalidCreateRoleAssignmentRequest");
  if (happened.roleAssignments.some(isCalled(id)))
    throw new ArmError(409, "RoleAssignmentExists", "The role assignment already exists.");
  const scope = id.replace(/\/providers\/microsoft\.authorization\/roleassignments\/.*$/i, "");
  const assignment = {
    id,
    name: id.split("/").at(-1) ?? "",
    type: "Microsoft.Authorization/roleAssignments",
    properties: { scope: scope || `/subscriptions/${subscription.id}`, ...properties },
  };
  happened.roleAssignments = [...happened.roleAssignments, assignment];
  return { status: 201, body: assignment };
}

/** A lock protects role assignments too. https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources */
function unassign(happened: Happened, id: string): Reply {
  if (happened.locks.length > 0)
    throw new ArmError(
      409,
      "ScopeLocked",
      `The scope '${id}' cannot perform delete operation because it is locked.`,
    );
  const found = happened.roleAssignments.find(isCalled(id));
  if (found === undefined) return { status: 204 };
  happened.roleAssignments = happened.roleAssignments.filter((one) => one !== found);
  return { status: 200, body: found };
}

function lock({ request }: SubscriptionContext, happened: Happened, id: string): Reply {
  const properties = mapAt(parseMap(request.body), "properties");
  if (!LOCK_LEVELS.includes(textAt(properties, "level") ?? ""))
    throw badRequest(`The level of a lock must be one of ${LOCK_LEVELS.join(", ")}.`, "InvalidLockLevel");
  const made = { id, name: id.split("/").at(-1) ?? "", type: "Microsoft.Authorization/locks", properties };
  const others = happened.locks.filter((one) => !isCalled(id)(one));
  happened.locks = [...others, made];
  return { status: others.length === happened.locks.length ? 200 : 201, body: made };
}

function unlock(happened: Happened, id: string): Reply {
  const others = happened.locks.filter((one) => !isCalled(id)(one));
  const status = others.length === happened.locks.length ? 204 : 200;
  happened.locks = others;
  return { status };
}

function cancel(happened: Happened, id: string): Reply {
  const found = happened.deployments.find(isCalled(id));
  if (found === undefined) throw new ArmError(404, "DeploymentNotFound", "The deployment was not found.");
  const state = textAt(found, "properties", "provisioningState");
  if (state !== "Running" && state !== "Accepted") {
    const message = "The deployment cannot be cancelled as it is not running.";
    throw new ArmError(409, "DeploymentCannotBeCancelled", message);
  }
  const cancelled = {
    ...found,
    properties: { ...mapAt(found, "properties"), provisioningState: "Canceled" },
  };
  happened.deployments = happened.deployments.map((one) => (one === found ? cancelled : one));
  return { status: 204 };
}

/** Returns the costs by day, in Azure's columns. */
function costs({ costs: rows }: Happened): Reply {
  const columns = [
    { name: "Cost", type: "Number" },
    { name: "UsageDate", type: "Number" },
    { name: "Currency", type: "String" },
  ];
  return {
    status: 200,
    body: { properties: { nextLink: null, columns, rows: rows.map(([cost, day]) => [cost, day, "USD"]) } },
  };
}
