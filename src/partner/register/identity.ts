import { attested, HALF_YEAR, QUARTER, YEAR } from "./partner-control.ts";

/** Identities, authentication and privileges. */
export const IDENTITY = [
  attested({
    id: "partner-all-users-mfa",
    title: "All users of the partner's tenants have to use multifactor authentication",
    severity: "critical",
    why: "Attackers begin with the weakest account, not with an administrator's.",
    howTo: [
      "See that a Conditional Access policy, or security defaults, covers all users without exclusions.",
      "See in the report on authentication methods that all of them are registered.",
    ],
    validDays: QUARTER,
  }),
  attested({
    id: "customer-all-users-mfa",
    title: "All users of the customers' tenants have to use multifactor authentication",
    severity: "high",
    why: "What is stolen from a customer's user is used in the subscriptions that the partner pays for.",
    howTo: ["In each customer's tenant see what covers all users, and who is not registered."],
    validDays: HALF_YEAR,
  }),
  attested({
    id: "phishing-resistant-mfa",
    title: "The second factor resists phishing",
    severity: "high",
    why: "Codes and plain approvals are phished as easily as passwords.",
    howTo: [
      "See that passwordless methods, or at least number matching, are what policies ask for and users use.",
    ],
    validDays: HALF_YEAR,
  }),
  attested({
    id: "no-access-without-customer-mfa",
    title: "Customers who refuse multifactor authentication get neither administrator roles nor write access",
    severity: "high",
    why: "Their stolen passwords would spend the partner's money.",
    howTo: [
      "List the customers without it.",
      "Verify that none of them has a role in Entra ID or write access to an Azure subscription.",
    ],
    validDays: QUARTER,
  }),
  attested({
    id: "separate-admin-accounts",
    title: "Administrators have another account, without roles, for mail and collaboration",
    severity: "high",
    why: "Mail and documents are how accounts are taken over.",
    howTo: [
      "List everyone with an administrator's role in Entra ID.",
      "See that none of these accounts has a mailbox in daily use.",
    ],
    validDays: HALF_YEAR,
  }),
  attested({
    id: "admin-agent-group-review",
    title: "Only those who need it are in the group of Admin agents",
    severity: "high",
    why: "Each member can act as administrator in the customers' tenants.",
    howTo: [
      "Look through the members in Partner Center > User management.",
      "Remove people without a task that requires it.",
    ],
    validDays: QUARTER,
  }),
  attested({
    id: "admin-role-review",
    title: "As few accounts as possible have administrators' roles in Entra ID",
    severity: "high",
    why: "Every additional account can be compromised.",
    howTo: ["Look through who has which role, or let an access review ask.", "Take away what is not needed."],
    validDays: QUARTER,
  }),
  attested({
    id: "leavers-removed",
    title: "People who leave or change jobs lose access to Partner Center",
    severity: "high",
    why: "Misuse of an unused account goes unnoticed.",
    howTo: [
      "Compare the users of Partner Center with the list of employees.",
      "See that the process for leavers names Partner Center.",
    ],
    validDays: QUARTER,
  }),
  attested({
    id: "just-in-time-access",
    title: "Privileged roles are given for a while, and a second person approves",
    severity: "high",
    why: "An attacker cannot use a role that is not assigned.",
    howTo: [
      "In Privileged Identity Management (Entra ID P2) see that roles of Entra ID and Partner Center are eligible, not active.",
      "Verify that activation requires the approval of another person.",
    ],
    validDays: HALF_YEAR,
  }),
  attested({
    id: "privileged-access-strategy",
    title: "Privileged roles are secured as Microsoft's guidance on privileged access asks",
    severity: "medium",
    why: "One protected role does not help if another one is unprotected.",
    howTo: [
      "Go through https://learn.microsoft.com/security/privileged-access-workstations/overview and note what is left to do, and by when.",
    ],
    validDays: YEAR,
  }),
  attested({
    id: "customer-access-review",
    title: "Access to customers' environments is reviewed",
    severity: "high",
    why: "Relationships and delegations outlive the projects that they were made for.",
    howTo: [
      "List delegated admin relationships and Lighthouse delegations.",
      "End unneeded relationships, and reduce those that give more than needed.",
    ],
    validDays: QUARTER,
  }),
  attested({
    id: "separate-partner-tenant",
    title: "Partner Center has a tenant without the company's mail and collaboration",
    severity: "medium",
    why: "An attacker in the office's tenant does not have access to customers yet.",
    howTo: [
      "See which tenant Partner Center is in, and what else is in it.",
      "Where it is the office's: note the plan to separate the two.",
    ],
    validDays: YEAR,
  }),
  attested({
    id: "dedicated-customer-access-accounts",
    title: "Privileged users of Partner Center with access to customers have accounts for nothing else",
    severity: "high",
    why: "An account that is used for everything is exposed to everything.",
    howTo: ["List the users with access to customers.", "See that each account is made for that alone."],
    validDays: HALF_YEAR,
  }),
  attested({
    id: "no-partner-accounts-in-customer-tenants",
    title: "The partner has no user accounts of its own in customers' tenants",
    severity: "medium",
    why: "They are beyond the partner's own policies, and are forgotten there.",
    howTo: [
      "Look for accounts and guests of the partner's people in customers' tenants.",
      "Replace them by delegated access.",
    ],
    validDays: HALF_YEAR,
  }),
];
