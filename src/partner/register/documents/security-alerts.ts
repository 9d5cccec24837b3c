import { asks, type RegisterDocument, tells } from "./document.ts";

const START = "Detect and respond to security alerts";
const BY_MAIL = "Get alerts by email";
const GRAPH = "Use the new Microsoft Graph Security Alerts API (Beta)";
const LEGACY = "Support for the existing FraudEvents API";
const NOTIFIED = "What to do when you receive a security alert notification";
const COMPROMISED = "What should you do if an Azure subscription has been compromised?";
const CUSTOMERS = "How to prepare your end customers";
const TENANT = "Additional information for protecting your tenant";
const MISSED = "Why am I not seeing all the alerts?";

export const SECURITY_ALERTS: RegisterDocument = {
  title: "Detect and respond to security alerts",
  url: "https://learn.microsoft.com/partner-center/azure-fraud-notification",
  recommendations: [
    asks(
      START,
      "subscribe to alerts of misuse and takeovers",
      ["alert-email-subscription"],
      "7:735f57f0ca0a",
    ),
    asks(
      START,
      "monitor customers' consumption in addition to these alerts",
      ["budget", "cost-anomaly-alert", "service-health-alert"],
      "11:bb14be13bc93",
    ),
    asks(
      START,
      "investigate an alert at once, and suspend resources if necessary",
      ["partner-alerts-answered", "compromise-runbook"],
      "13:7788a98115ec",
    ),
    asks(
      START,
      "keep the preferred addresses of Admin agents current",
      ["admin-agent-email"],
      "15:e3dc9e454c97",
    ),
    asks(
      "Subscribe to security alert notifications",
      "subscribe with the means of your role",
      ["alert-email-subscription"],
      "19:24638adf7ea2",
    ),
    asks(
      BY_MAIL,
      "set the address, the language and all mails about customers",
      ["alert-email-subscription", "admin-agent-email"],
      "25:8826c4319fd3",
      "26:8e692c979cff",
      "27:bfa4ff095b3d",
      "28:2df357b2fbc9",
      "29:820403cb3af6",
      "30:646f2af7e3a9",
      "31:0be5247fa920",
    ),
    tells(
      BY_MAIL,
      "states that direct-bill partners see more types of alerts; an unknown type is shown unchanged",
      "39:baa2f7779b99",
    ),
    tells(BY_MAIL, "lists the mails", "35:602cd6faa4c9", "36:8147b7d00b60", "37:0a4fadae1e46"),
    asks(
      "Get alerts through a webhook",
      "receive the event azure-fraud-event-detected",
      ["alert-webhook", "partner-webhook"],
      "43:5af4fe9115e4",
    ),
    asks(
      "See and respond to alerts through the Security Alerts dashboard",
      "review and answer alerts in the dashboard",
      ["partner-alerts-answered", "alert-triage-runbook"],
      "47:c3746055e58d",
    ),
    tells("Get alert details through API", "has only a heading"),
    tells(
      GRAPH,
      "names the APIs for organization profile, customer, indirect resellers and subscription; the fleet contains their data",
      "64:49aa455262ba",
      "65:78cc9e718900",
      "66:830a0755632a",
      "67:947fff1600ea",
    ),
    asks(GRAPH, "use the API of Microsoft Graph", ["alert-api-current"], "55:8927bf8843f3"),
    asks(GRAPH, "resolve alerts that are handled", ["partner-alerts-answered"], "68:a32ee6bb2156"),
    asks(
      LEGACY,
      "migrate from the fraud events API, and expect new kinds of alerts",
      ["alert-api-current"],
      "74:a59b4efd9a35",
      "76:ea4ddaa09534",
    ),
    asks(
      NOTIFIED,
      "verify that the mail is Microsoft's, and check the Action Center",
      ["alert-triage-runbook"],
      "82:ab3a91c99526",
      "83:c9bde7023c07",
    ),
    asks(
      NOTIFIED,
      "investigate the subscription: expected activity or misuse",
      ["alert-triage-runbook", "partner-alerts-answered"],
      "84:e08a468ad1e5",
    ),
    asks(
      NOTIFIED,
      "report the result to Microsoft: legitimate, fraud or ignore",
      ["partner-alerts-answered", "alert-triage-runbook"],
      "85:1f3268d52d9c",
      "86:66964e86a803",
      "87:a647044aee50",
      "88:a43fd562f8d8",
    ),
    tells("What other steps can you take to lower the risk of compromise?", "has only a heading"),
    asks(
      COMPROMISED,
      "contain the incident, and recover the identities",
      ["compromise-runbook", "risky-users-review"],
      "94:32b1f14a63a9",
      "96:a4c43a5c9080",
    ),
    asks(
      COMPROMISED,
      "clean up, continue monitoring, and review logs",
      ["compromise-runbook", "delegated-admin-log-review", "activity-log-export"],
      "98:5e6fb569170f",
    ),
    asks(
      COMPROMISED,
      "improve security in advance",
      ["partner-security-score", "defender-plans", "policy-assignments"],
      "100:4600b1f79909",
    ),
    tells("More tools for monitoring", "has only a heading"),
    asks(
      CUSTOMERS,
      "prepare customers for notifications, and for their actions",
      ["customers-prepared"],
      "108:acb5073193f5",
    ),
    asks(
      CUSTOMERS,
      "alert on usage and cost",
      ["budget", "cost-anomaly-alert", "action-group"],
      "110:7df95f9f7e2c",
    ),
    asks(
      CUSTOMERS,
      "alert on service health",
      ["service-health-alert", "resource-health-alert"],
      "111:a61e5991872e",
    ),
    asks(
      CUSTOMERS,
      "raise the tenant's security with its administrator",
      ["customers-prepared", "customer-all-users-mfa", "partner-customer-admin-mfa"],
      "112:cd9167241dab",
    ),
    asks(
      TENANT,
      "contact the right support: Azure's for misuse, Partner Center's for its own problems",
      ["support-escalation"],
      "116:4284b296097c",
      "118:7b19bd78917b",
    ),
    asks(
      "Check security notifications under Activity logs",
      "check the activity log for fraud events",
      ["alert-activity-log-review"],
      "122:0bd32ab25dc6",
      "123:0e5374a474db",
      "124:9e1ca77f62a1",
      "125:9a002cee9195",
    ),
    asks(
      "Why are partners receiving older Azure security alerts?",
      "resolve all open alerts, including old ones",
      ["alert-activity-log-review", "partner-alerts-answered"],
      "129:56048ca1b7e4",
    ),
    asks(
      MISSED,
      "use other monitoring too, such as monthly budgets",
      ["partner-customer-budgets", "budget", "cost-anomaly-alert", "cost-visibility"],
      "135:7c64935afe07",
    ),
    asks(
      MISSED,
      "report a missed alert, with six details",
      ["support-escalation"],
      "137:d28f98d83924",
      "138:c618f49a2e4d",
      "139:e6e0fca4780b",
      "140:be052942def9",
      "141:066095ccb8ee",
    ),
    tells("Next steps", "has only a heading"),
  ],
};
