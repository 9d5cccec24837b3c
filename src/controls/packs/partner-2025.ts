import type { Standard } from "./pack.ts";

/**
 * The partner security requirements, by the names that the security score gives them.
 * https://learn.microsoft.com/partner-center/security/security-requirements
 */
export const partner2025: Standard = {
  name: "partner-2025",
  title: "Partner Center's security requirements of October 2025",
  about:
    "The items of the partner security score, of which administrators' second factor, the security contact and answered alerts are mandatory from 1 October 2025 on, and what Microsoft's guidance for CSP partners says of subscriptions. Most of it is about tenants and people: it is listed, so that nobody takes a green baseline for it.",
  tool: "Partner Center",
  url: "https://learn.microsoft.com/partner-center/security/security-requirements",
  rules: [
    {
      id: "mfaEnforcedForAdmins",
      title: "Administrators of the partner's tenant sign in with a second factor",
      cannot: "it is a setting of the partner's Entra tenant, and no resource of a subscription",
    },
    {
      id: "mfaEnforcedForAdminsOfCustomers",
      title: "Administrators of customers' tenants sign in with a second factor",
      cannot: "it is a setting of the customer's Entra tenant, and no resource of a subscription",
    },
    {
      id: "securityContactProvided",
      title: "Partner Center has a security contact of the partner",
      cannot:
        "no API sets it: it is recorded in partner.securityContact; the security contact of a subscription is another one",
    },
    {
      id: "securityAlertsPromptlyResolved",
      title: "Partner security alerts are answered within 24 hours",
      cannot: "an alert is answered by people, not declared; indirect resellers are not held to it",
    },
    {
      id: "spendingBudgetSetForCustomerAzureSubscriptions",
      title: "Every customer has a spending budget",
      notJudged:
        "the budget of Partner Center is meant, and no source says whether one of Azure Cost Management counts; the baseline has that one in any case",
    },
    {
      id: "guidance: security contact",
      title: "A subscription says whom Microsoft tells of a security incident",
    },
    {
      id: "guidance: anomalous usage",
      title: "Unusual use of customers' subscriptions is watched for, beside Microsoft's own alerts",
    },
  ],
};
