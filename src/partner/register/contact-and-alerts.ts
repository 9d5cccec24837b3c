import { ALERTED_ROLES, attested, HALF_YEAR, QUARTER, YEAR } from "./partner-control.ts";

/** Recipients of security notices, their channels and reactions. */
export const CONTACT_AND_ALERTS = [
  attested({
    id: "security-contact-process",
    title: "The people behind the security contact read the mail and answer the phone, day and night",
    severity: "high",
    why: "The mail contains urgent instructions, and alerts also arrive at weekends: the mailbox must be read every day.",
    howTo: [
      "Send a mail to the address and see that the people on call get it.",
      "Call the number at an unlikely hour.",
      "See that they know what to do with a notice from Microsoft.",
    ],
    validDays: HALF_YEAR,
  }),
  attested({
    id: "admin-agent-email",
    title: "The preferred mail addresses of all Admin agents are current",
    severity: "medium",
    why: "Admin agents are notified in addition to the security contact; notifications of fraud go to Admin agents only.",
    howTo: [
      "In Partner Center each Admin agent opens Notifications > My preferences and looks at the address.",
    ],
    validDays: HALF_YEAR,
  }),
  attested({
    id: "alert-email-subscription",
    title: "An Admin agent is subscribed to all mails about customers",
    severity: "high",
    why: "Without the preference, Partner Center mails no one about an alert.",
    howTo: [
      "In Partner Center open Notifications (the bell) > My preferences.",
      "Set the address and the language, then edit the e-mail preferences.",
      "Tick every box of the workspace Customers, and save.",
    ],
    validDays: HALF_YEAR,
    appliesTo: ALERTED_ROLES,
  }),
  attested({
    id: "alert-webhook",
    title: "A webhook takes the event azure-fraud-event-detected",
    severity: "medium",
    why: "A program is faster than the reader of a mailbox.",
    howTo: [
      "See that the event is in the registration of Partner Center's webhook.",
      "Send a test event, and see that it arrives.",
    ],
    validDays: HALF_YEAR,
    appliesTo: ALERTED_ROLES,
  }),
  attested({
    id: "alert-api-current",
    title: "Alerts are read from Microsoft Graph, not from the fraud events API alone",
    severity: "low",
    why: "The older API is deprecated: when it returns nothing, that looks like no alerts.",
    howTo: ["Find all callers of `/v1/fraudEvents`, and move them to `/security/partner/securityAlerts`."],
    validDays: YEAR,
    appliesTo: ALERTED_ROLES,
  }),
  attested({
    id: "alert-triage-runbook",
    title: "There is a runbook for alerts, and those on call have access to what it needs",
    severity: "high",
    why: "The people on duty must distinguish an alert from phishing, investigate it and classify it within a day.",
    howTo: [
      "See that it says: check the sender (no-reply@microsoft.com), look at the Action Center or the Security Alerts dashboard, look into the subscription.",
      "See that it ends with telling Microsoft what was found: legitimate, fraud, or ignore for what is old.",
      "See that those on call can open the dashboard; it takes the role Admin agent.",
    ],
    validDays: HALF_YEAR,
    appliesTo: ALERTED_ROLES,
  }),
  attested({
    id: "alert-activity-log-review",
    title: "Partner Center's activity log is reviewed for fraud events, including old ones",
    severity: "medium",
    why: "Alerts from before notices were sent to everyone, and alerts whose mail was lost, are still open there.",
    howTo: [
      "In Partner Center open Settings > Account settings > Activity logs.",
      "Choose the days, and the operation Azure Fraud Event Detected.",
      "Resolve all open events, however old.",
    ],
    validDays: QUARTER,
    appliesTo: ALERTED_ROLES,
  }),
];
