import type { Directory } from "../directory.ts";
import { type Area, queryParameter, type Reply, type Request } from "../http.ts";
import type { PartnerData } from "../partner/partner-data.ts";
import type { RequestLog } from "../request-log.ts";
import { RESOURCE_TYPES } from "../types/index.ts";
import { authenticate, authorize } from "./access.ts";
import { ACTIVITY_LOG, activityLog, tenantActivityLog } from "./activity-log.ts";
import { billing, isBilling, requireVisibleCosts } from "./billing.ts";
import type { ArmContext, SubscriptionContext } from "./context.ts";
import { withDelegations } from "./delegations.ts";
import { entraSettings, isEntraSettings } from "./entra-settings.ts";
import { ArmError, badRequest, shown } from "./error.ts";
import { incident } from "./incident.ts";
import { permissions } from "./permissions.ts";
import { providerRegistration } from "./registration.ts";
import { resourceGraph } from "./resource-graph.ts";
import { parseResourcePath } from "./resource-path.ts";
import { answerResource, listContents } from "./resources.ts";
import type { Store } from "./store.ts";
import { listSubscriptions, listTenants, subscriptionBody } from "./subscriptions.ts";
import { isTenantAlerts, tenantAlerts } from "./tenant-alerts.ts";

export interface ArmProps {
  readonly directory: Directory;
  readonly store: Store;
  /** The partner's data, which includes the billing account. */
  readonly data: PartnerData;
  readonly now: () => Date;
  /** The record of requests, the source of the activity log. */
  readonly log: Pick<RequestLog, "list">;
}

const BUDGET = /\/providers\/microsoft\.consumption\/budgets\//;
const READS = new Set(["GET", "HEAD"]);

/** Azure Resource Manager: answers all requests that no other area answers. */
export class Arm implements Area {
  readonly #props: ArmProps;

  constructor(props: ArmProps) {
    this.#props = props;
  }

  answer(request: Request): Reply {
    try {
      return this.#route(request);
    } catch (error) {
      if (error instanceof ArmError) return error.reply;
      throw error;
    }
  }

  #route(request: Request): Reply {
    const { data, directory, log, store } = this.#props;
    const now = this.#props.now();
    const claims = authenticate(request, now);
    const apiVersion = requireApiVersion(request);
    const context: ArmContext = { request, claims, directory, store, now, log };
    const path = request.path.toLowerCase();
    const route = `${request.method} ${path}`;
    if (route === "GET /subscriptions") return listSubscriptions(context);
    if (route === "GET /tenants") return listTenants(context);
    if (route === "POST /providers/microsoft.resourcegraph/resources") return resourceGraph(context);
    if (route === "GET /providers/microsoft.insights/eventtypes/management/values")
      return tenantActivityLog(context);
    if (isBilling(path)) return billing(context, apiVersion, data);
    if (isEntraSettings(path)) return entraSettings(context, apiVersion);
    if (isTenantAlerts(path)) return tenantAlerts(context, apiVersion);
    const [, subscriptionId] = /^\/subscriptions\/([^/]+)/.exec(path) ?? [];
    if (subscriptionId === undefined) throw notModelled(request);
    const writes = !READS.has(request.method);
    const subscription = authorize(request, claims, directory, {
      subscriptionId,
      action: action(request),
      writes,
    });
    if (request.method === "PUT" && BUDGET.test(path)) requireVisibleCosts(data, subscription.tenantId);
    const content = store.subscription(subscription.id);
    return answerInSubscription({ ...context, subscription, content, apiVersion }, data);
  }
}

function answerInSubscription(context: SubscriptionContext, data: PartnerData): Reply {
  const { request, subscription } = context;
  const rest = request.path.slice(`/subscriptions/${subscription.id}`.length);
  const happened = data.happened(subscription.id);
  if (rest === "" && request.method === "GET") return { status: 200, body: subscriptionBody(subscription) };
  const [, group] = /^(?:\/resourcegroups\/([^/]+))?\/resources$/i.exec(rest) ?? [];
  if (/(^|\/)resources$/i.test(rest) && request.method === "GET")
    return listContents(context, group, happened.resources);
  if (/^\/providers\/microsoft\.authorization\/permissions$/i.test(rest)) return permissions(context);
  const registration = /^\/providers(?:\/([^/]+)(?:\/(register|unregister))?)?$/i.exec(rest);
  if (registration !== null) {
    const [, namespace, verb] = registration;
    return providerRegistration(context, namespace, verb?.toLowerCase());
  }
  if (ACTIVITY_LOG.test(rest) && request.method === "GET") return activityLog(context, happened.activityLog);
  const aftermath = incident(context, happened, rest);
  if (aftermath !== undefined) return aftermath;
  const path = parseResourcePath(request.path);
  const type = RESOURCE_TYPES.get(path?.type.toLowerCase() ?? "");
  if (path === undefined || type === undefined) throw notModelled(request);
  return withDelegations(context, type, answerResource(context, type, path));
}

function requireApiVersion(request: Request): string {
  const version = queryParameter(request, "api-version");
  if (version === undefined) {
    const message = "The api-version query parameter (?api-version=) is required for all requests.";
    throw badRequest(message, "MissingApiVersionParameter");
  }
  if (/^\d{4}-\d\d-\d\d(-\w+)?$/.test(version)) return version;
  throw badRequest(`The api-version ${shown(version)} is invalid.`, "InvalidApiVersionParameter");
}

/** 501 instead of 404: clients neither retry it nor treat it as a missing resource. */
function notModelled({ method, path }: Request): ArmError {
  const message = `The csp-baseline sandbox is not Azure and does not model ${method} ${shown(path)}.`;
  return new ArmError(501, "SandboxDoesNotModel", message);
}

const VERBS: Readonly<Record<string, string>> = {
  GET: "read",
  HEAD: "read",
  DELETE: "delete",
  POST: "action",
};

/** Returns the operation in the form of role definitions: `Microsoft.Consumption/budgets/write`. */
function action({ method, path }: Request): string {
  const type = parseResourcePath(path)?.type ?? "Microsoft.Resources/subscriptions";
  return `${type}/${VERBS[method] ?? "write"}`;
}
