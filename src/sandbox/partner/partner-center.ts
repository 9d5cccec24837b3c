import { READER_CLIENT_ID } from "../directory.ts";
import { guidOf } from "../guid.ts";
import { type Area, queryParameter, type Reply, type Request } from "../http.ts";
import { type JsonMap, parseMap, textAt, textsAt } from "../json.ts";
import { type Caller, callerOf, PARTNER_CENTER_AUDIENCE_PATH } from "./caller.ts";
import type { PartnerArea } from "./graph.ts";

const EVENTS = [
  "azure-fraud-event-detected",
  "subscription-updated",
  "test-created",
  "usagerecords-thresholdExceeded",
];
const PAGE = 5;
/** https://learn.microsoft.com/partner-center/security/partner-security-requirements-mandating-mfa */
const MFA_REQUIRED = 900421;
const REGISTRATION = "/webhooks/v1/registration";

/**
 * Partner Center: customers with their subscriptions, fraud events, spending budgets, and the webhook's registration.
 * It delivers no events. https://learn.microsoft.com/partner-center/developer/partner-center-rest-api-reference
 */
export class PartnerCenterArea implements Area {
  readonly #area: PartnerArea;

  constructor(area: PartnerArea) {
    this.#area = area;
  }

  answer(request: Request): Reply | undefined {
    const { path } = request;
    if (!path.startsWith("/v1/") && !path.startsWith("/webhooks/v1/")) return undefined;
    const { directory, now } = this.#area;
    const caller = callerOf(request, PARTNER_CENTER_AUDIENCE_PATH, now(), directory.defaultTenantId);
    if ("refused" in caller) return refuse(401, caller.refused);
    if (caller.isUser && !caller.hasMfa) return refuse(401, "MFA is required.", MFA_REQUIRED);
    if (request.method !== "GET" && caller.appId === READER_CLIENT_ID) {
      return refuse(403, "Access denied. The client does not have access.");
    }
    if (path.startsWith(`${REGISTRATION}`)) return this.#webhook(request, path.slice(REGISTRATION.length));
    if (path === "/v1/fraudEvents") return this.#fraudEvents(request, caller);
    if (/^\/v1\/(nonMfaCompliantPartnerPrincipals|applicationmfaadoptionstatus)$/.test(path))
      return this.#mfa(request, caller);
    const match = /^\/v1\/customers(?:\/([^/]+)\/(.+))?$/.exec(path);
    if (match === null) return refuse(404, "The resource was not found.");
    const [, tenantId = "", below] = match;
    if (request.method === "PATCH" && below === "usagebudget") {
      return this.#setBudget(request, tenantId.toLowerCase(), caller);
    }
    const [, planId, entitlement = "", change] =
      /^subscriptions\/([^/]+)\/azureEntitlements\/([^/]+)\/(cancel|reactivate)$/i.exec(below ?? "") ?? [];
    if (request.method === "POST" && planId !== undefined)
      return this.#entitlement(request, tenantId.toLowerCase(), { planId, entitlement, change });
    if (request.method !== "GET") return refuse(404, "The resource was not found.");
    return below === undefined ? this.#customers(request) : this.#customer(tenantId.toLowerCase(), below);
  }

  #customers(request: Request): Reply {
    const { directory } = this.#area;
    const all = directory.customers();
    const start = Number(queryParameter(request, "seekToken") ?? "0");
    const next = start + PAGE;
    const items = all.slice(start, next).map(({ displayName, id }) => ({
      id,
      companyProfile: { tenantId: id, domain: "customer.example", companyName: displayName },
      relationshipToPartner: "reseller",
    }));
    const uri = `/customers?size=${PAGE}&seekToken=${next}`;
    const links = next < all.length ? { next: { uri, method: "GET", headers: [] } } : {};
    return { status: 200, body: { totalCount: all.length, items, links } };
  }

  #customer(tenantId: string, below: string): Reply {
    const { data, directory } = this.#area;
    const own = directory.allSubscriptions().filter((one) => one.tenantId === tenantId);
    if (!directory.customers().some(({ id }) => id === tenantId))
      return refuse(404, "Customer was not found.");
    const planId = guidOf(`plan ${tenantId}`);
    if (below === "subscriptions") {
      const items = [{ id: planId, offerId: "DZH318Z0BPS6:0001:sandbox", offerName: "Azure plan" }];
      return { status: 200, body: { totalCount: 1, items } };
    }
    if (below === `subscriptions/${planId}/azureEntitlements`) {
      const items = own.map(({ displayName, id }) => ({
        id,
        friendlyName: displayName,
        status: data.cancelled.has(id) ? "inactive" : "active",
        subscriptionId: planId,
      }));
      return { status: 200, body: { totalCount: items.length, items } };
    }
    if (below === "relationships") {
      const items = Object.hasOwn(data.resellers, tenantId) ? [...(data.resellers[tenantId] ?? [])] : [];
      return {
        status: 200,
        body: { totalCount: items.length, items, attributes: { objectType: "Collection" } },
      };
    }
    if (below === "usagebudget") {
      const budget = Object.hasOwn(data.usageBudgets, tenantId) ? data.usageBudgets[tenantId] : undefined;
      return { status: 200, body: budget ?? { attributes: { objectType: "SpendingBudget" } } };
    }
    return refuse(404, "The resource was not found.");
  }

  /**
   * Cancels one Azure subscription, or reverses it. Partner Center shows the change after some ten minutes, the sandbox
   * at once. https://learn.microsoft.com/partner-center/developer/cancel-an-azure-subscription
   */
  #entitlement(
    request: Request,
    tenantId: string,
    { change, entitlement, planId }: { planId: string; entitlement: string; change: string | undefined },
  ): Reply {
    const { data, directory } = this.#area;
    const id = entitlement.toLowerCase();
    const subscription = directory.allSubscriptions().find((one) => one.id === id);
    if (subscription?.tenantId !== tenantId || planId !== guidOf(`plan ${tenantId}`))
      return refuse(404, `Azure entitlement with ID ${id} isn't found.`);
    const body = { id, friendlyName: subscription.displayName, status: "active", subscriptionId: planId };
    if (change === "reactivate") {
      if (!data.cancelled.delete(id))
        return refuse(400, `Partner cannot reactivate Azure entitlement with ID ${id}.`);
      directory.change(id, { state: "Enabled" });
      return { status: 202 };
    }
    const reason = textAt(parseMap(request.body), "cancellationReason") ?? "";
    if (reason !== "compromise") return refuse(400, `Cancellation reason '${reason}' is invalid.`);
    data.cancelled.add(id);
    directory.change(id, { state: "Disabled" });
    return { status: 200, body };
  }

  #setBudget(request: Request, tenantId: string, caller: Caller): Reply {
    const { data, directory } = this.#area;
    if (!caller.isUser) return refuse(403, "Access denied. App+User authentication is required.");
    if (!directory.customers().some(({ id }) => id === tenantId))
      return refuse(404, "Customer was not found.");
    const body = parseMap(request.body);
    const amount = body?.["Amount"];
    if (typeof amount !== "number" || amount < 0)
      return refuse(400, "Amount must be a number of at least 0.");
    const budget: JsonMap = { Amount: amount, attributes: { objectType: "SpendingBudget" } };
    data.usageBudgets = { ...data.usageBudgets, [tenantId]: budget };
    return { status: 200, body: budget };
  }

  #fraudEvents(request: Request, caller: Caller): Reply {
    if (request.method !== "GET") return refuse(405, "Fraud events are only read here.");
    if (!caller.isUser) return refuse(403, "Access denied. App+User authentication is required.");
    const { data } = this.#area;
    const status = queryParameter(request, "EventStatus");
    const items = data.fraudEvents.filter(
      (event) => status === undefined || textAt(event, "eventStatus") === status,
    );
    const size = Number(queryParameter(request, "PageSize") ?? items.length);
    const first = (Number(queryParameter(request, "PageNumber") ?? "1") - 1) * size;
    return { status: 200, body: { totalCount: items.length, items: items.slice(first, first + size) } };
  }

  #mfa(request: Request, caller: Caller): Reply {
    if (request.method !== "GET") return refuse(405, "This is only read.");
    if (!caller.isUser) return refuse(403, "Access denied. App+User authentication is required.");
    const { mfaAdoption, nonMfaUsers } = this.#area.data;
    if (request.path.endsWith("adoptionstatus")) return { status: 200, body: mfaAdoption };
    return { status: 200, body: { totalCount: nonMfaUsers.length, items: nonMfaUsers } };
  }

  #webhook(request: Request, below: string): Reply {
    const { data } = this.#area;
    switch (`${request.method} ${below}`) {
      case "GET ":
        return data.registration === undefined
          ? refuse(404, "The registration was not found.")
          : { status: 200, body: data.registration };
      case "POST ":
        return data.registration === undefined
          ? this.#register(request)
          : refuse(409, "A registration exists.");
      case "PUT ":
        return this.#register(request);
      case "GET /events":
        return { status: 200, body: EVENTS };
      case "POST /validationEvents":
        return this.#validate();
      default:
        return this.#validation(below);
    }
  }

  #register(request: Request): Reply {
    const body = parseMap(request.body);
    const url = textAt(body, "WebhookUrl") ?? "";
    const events = textsAt(body, "WebhookEvents");
    if (!URL.canParse(url) || events.length === 0 || events.some((event) => !EVENTS.includes(event))) {
      return refuse(400, "WebhookUrl and WebhookEvents are required, with known events.");
    }
    const registration: JsonMap = {
      SubscriberId: guidOf("subscriber"),
      WebhookUrl: url,
      WebhookEvents: events,
    };
    this.#area.data.registration = registration;
    return { status: 200, body: registration };
  }

  #validate(): Reply {
    const { data } = this.#area;
    if (!textsAt(data.registration, "WebhookEvents").includes("test-created")) {
      return refuse(400, "Register for test-created first.");
    }
    const correlationId = guidOf(`validation ${data.validationEvents.size}`);
    const callbackUrl = textAt(data.registration, "WebhookUrl") ?? "";
    data.validationEvents.set(correlationId, { correlationId, status: "pending", callbackUrl, results: [] });
    return { status: 200, body: { correlationId } };
  }

  #validation(below: string): Reply {
    const { data, now } = this.#area;
    const event = data.validationEvents.get(below.replace("/validationEvents/", ""));
    if (event === undefined) return refuse(404, "The event was not found.");
    const responseMessage = data.webhookAnswer === "OK" ? "" : "The sandbox delivers no events.";
    const dateTimeUtc = now().toISOString();
    const result = { responseCode: data.webhookAnswer, responseMessage, systemError: false, dateTimeUtc };
    return { status: 200, body: { ...event, status: "completed", results: [result] } };
  }
}

function refuse(status: number, description: string, code: number = status): Reply {
  return { status, body: { code, description } };
}
