import { z } from "zod";
import { AzureFailure, azureFailure } from "../../azure/failure.ts";
import { member } from "../../text/json.ts";
import { text } from "../graph/lenient.ts";
import type { Directory } from "./directory.ts";
import { parsed, registrations } from "./reads.ts";
import { type Look, named, type Seen, type SightingWorld, seenWithout } from "./sighting.ts";

const strings = z.array(z.string()).nullish().catch(undefined);
const policySchema = z.object({
  state: text,
  conditions: z
    .object({
      users: z
        .object({
          includeUsers: strings,
          excludeUsers: strings,
          excludeGroups: strings,
          excludeRoles: strings,
        })
        .nullish(),
      applications: z.object({ includeApplications: strings, excludeApplications: strings }).nullish(),
      clientAppTypes: strings,
      userRiskLevels: strings,
      signInRiskLevels: strings,
      locations: z.unknown().optional(),
      platforms: z.unknown().optional(),
      devices: z.unknown().optional(),
    })
    .nullish(),
  grantControls: z
    .object({ operator: text, builtInControls: strings, authenticationStrength: z.unknown().optional() })
    .nullish(),
});
type Policy = z.output<typeof policySchema>;

/**
 * Returns whether a Conditional Access policy requires a second factor of every user for every application, without
 * conditions.
 */
function coversAll({ conditions, grantControls, state }: Policy): boolean {
  const { applications, clientAppTypes, users } = conditions ?? {};
  const excluded = [users?.excludeUsers, users?.excludeGroups, users?.excludeRoles].flatMap(
    (one) => one ?? [],
  );
  const controls = grantControls?.builtInControls ?? [];
  const hasStrength = grantControls?.authenticationStrength != null;
  // If several controls are joined by OR, one other than MFA would be sufficient.
  const asksMfa =
    (controls.includes("mfa") || hasStrength) &&
    (grantControls?.operator === "AND" || controls.length + (hasStrength ? 1 : 0) === 1);
  const isNarrowed = [conditions?.locations, conditions?.platforms, conditions?.devices].some(
    (one) => one != null,
  );
  const risks = [conditions?.userRiskLevels, conditions?.signInRiskLevels].flatMap((one) => one ?? []);
  return (
    state === "enabled" &&
    users?.includeUsers?.includes("All") === true &&
    applications?.includeApplications?.includes("All") === true &&
    (applications.excludeApplications ?? []).length === 0 &&
    (clientAppTypes ?? ["all"]).includes("all") &&
    excluded.length === 0 &&
    risks.length === 0 &&
    !isNarrowed &&
    asksMfa
  );
}

/**
 * Returns why MFA is not required of all users: no policy for all of them, or users who are not registered.
 * https://learn.microsoft.com/graph/api/conditionalaccessroot-list-policies
 * @throws {AzureFailure}
 */
async function againstMfa(directory: Directory): Promise<string[]> {
  const unregistered = (await registrations(directory)).filter(({ isMfaRegistered }) => !isMfaRegistered);
  const defaults = await directory.get("/policies/identitySecurityDefaultsEnforcementPolicy");
  const policies =
    member(defaults, "isEnabled") === true
      ? []
      : parsed(policySchema, await directory.list("/identity/conditionalAccess/policies"), "a policy");
  const isRequired = member(defaults, "isEnabled") === true || policies.some(coversAll);
  return [
    ...(isRequired
      ? []
      : [
          "neither security defaults nor a Conditional Access policy require MFA of all users without exclusions",
        ]),
    ...(unregistered.length === 0
      ? []
      : [
          `not registered for MFA: ${named(
            "user",
            unregistered.map((one) => one.userPrincipalName),
          )}`,
        ]),
  ];
}

const MFA_PERMISSIONS = ["AuditLog.Read.All", "Policy.Read.All"];
const principalSchema = z.object({ upn: text });

/**
 * Returns the users who signed in to Partner Center without MFA in the last 7 days.
 * https://learn.microsoft.com/partner-center/developer/get-portal-requests-without-mfa
 */
async function withoutMfa({ partnerCenter }: SightingWorld): Promise<string[]> {
  const body = await (await partnerCenter()).get("/v1/nonMfaCompliantPartnerPrincipals");
  const items = member(body, "items");
  if (!Array.isArray(items)) throw new AzureFailure("its answer has no list");
  return parsed(principalSchema, items, "a user").map(({ upn }) => upn ?? "a user without a name");
}

const partnerMfa: Look = {
  duty: "partner-all-users-mfa",
  permissions: [...MFA_PERMISSIONS, "Partner Center role Admin agent, as a user (for sign-ins without MFA)"],
  see: async (world) => {
    const reasons = await againstMfa(world.partner);
    let portal = "; no user came to Partner Center without MFA in the last 7 days";
    try {
      const names = await withoutMfa(world);
      if (names.length > 0)
        reasons.push(`came to Partner Center without MFA in the last 7 days: ${named("user", names)}`);
    } catch (error) {
      portal = `; sign-ins to Partner Center were not read: ${azureFailure(error).message}`;
    }
    return seenWithout(reasons, "met", `MFA is required of all users, and all are registered${portal}`);
  },
};

const customerMfa: Look = {
  duty: "customer-all-users-mfa",
  permissions: MFA_PERMISSIONS,
  see: async ({ customers }): Promise<Seen> => {
    if (customers === undefined) throw new AzureFailure("customers were not read: add --customers");
    if (customers.length === 0) throw new AzureFailure("the fleet has no customers");
    const reasons: string[] = [];
    const unread: string[] = [];
    for (const { directory, key } of customers) {
      try {
        const found = await againstMfa(directory);
        if (found.length > 0) reasons.push(`${key}: ${found.join(", ")}`);
      } catch (error) {
        unread.push(`${key} (${azureFailure(error).message})`);
      }
    }
    if (reasons.length > 0) return { state: "not-met", message: reasons.join("; ") };
    if (unread.length > 0) throw new AzureFailure(`not read of ${named("customer", unread)}`);
    return { state: "met", message: `MFA is required of all users of ${customers.length} customers` };
  },
};

/**
 * The Authenticator uses number matching since 2023.
 * https://learn.microsoft.com/entra/identity/authentication/how-to-mfa-number-match
 */
const RESISTANT =
  /^(fido2(securitykey)?|passkey.*|windowshelloforbusiness|x509certificate.*|macossecureenclavekey|microsoftauthenticator(push|passwordless))$/i;

const resistantMfa: Look = {
  duty: "phishing-resistant-mfa",
  permissions: ["AuditLog.Read.All"],
  see: async ({ partner }) => {
    const weak = (await registrations(partner)).filter(
      ({ methodsRegistered }) => !methodsRegistered.some((method) => RESISTANT.test(method)),
    );
    const names = weak.map((one) => one.userPrincipalName);
    return seenWithout(
      weak.length === 0 ? [] : [`without a method that resists phishing: ${named("user", names)}`],
      "nothing-against",
      "every user has a method that resists phishing; whether policies ask for it is not read",
    );
  },
};

const adoptionSchema = z.object({
  applicationId: text,
  applicationName: text,
  mfaCompliantRequestCount: z.number(),
  totalRequestCount: z.number(),
});

/** https://learn.microsoft.com/partner-center/developer/get-api-request-summary */
const secureApplications: Look = {
  duty: "secure-application-model",
  permissions: ["Partner Center role Admin agent, as a user"],
  see: async ({ partnerCenter }) => {
    const body = await (await partnerCenter()).get("/v1/applicationmfaadoptionstatus");
    const items = Array.isArray(body) ? body : member(body, "items");
    if (!Array.isArray(items)) throw new AzureFailure("its answer has no list");
    const late = parsed(adoptionSchema, items, "an application").filter(
      (one) => one.mfaCompliantRequestCount < one.totalRequestCount,
    );
    const names = [
      ...new Set(late.map((one) => one.applicationName ?? one.applicationId ?? "without a name")),
    ];
    return seenWithout(
      names.length === 0
        ? []
        : [`called Partner Center for users without MFA: ${named("application", names)}`],
      "nothing-against",
      "every call for a user had MFA; where programs keep their refresh tokens is not shown",
    );
  },
};

export const MFA_LOOKS: readonly Look[] = [partnerMfa, customerMfa, resistantMfa, secureApplications];
