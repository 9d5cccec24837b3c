import { z } from "zod";
import { AzureFailure, azureFailure } from "../../azure/failure.ts";
import { member } from "../../text/json.ts";
import { instant, listOf, text } from "../graph/lenient.ts";
import { GLOBAL_ADMIN, parsed, users } from "./reads.ts";
import { type Look, named, type Seen, seenWithout } from "./sighting.ts";

const SOON_DAYS = 30;
const DAY = 24 * 3600 * 1000;

const relationshipSchema = z.object({
  displayName: text,
  status: z.string(),
  endDateTime: instant,
  autoExtendDuration: text,
  customer: z.object({ tenantId: text, displayName: text }).nullish().catch(undefined),
  accessDetails: z
    .object({ unifiedRoles: listOf(z.object({ roleDefinitionId: z.string() })) })
    .nullish()
    .catch(undefined),
});

/** https://learn.microsoft.com/graph/api/tenantrelationship-list-delegatedadminrelationships */
const relationships: Look = {
  duty: "customer-access-review",
  permissions: ["DelegatedAdminRelationship.Read.All"],
  see: async ({ fleet, now, partner }) => {
    const items = await partner.list("/tenantRelationships/delegatedAdminRelationships");
    const all = parsed(relationshipSchema, items, "a relationship");
    const active = all.filter(({ status }) => status === "active");
    const known = new Set(fleet.customers.map(({ tenantId }) => tenantId.toLowerCase()));
    const name = ({ customer, displayName }: (typeof all)[number]) =>
      `${customer?.displayName ?? customer?.tenantId ?? "a customer"} (${displayName ?? "no name"})`;
    const global = active.filter((one) =>
      one.accessDetails?.unifiedRoles.some((role) => role.roleDefinitionId.toLowerCase() === GLOBAL_ADMIN),
    );
    const unknown = active.filter(({ customer }) => !known.has(customer?.tenantId?.toLowerCase() ?? ""));
    const ending = active.filter(({ autoExtendDuration, endDateTime }) => {
      const isExtended = autoExtendDuration !== undefined && !/^P(T0S|0D)$/.test(autoExtendDuration);
      return (
        !isExtended && endDateTime !== undefined && Date.parse(endDateTime) - now.getTime() < SOON_DAYS * DAY
      );
    });
    const soon =
      ending.length === 0
        ? ""
        : `; ending within ${SOON_DAYS} days: ${named("relationship", ending.map(name))}`;
    return seenWithout(
      [
        ...(global.length === 0
          ? []
          : [`with the role Global Administrator: ${named("relationship", global.map(name))}`]),
        ...(unknown.length === 0
          ? []
          : [`with tenants that are not in the fleet: ${named("relationship", unknown.map(name))}`]),
      ].map((reason) => `${reason}${soon}`),
      "nothing-against",
      `${active.length} active ${active.length === 1 ? "relationship" : "relationships"}, none with Global Administrator or a tenant outside the fleet${soon}; a person has to decide whether each is needed`,
    );
  },
};

const domainSchema = z.object({ id: z.string(), isVerified: z.boolean() });

const ownAccounts: Look = {
  duty: "no-partner-accounts-in-customer-tenants",
  permissions: ["User.Read.All in customers' tenants", "Domain.Read.All in the partner's"],
  see: async ({ customers, partner }): Promise<Seen> => {
    if (customers === undefined) throw new AzureFailure("customers were not read: add --customers");
    if (customers.length === 0) throw new AzureFailure("the fleet has no customers");
    const domains = parsed(domainSchema, await partner.list("/domains"), "a domain");
    const own = domains.flatMap(({ id, isVerified }) => (isVerified ? [id.toLowerCase()] : []));
    const isOwn = (mail: string | undefined) => own.includes(mail?.split("@").at(-1)?.toLowerCase() ?? "");
    const found: string[] = [];
    const unread: string[] = [];
    for (const { directory, key } of customers) {
      try {
        const theirs = (await users(directory)).filter(({ mail }) => isOwn(mail));
        found.push(...theirs.map((one) => `${one.userPrincipalName} at ${key}`));
      } catch (error) {
        unread.push(`${key} (${azureFailure(error).message})`);
      }
    }
    if (found.length > 0)
      return { state: "not-met", message: `accounts of the partner's people: ${named("account", found)}` };
    if (unread.length > 0) throw new AzureFailure(`not read of ${named("customer", unread)}`);
    return {
      state: "nothing-against",
      message: `no account with an address of ${own.length} verified domains in ${customers.length} tenants; other names are not recognized`,
    };
  },
};

const skuSchema = z.object({
  skuPartNumber: text,
  consumedUnits: z.number(),
  servicePlans: listOf(z.object({ servicePlanName: z.string() })),
});

const ownTenant: Look = {
  duty: "separate-partner-tenant",
  permissions: ["LicenseAssignment.Read.All"],
  see: async ({ partner }) => {
    const skus = parsed(skuSchema, await partner.list("/subscribedSkus"), "a license");
    const mail = skus.filter(
      ({ consumedUnits, servicePlans }) =>
        consumedUnits > 0 &&
        servicePlans.some(({ servicePlanName }) =>
          /^(EXCHANGE_S_(?!FOUNDATION)|TEAMS1)/.test(servicePlanName),
        ),
    );
    const names = mail.map((one) => one.skuPartNumber ?? "without a name");
    return seenWithout(
      mail.length === 0 ? [] : [`mail or Teams is used in the partner's tenant: ${named("license", names)}`],
      "met",
      "no license of mail or Teams is used in the partner's tenant",
    );
  },
};

const riskySchema = z.object({ userPrincipalName: text, riskState: z.string(), riskLevel: text });

/** https://learn.microsoft.com/graph/api/riskyuser-list */
const riskyUsers: Look = {
  duty: "risky-users-review",
  permissions: ["IdentityRiskyUser.Read.All"],
  see: async ({ partner }) => {
    const all = parsed(riskySchema, await partner.list("/identityProtection/riskyUsers"), "a user");
    const open = all.filter(({ riskState }) => /^(atRisk|confirmedCompromised)$/.test(riskState));
    const names = open.map((one) => `${one.userPrincipalName ?? "a user"} (${one.riskLevel ?? "unknown"})`);
    return seenWithout(
      open.length === 0 ? [] : [`at risk, and not remediated: ${named("user", names)}`],
      "met",
      "there are no users at risk",
    );
  },
};

const AZURE_AD_GRAPH = "00000002-0000-0000-c000-000000000000";
const applicationSchema = z.object({
  displayName: text,
  requiredResourceAccess: listOf(z.object({ resourceAppId: z.string() })),
});

const azureAdGraph: Look = {
  duty: "azure-ad-graph-migration",
  permissions: ["Application.Read.All"],
  see: async ({ partner }) => {
    const items = await partner.list("/applications?$select=id,displayName,requiredResourceAccess");
    const all = parsed(applicationSchema, items, "an application");
    const late = all.filter(({ requiredResourceAccess }) =>
      requiredResourceAccess.some(({ resourceAppId }) => resourceAppId.toLowerCase() === AZURE_AD_GRAPH),
    );
    const names = late.map((one) => one.displayName ?? "without a name");
    return seenWithout(
      late.length === 0 ? [] : [`ask for permissions of Azure AD Graph: ${named("application", names)}`],
      "met",
      `none of the tenant's ${all.length} applications asks for permissions of Azure AD Graph`,
    );
  },
};

const SETTINGS = "/providers/microsoft.aadiam/diagnosticSettings?api-version=2017-04-01";
const LOGS = ["AuditLogs", "SignInLogs", "NonInteractiveUserSignInLogs", "ServicePrincipalSignInLogs"];
const settingSchema = z.object({
  properties: z.object({
    logs: listOf(z.object({ category: z.string(), enabled: z.boolean() })),
    workspaceId: text,
    storageAccountId: text,
    eventHubAuthorizationRuleId: text,
  }),
});

/** https://learn.microsoft.com/entra/identity/monitoring-health/howto-configure-diagnostic-settings */
const logs: Look = {
  duty: "audit-log-retention",
  permissions: ["Microsoft Entra role Security Reader (microsoft.aadiam/diagnosticSettings/read)"],
  see: async ({ arm }) => {
    const value = member(await (await arm()).get(SETTINGS), "value");
    if (!Array.isArray(value)) throw new AzureFailure("its answer has no list");
    const settings = parsed(settingSchema, value, "a diagnostic setting").filter(
      ({ properties: one }) => one.workspaceId ?? one.storageAccountId ?? one.eventHubAuthorizationRuleId,
    );
    const exported = new Set(
      settings.flatMap(({ properties }) =>
        properties.logs.flatMap(({ category, enabled }) => (enabled ? [category] : [])),
      ),
    );
    const missing = LOGS.filter((log) => !exported.has(log));
    return seenWithout(
      missing.length === 0 ? [] : [`not exported from Entra: ${missing.join(", ")}`],
      "nothing-against",
      "audit and sign-in logs are exported from Entra; for how long the destination keeps them is not read",
    );
  },
};

export const TENANT_LOOKS: readonly Look[] = [
  relationships,
  ownTenant,
  ownAccounts,
  logs,
  riskyUsers,
  azureAdGraph,
];
