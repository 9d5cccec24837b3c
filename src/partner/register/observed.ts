import { ALERTED_ROLES, type ObservedControl, observed, QUARTER } from "./partner-control.ts";

/*
 * The requirements of the partner security score, of which admin MFA, the security contact and the answering of
 * alerts are mandatory: https://learn.microsoft.com/partner-center/security/security-requirements
 */

export const OBSERVED: readonly ObservedControl[] = [
  observed({
    id: "partner-security-contact",
    title: "Partner Center has the partner's security contact, and it is right",
    severity: "critical",
    why: "Microsoft tells this contact of security incidents in the partner's tenant and in those of its customers.",
    howTo: [
      "Print the sheet with `csp-baseline partner contact`.",
      "As a Global admin enter it in Partner Center: no API takes it.",
      "Record that with `csp-baseline partner attest partner-security-contact --owner ADDRESS`.",
    ],
    validDays: QUARTER,
  }),
  observed({
    id: "partner-security-score",
    title: "The partner security score is at its maximum",
    severity: "medium",
    why: "The score is Microsoft's rating of the partner's security; missing points belong to requirements that are not met.",
    howTo: [
      "Read the score with `csp-baseline partner score`.",
      "Meet the requirements with missing points.",
    ],
  }),
  observed({
    id: "partner-admin-mfa",
    title: "Multifactor authentication is enforced for the partner's administrators",
    severity: "critical",
    why: "One stolen password of an administrator opens the tenants of all customers.",
    howTo: [
      "Enforce it in Microsoft Entra ID, by Conditional Access or security defaults.",
      "Read the requirement with `csp-baseline partner score`.",
    ],
  }),
  observed({
    id: "partner-customer-admin-mfa",
    title: "Multifactor authentication is enforced for the customers' administrators",
    severity: "high",
    why: "A customer's own administrator can undo the partner's settings, and so can an attacker with the password.",
    howTo: [
      "Enforce it in each customer's tenant.",
      "Read the requirement with `csp-baseline partner score`.",
    ],
  }),
  observed({
    id: "partner-alerts-answered",
    title: "Security alerts are answered within 24 hours",
    severity: "high",
    why: "A coin miner costs the partner, who pays for the customer's consumption, more every hour.",
    howTo: [
      "List what is open with `csp-baseline partner alerts`.",
      "Find out what it is, and resolve it as legitimate, fraud or ignore.",
    ],
    appliesTo: ALERTED_ROLES,
  }),
  observed({
    id: "partner-customer-budgets",
    title: "Every customer has a spending budget",
    severity: "medium",
    why: "Alerts do not detect every misuse, but misuse causes costs.",
    howTo: [
      "Set a spending budget for each customer in Partner Center, where the score counts them.",
      "Read the requirement with `csp-baseline partner score`.",
    ],
  }),
  observed({
    id: "partner-webhook",
    title: "Partner Center posts security alerts to the fleet's own webhook, and every event was delivered",
    severity: "high",
    why: "A tenant has one registration: another system that registers takes the alerts away, without a message.",
    howTo: [
      "Write the address of the receiver into `partner.webhook.url` of partner.yaml.",
      "Compare it with `csp-baseline partner webhook show`, and test it with `csp-baseline partner webhook test`.",
      "Name the receiver's journal in CSP_BASELINE_WEBHOOK_JOURNAL, so that audit shows events that reached no receiver.",
    ],
    appliesTo: ALERTED_ROLES,
    optional: "webhook",
  }),
  observed({
    id: "cost-visibility",
    title: "Users of every customer see their costs",
    severity: "medium",
    why: "In CSP Azure hides costs by default: then Cost Management is not available in the customer's subscriptions, and budgets and anomaly alerts there may not fire.",
    howTo: [
      "Write `costVisibility: allowed` below `partner` in partner.yaml.",
      "Read the policies with `csp-baseline partner cost-visibility`, and set them with `--set allowed`.",
      "Where a customer is not to see retail prices, talk about it first: users with access to costs see them.",
    ],
    optional: "costVisibility",
    // The policy belongs to a billing account of the Microsoft Partner Agreement, which an indirect reseller does not
    // have.
    appliesTo: ALERTED_ROLES,
  }),
];
