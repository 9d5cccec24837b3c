import type { Baseline, Customer, CustomerLanguage, Partner, Subscription } from "../../fleet/index.ts";
import { code, prose, tableHead, tableRow } from "../../text/markdown.ts";
import type { NoticeName, Words } from "./text-words.ts";
import { WORDS } from "./words.ts";

/** The recipients of each notice, in the order of the text. */
const RECIPIENTS: readonly (readonly [NoticeName, (baseline: Baseline, words: Words) => string])[] = [
  [
    "security-contact",
    ({ contacts, securityContact }, { security }) =>
      security(
        addresses(contacts.security.emails),
        securityContact.alertSeverity,
        securityContact.notifyRoles,
      ),
  ],
  ["service-health-alert", ({ contacts }, words) => receivers(contacts.operations, words)],
  [
    "budget",
    ({ budget, contacts }, words) =>
      words.budget({
        addresses: addresses(contacts.billing.emails),
        actual: budget.actual.join(", "),
        forecast: budget.forecasted.join(", "),
        amount: budget.amount,
        currency: budget.currency === undefined ? undefined : code(budget.currency),
      }),
  ],
  ["cost-anomaly-alert", ({ contacts }) => addresses(contacts.billing.emails)],
];

/**
 * Renders the text for a customer's administrators, as Markdown: which notices Microsoft sends to recipientsOf, and what to do.
 * @param partner the phone number of its security contact is in the text, if the fleet records one
 * @param language
 *
 * @default - the customer's, or English
 */
export function customerText(
  { name, securityContact }: Pick<Partner, "name" | "securityContact">,
  customer: Customer,
  language: CustomerLanguage = customer.language ?? "en",
): string {
  const words = WORDS[language];
  const phone = securityContact?.phone;
  const blocks = [
    `# ${words.title(prose(customer.displayName))}`,
    words.intro(prose(name)),
    ...(phone === undefined ? [] : [`**${words.call(phone)}**`]),
    `## ${words.first}`,
    words.firstSteps.map((step) => `- ${step}`).join("\n"),
    ...RECIPIENTS.flatMap(([control, recipientsOf]) =>
      noticeBlocks(control, words, customer.subscriptions, (baseline) => recipientsOf(baseline, words)),
    ),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function noticeBlocks(
  control: NoticeName,
  words: Words,
  subscriptions: readonly Subscription[],
  recipientsOf: (baseline: Baseline) => string,
): string[] {
  const { title, todo, what } = words.notices[control];
  const rows = subscriptions.map((subscription) => {
    const exception = subscription.exceptions.find((one) => one.control === control && !one.expired);
    const names =
      exception === undefined ? recipientsOf(subscription.baseline) : words.notSetUp(exception.expires);
    return tableRow([code(subscription.name), names]);
  });
  const table =
    rows.length === 0
      ? words.noSubscription
      : [tableHead([words.subscription, words.recipients]), ...rows].join("\n");
  return [`## ${title}`, what, `**${words.todo}** ${todo}`, table];
}

function addresses(emails: readonly string[]): string {
  return emails.map(code).join(", ");
}

/** Webhooks are listed only by name, because their addresses are secret. */
function receivers({ emails, webhooks }: Baseline["contacts"]["operations"], words: Words): string {
  return [...emails.map(code), ...webhooks.map(({ name }) => words.webhook(code(name)))].join(", ");
}
