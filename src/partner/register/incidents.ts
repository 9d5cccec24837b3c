import { attested, HALF_YEAR, YEAR } from "./partner-control.ts";

/** Preparations for an incident. */
export const INCIDENTS = [
  attested({
    id: "customer-lockout-runbook",
    title: "There is a plan for a customer's tenant that an attacker took over",
    severity: "medium",
    why: "The partner cannot have a customer's password reset: the customer has to call, and the partner has to tell the customer.",
    howTo: [
      "See that the runbook says: the customer itself calls Microsoft's support, and says that its partner has no access any more.",
      "See that it says who decides to suspend the customer's subscriptions until access is back.",
    ],
    validDays: YEAR,
  }),
  attested({
    id: "compromise-runbook",
    title: "There is a practiced runbook for a compromised subscription",
    severity: "high",
    why: "The partner pays for the consumption until an authorized person suspends the resources.",
    howTo: [
      "See that it says who may suspend resources and subscriptions, and at what hour they are reached.",
      "See that it has these parts: contain, win back identities, clean resources, watch on, learn from the logs.",
      "Walk through it with those on call.",
    ],
    validDays: HALF_YEAR,
  }),
  attested({
    id: "customers-prepared",
    title: "Customers know which notices they get from Microsoft, and what to do with them",
    severity: "medium",
    why: "Microsoft sends many notices to the customer's administrators, not to the partner.",
    howTo: [
      "Write the texts, in each customer's language, with `csp-baseline partner customer-texts --output DIR`, and send them.",
      "Where the customer has its own tenant administrator: agree on who raises the tenant's security, and how.",
    ],
    validDays: YEAR,
  }),
  attested({
    id: "support-escalation",
    title: "Those on call know Microsoft's support channels, and the details that each needs",
    severity: "low",
    why: "Azure support, Partner Center support and the report of a missed alert are three different ways.",
    howTo: [
      "See that the runbook names Azure support for unauthorized use, and Partner Center support for its own questions.",
      "See that they know `csp-baseline partner report-missed`, which has the details for an alert that never came.",
    ],
    validDays: YEAR,
  }),
];
