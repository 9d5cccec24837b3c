import { READER_CLIENT_ID } from "../directory.ts";
import { guidOf } from "../guid.ts";
import type { Reply } from "../http.ts";
import { type JsonMap, parseMap, textAt } from "../json.ts";
import type { PartnerData } from "../partner/partner-data.ts";
import type { ArmContext } from "./context.ts";
import { ArmError, badRequest, methodNotAllowed, shown } from "./error.ts";
import { listReply } from "./paging.ts";

const ROOT = "/providers/microsoft.billing/billingaccounts";
const VERSIONS = ["2020-05-01", "2024-04-01"];
const POLICY = /^\/([^/]+)\/customers\/([^/]+)\/policies\/default$/;

/** Whether a path belongs to billing accounts, which belong to a tenant and not to a subscription. */
export function isBilling(path: string): boolean {
  return path === ROOT || path.startsWith(`${ROOT}/`);
}

/** Returns the name of the partner's billing account: two GUIDs and a date, in Azure's form. */
export function billingAccountName(tenantId: string): string {
  return `${guidOf(`billing account ${tenantId}`)}:${guidOf(`organization ${tenantId}`)}_2019-05-31`;
}

/**
 * Answers for the partner's billing account and its policies: whether the users of a customer see charges. The default
 * is `NotAllowed`, as in Azure. https://learn.microsoft.com/rest/api/billing/policies
 */
export function billing(context: ArmContext, apiVersion: string, data: PartnerData): Reply {
  const { claims, directory, request } = context;
  const { method } = request;
  if (!VERSIONS.includes(apiVersion)) {
    const message = `No registered resource provider found for API version '${apiVersion}' for type 'billingAccounts'. The sandbox models: ${VERSIONS.join(", ")}.`;
    throw badRequest(message, "NoRegisteredProviderFound");
  }
  const isPartner = claims.tenantId === directory.defaultTenantId;
  const name = billingAccountName(directory.defaultTenantId);
  const below = request.path.slice(ROOT.length);
  if (below === "") {
    if (method !== "GET") throw methodNotAllowed(method, "The list of billing accounts");
    return listReply(request, isPartner ? [accountBody(name)] : []);
  }
  const [, account = "", customer = ""] = POLICY.exec(below.toLowerCase()) ?? [];
  if (customer === "") {
    throw new ArmError(
      501,
      "SandboxDoesNotModel",
      `The sandbox does not model ${method} ${shown(request.path)}.`,
    );
  }
  if (!isPartner || decodeURIComponent(account) !== name.toLowerCase()) {
    throw new ArmError(403, "Forbidden", "The caller has no access to the billing account.");
  }
  if (!directory.customers().some(({ id }) => id === customer)) {
    throw new ArmError(
      404,
      "NotFound",
      `The customer ${shown(customer)} was not found in the billing account.`,
    );
  }
  if (method === "PUT") {
    if (claims.appId === READER_CLIENT_ID) {
      throw new ArmError(403, "Forbidden", "The caller may not update policies of the billing account.");
    }
    const viewCharges = textAt(parseMap(request.body), "properties", "viewCharges") ?? "";
    if (!/^(?:Not)?Allowed$/.test(viewCharges))
      throw badRequest("viewCharges must be Allowed or NotAllowed.");
    data.viewCharges = { ...data.viewCharges, [customer]: viewCharges };
  } else if (method !== "GET") throw methodNotAllowed(method, "A policy");
  return { status: 200, body: policyBody(name, customer, data) };
}

/** Rejects a budget when the customer's policy hides charges, if the sandbox is configured to do so. */
export function requireVisibleCosts(data: PartnerData, tenantId: string): void {
  if (!data.enforceViewCharges || data.viewCharges[tenantId] === "Allowed") return;
  throw new ArmError(
    401,
    "AccountCostDisabled",
    "Access to cost data has been disabled for this subscription.",
  );
}

function accountBody(name: string): JsonMap {
  return {
    id: `/providers/Microsoft.Billing/billingAccounts/${name}`,
    name,
    type: "Microsoft.Billing/billingAccounts",
    properties: {
      accountStatus: "Active",
      accountType: "Partner",
      agreementType: "MicrosoftPartnerAgreement",
      displayName: "Sandbox partner",
    },
  };
}

function policyBody(account: string, customer: string, { viewCharges }: PartnerData): JsonMap {
  return {
    id: `/providers/Microsoft.Billing/billingAccounts/${account}/customers/${customer}/policies/default`,
    name: "default",
    type: "Microsoft.Billing/billingAccounts/customers/policies",
    properties: { viewCharges: viewCharges[customer] ?? "NotAllowed" },
  };
}
