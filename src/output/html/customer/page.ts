import { createHash } from "node:crypto";
import type { Contacts, Customer, CustomerLanguage, Subscription } from "../../../fleet/index.ts";
import type { ReportDetail } from "../data.ts";
import { Html, html } from "../html.ts";
import type { CustomerSubscription } from "./results.ts";
import { STYLE } from "./style.ts";
import { CUSTOMER_WORDS, type CustomerWords } from "./words/index.ts";

type Status = ReportDetail["status"];

/**
 * Returns a customer's copy of the report: one HTML file without a script that loads no resource. It holds data of this
 * customer alone, and none of the partner's messages, which name the partner's files and commands.
 *
 * @param day the day of the result, `YYYY-MM-DD`
 * @param language @default - the customer's, or else English
 */
export function customerPage(
  customer: Customer,
  subscriptions: readonly CustomerSubscription[],
  facts: { readonly partner: string; readonly day: string; readonly language?: CustomerLanguage },
): string {
  const words = CUSTOMER_WORDS[facts.language ?? customer.language ?? "en"];
  const covered = subscriptions.filter(isCovered).length;
  const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="${words.tag}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${words.title}: ${customer.displayName}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<p class="partner">${outside(customer.displayName)}</p>
<h1>${words.title}</h1>
<p class="note">${words.from(facts.partner, words.day(facts.day))}</p>
<p class="lead">${words.covered(covered, subscriptions.length)}</p>
${openSection(subscriptions, words)}
${protectionsSection(subscriptions, words)}
${contactsSection(customer.subscriptions, words)}
${exceptionsSection(subscriptions, words)}
<section><h2>${words.yourPart}</h2><ul>${words.steps.map((step) => html`<li>${step}</li>`)}</ul></section>
</main>
</body>
</html>
`;
  return page.text;
}

function openSection(subscriptions: readonly CustomerSubscription[], words: CustomerWords): Html {
  const rows = subscriptions.map((one) => {
    const open = openOf(one);
    const items = open.map(
      ({ control, status }) =>
        html`<li class="${status}">${nameOf(control, words)}: ${status === "fail" ? words.missing : words.unknown}</li>`,
    );
    const state =
      one.cells.length === 0
        ? html`<span class="unknown">${words.unknown}</span>`
        : open.length === 0
          ? html`<span class="pass">${words.allInPlace}</span>`
          : html`<ul>${items}</ul>`;
    return html`<tr><th scope="row">${outside(one.name)}<br><span class="note">${outside(one.id)}</span></th><td>${state}</td></tr>`;
  });
  return html`<section><h2>${words.subscriptions}</h2><table><thead><tr><th scope="col">${words.subscription}</th><th scope="col">${words.open}</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}

function protectionsSection(subscriptions: readonly CustomerSubscription[], words: CustomerWords): Html {
  const controls = [...new Set(subscriptions.flatMap(({ cells }) => cells.map(({ control }) => control)))];
  const rows = controls.map((control) => {
    const judged = subscriptions.flatMap(({ cells }) => cells.find((cell) => cell.control === control) ?? []);
    const passed = judged.filter(({ status }) => status === "pass").length;
    return html`<tr><th scope="row">${nameOf(control, words)}</th><td>${words.of(passed, judged.length)}</td></tr>`;
  });
  return html`<section><h2>${words.protections}</h2><table><thead><tr><th scope="col">${words.protection}</th><th scope="col">${words.inPlace}</th></tr></thead><tbody>${rows}</tbody></table></section>`;
}

/** Shows who receives which notices: subscriptions with the same contacts share a row. */
function contactsSection(subscriptions: readonly Subscription[], words: CustomerWords): Html {
  const groups = new Map<string, { readonly contacts: Contacts; readonly names: string[] }>();
  for (const { baseline, name } of subscriptions) {
    const key = JSON.stringify(baseline.contacts);
    const group = groups.get(key) ?? { contacts: baseline.contacts, names: [] };
    groups.set(key, group);
    group.names.push(name);
  }
  const rows = [...groups.values()].map(({ contacts, names }) => {
    const { billing, operations, security } = contacts;
    const phone = security.phone === undefined ? [] : [security.phone];
    const headings = groups.size === 1 ? [] : [names.join(", ")];
    return html`<tbody>${headings.map((text) => html`<tr><th scope="rowgroup" colspan="2">${outside(text)}</th></tr>`)}
<tr><th scope="row">${words.security}</th><td>${lines([...security.emails, ...phone])}</td></tr>
<tr><th scope="row">${words.operations}</th><td>${lines(operations.emails.length > 0 ? operations.emails : operations.webhooks.map(({ name }) => name))}</td></tr>
<tr><th scope="row">${words.billing}</th><td>${lines(billing.emails)}</td></tr></tbody>`;
  });
  return html`<section><h2>${words.contacts}</h2><table>${rows}</table></section>`;
}

function exceptionsSection(subscriptions: readonly CustomerSubscription[], words: CustomerWords): Html {
  const rows = subscriptions.flatMap(({ cells, name }) =>
    cells.flatMap(({ control, exception }) =>
      exception === undefined
        ? []
        : html`<tr><th scope="row">${outside(name)}</th><td>${nameOf(control, words)}</td><td>${outside(exception.reason)}</td><td>${outside(exception.approvedBy)}</td><td>${words.day(exception.expires)}</td></tr>`,
    ),
  );
  if (rows.length === 0) return new Html("");
  const heads = [words.subscription, words.protection, words.reason, words.approvedBy, words.until];
  return html`<section><h2>${words.exceptions}</h2><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows}</tbody></table></section>`;
}

function isCovered(subscription: CustomerSubscription): boolean {
  return subscription.cells.length > 0 && openOf(subscription).length === 0;
}

function openOf({ cells }: CustomerSubscription): { readonly control: string; readonly status: Status }[] {
  return cells.filter(({ status }) => status === "fail" || status === "unknown");
}

function nameOf(control: string, { controls }: CustomerWords): string {
  return (Object.hasOwn(controls, control) ? controls[control] : undefined) ?? control.replaceAll("-", " ");
}

function lines(texts: readonly string[]): Html[] {
  return texts.map((text) => html`<div>${outside(text)}</div>`);
}

/** Shows text from the fleet or the result, with an isolated direction of writing. */
function outside(text: string): Html {
  return html`<bdi>${text}</bdi>`;
}
