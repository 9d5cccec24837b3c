import { asks, type RegisterDocument, tells } from "./document.ts";

const START = "CSP security best practices";
const MFA = "Require multifactor authentication";
const LEAST = "Least privilege / No standing access";
const ISOLATION = "Identity isolation";
const DEVICES = "Devices best practices";
const APIS = "Partner Center APIs";
const MONITORING = "monitoring and auditing";

export const BEST_PRACTICES: RegisterDocument = {
  title: "CSP security best practices",
  url: "https://learn.microsoft.com/partner-center/security/csp-security-best-practices",
  recommendations: [
    tells(START, "states its audience; the register contains the rest", "3:eac95a586cb7"),
    asks(
      START,
      "follow the practices for customers' own security",
      ["customers-prepared", "customer-all-users-mfa"],
      "5:93825d465786",
    ),
    asks(
      START,
      "replace Azure AD Graph by Microsoft Graph",
      ["azure-ad-graph-migration", "alert-api-current"],
      "10:f7380e1518f2",
    ),
    tells("Identity best practices", "has only a heading"),
    asks(
      MFA,
      "require it for all users of the partner and the customers, with the means of the license",
      ["partner-all-users-mfa", "customer-all-users-mfa", "partner-admin-mfa", "partner-customer-admin-mfa"],
      "18:896a97b7285e",
      "19:174d3da169c9",
      "20:feafe077c3eb",
    ),
    asks(MFA, "use a method that resists phishing", ["phishing-resistant-mfa"], "21:ad60c5b1ca63"),
    asks(
      MFA,
      "give customers who refuse it no administrator roles and no write access",
      ["no-access-without-customer-mfa"],
      "22:51f47da413eb",
    ),
    tells("App access", "has only a heading"),
    asks(
      LEAST,
      "have another account for mail and collaboration",
      ["separate-admin-accounts"],
      "28:87af1583024d",
    ),
    asks(LEAST, "review the group of Admin agents", ["admin-agent-group-review"], "29:23cecc4613b8"),
    asks(LEAST, "review administrators' roles, and limit them", ["admin-role-review"], "30:3d6bcac19db1"),
    asks(LEAST, "remove people who leave or change jobs", ["leavers-removed"], "31:4ab10b463ee7"),
    asks(
      LEAST,
      "give roles just in time, approved by a second person",
      ["just-in-time-access"],
      "32:3f698fe82a84",
    ),
    asks(
      LEAST,
      "follow the guidance on privileged access",
      ["privileged-access-strategy"],
      "33:adeec262b44d",
    ),
    asks(LEAST, "review the access to customers", ["customer-access-review"], "34:ca7713c65419"),
    asks(
      ISOLATION,
      "keep Partner Center out of the tenant of mail and collaboration",
      ["separate-partner-tenant"],
      "38:23a60c7cf943",
    ),
    asks(
      ISOLATION,
      "have dedicated accounts for access to customers",
      ["dedicated-customer-access-accounts"],
      "39:a20d996ee556",
    ),
    asks(
      ISOLATION,
      "create no accounts of the partner in customers' tenants",
      ["no-partner-accounts-in-customer-tenants"],
      "40:6fe311ba0f99",
    ),
    asks(
      DEVICES,
      "allow access only from registered, healthy and monitored workstations",
      ["managed-workstations"],
      "44:2bf934cf7d42",
    ),
    asks(
      DEVICES,
      "consider dedicated workstations for privileged access",
      ["privileged-workstations"],
      "45:46a9d3db9ac4",
    ),
    tells("Monitoring best practices", "has only a heading"),
    asks(
      APIS,
      "use the secure application model, and log the actions of users",
      ["secure-application-model", "control-panel-audit-logs"],
      "51:de413454dd81",
    ),
    asks(APIS, "audit every partner agent and its actions", ["control-panel-audit-logs"], "52:bba6873ccd5d"),
    asks(
      MONITORING,
      "keep detailed audit logs of delegated administrators for a sufficient time",
      ["audit-log-retention"],
      "56:e361372419ba",
      "60:3f8c84ce4937",
      "61:e8ec3b3ec7a7",
      "62:6f40a1561ef0",
    ),
    asks(
      MONITORING,
      "verify the recovery details of Global admins",
      ["admin-recovery-details"],
      "66:9827ffbd43c3",
    ),
    asks(
      MONITORING,
      "document that a locked-out customer calls support itself, and when to suspend its subscriptions",
      ["customer-lockout-runbook"],
      "68:9f4f5eebccb8",
    ),
    asks(
      MONITORING,
      "review the actions of delegated administrators",
      ["delegated-admin-log-review", "audit-log-retention", "activity-log-alerts", "activity-log-export"],
      "69:917b1bdfb984",
    ),
    asks(MONITORING, "review risky users", ["risky-users-review"], "71:eb9b5fa258e8"),
  ],
};
