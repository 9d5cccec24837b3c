import type { ControlId } from "../controls/control-ids.ts";
import type { Baseline, Customer, Subscription } from "../fleet/index.ts";
import { code, prose, tableHead, tableRow } from "../text/markdown.ts";

/** What a notice is about, whom it reaches, and what the reader does. */
interface Notice {
  readonly control: ControlId;
  readonly title: string;
  readonly what: string;
  readonly todo: string;
  readonly whom: (baseline: Baseline) => string;
}

const NOTICES: readonly Notice[] = [
  {
    control: "security-contact",
    title: "Security alerts of Microsoft Defender for Cloud",
    what: "Microsoft mails a security alert, or a path that an attacker could take.",
    todo: "Do not delete what it names: it is evidence. Call us, and read the alert in Defender for Cloud together with us.",
    whom: ({ contacts, securityContact }) => {
      const roles =
        securityContact.notifyRoles.length === 0
          ? ""
          : `, and everyone with the role ${securityContact.notifyRoles.join(", ")}`;
      return `${addresses(contacts.security.emails)} from severity ${securityContact.alertSeverity} on${roles}`;
    },
  },
  {
    control: "service-health-alert",
    title: "Service health",
    what: "Microsoft tells of an outage, planned maintenance, a security advisory, a health advisory or a billing change.",
    todo: "Read whether it concerns what you use. A security advisory asks for something: tell us whom it reached, and what you decided.",
    whom: ({ contacts }) => receivers(contacts.operations),
  },
  {
    control: "budget",
    title: "Budget",
    what: "The month’s cost has reached a part of the budget, or is forecast to.",
    todo: "Ask who started what. Cost that nobody can explain is treated as misuse: call us the same day.",
    whom: ({ budget, contacts }) => {
      const currency = budget.currency === undefined ? "in your billing currency" : code(budget.currency);
      const forecast = budget.forecasted.length === 0 ? "" : `, forecast ${budget.forecasted.join(", ")}%`;
      return `${addresses(contacts.billing.emails)} at ${budget.actual.join(", ")}%${forecast} of ${budget.amount} ${currency} a month`;
    },
  },
  {
    control: "cost-anomaly-alert",
    title: "Unusual cost",
    what: "A day’s cost is unlike the days before.",
    todo: "Look at what it names. A new resource that nobody knows is treated as misuse: call us the same day.",
    whom: ({ contacts }) => addresses(contacts.billing.emails),
  },
];

/** The text for a customer's own administrators, as Markdown: which notices Microsoft sends to whom, and what to do. */
export function customerText(partnerName: string, customer: Customer): string {
  const blocks = [
    `# Notices from Microsoft to ${prose(customer.displayName)}`,
    `${prose(partnerName)} looks after the Azure subscriptions below. Microsoft sends notices about them to the addresses below, and some to your own administrators. This is what they mean, and what to do.`,
    "## Before anything else",
    [
      "- Check that a mail is Microsoft’s before you follow a link in it. When in doubt open the Azure portal yourself.",
      "- Keep the addresses of your subscription owners and of your Global admins current, and have two of those at least.",
      "- Require multifactor authentication of every user.",
      "- When nobody can sign in any more: only you can ask Microsoft’s support to reset an administrator’s password. Say that your partner has no access either.",
    ].join("\n"),
    ...NOTICES.flatMap((notice) => noticeBlocks(notice, customer.subscriptions)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function noticeBlocks(
  { control, title, todo, what, whom }: Notice,
  subscriptions: readonly Subscription[],
): string[] {
  const rows = subscriptions.map((subscription) => {
    const exception = subscription.exceptions.find((one) => one.control === control && !one.expired);
    const told =
      exception === undefined
        ? whom(subscription.baseline)
        : `nobody: not set up, until ${exception.expires} at the latest`;
    return tableRow([code(subscription.name), told]);
  });
  const table =
    rows.length === 0
      ? "There is no subscription yet."
      : [tableHead(["subscription", "who is told"]), ...rows].join("\n");
  return [`## ${title}`, what, `**What to do:** ${todo}`, table];
}

function addresses(emails: readonly string[]): string {
  return emails.map(code).join(", ");
}

/** Webhooks by name only: their address is a secret of its own. */
function receivers({ emails, webhooks }: Baseline["contacts"]["operations"]): string {
  return [...emails.map(code), ...webhooks.map(({ name }) => `the webhook ${code(name)}`)].join(", ");
}
