import type { Standard } from "./pack.ts";

/**
 * The partner security requirements, by the names that the security score gives them.
 * https://learn.microsoft.com/partner-center/security/security-requirements
 */
export const partner2025: Standard = {
  name: "partner-2025",
  title: "Partner Center's security requirements of October 2025",
  about:
    "The items of the partner security score and the parts of Microsoft's guidance for CSP partners on subscriptions. MFA for administrators, the security contact and answered alerts are mandatory from 1 October 2025. Most items concern tenants and people; they are listed to show that a passing baseline does not cover them.",
  tool: "Partner Center",
  url: "https://learn.microsoft.com/partner-center/security/security-requirements",
  rules: [
    {
      id: "mfaEnforcedForAdmins",
      title: "Administrators of the partner's tenant sign in with MFA",
      cannot:
        "it is a setting of the partner's Entra tenant, not a resource of a subscription; `audit --partner` judges it as partner-admin-mfa",
    },
    {
      id: "mfaEnforcedForAdminsOfCustomers",
      title: "Administrators of customers' tenants sign in with MFA",
      cannot:
        "it is a setting of the customer's Entra tenant, not a resource of a subscription; `audit --partner` judges it as partner-customer-admin-mfa",
    },
    {
      id: "securityContactProvided",
      title: "Partner Center has a security contact of the partner",
      cannot:
        "no baseline declares it: it is recorded in partner.securityContact, and `audit --partner` judges it as partner-security-contact; the security contact of a subscription is a different one",
    },
    {
      id: "securityAlertsPromptlyResolved",
      title: "Partner security alerts are answered within 24 hours",
      cannot:
        "people answer alerts, a baseline cannot declare it; `audit --partner` judges it as partner-alerts-answered; it does not apply to indirect resellers",
    },
    {
      id: "spendingBudgetSetForCustomerAzureSubscriptions",
      title: "Every customer has a spending budget",
      notJudged:
        "it refers to the budget of Partner Center, which `audit --partner` judges as partner-customer-budgets. No source states whether a budget of Azure Cost Management, which the baseline declares, counts",
    },
    {
      id: "guidance: security contact",
      title: "A subscription names the contact for Microsoft's security notifications",
    },
    {
      id: "guidance: anomalous usage",
      title: "Unusual usage of customers' subscriptions is monitored, in addition to Microsoft's own alerts",
    },
  ],
};
