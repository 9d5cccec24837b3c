import { escapeControls } from "../../fleet/echo.ts";
import type { CustomerTally } from "./customer-tally.ts";
import { Html, html } from "./html.ts";
import { number } from "./wording.ts";

/** A customer of an indirect reseller. */
export interface ResoldCustomer {
  readonly key: string;
  /** In the fleet. */
  readonly subscriptions: number;
}

/** An indirect reseller, as the fleet has it. */
export interface ReportedReseller {
  readonly name: string;
  readonly emails: readonly string[];
  readonly customers: readonly ResoldCustomer[];
}

/** Renders the resellers that an indirect provider calls about open findings; empty if the fleet names no reseller. */
export function resellers(all: readonly ReportedReseller[], open: CustomerTally): Html {
  if (all.length === 0) return new Html("");
  const rows = all
    .map((one) => ({ ...one, open: sumOf(one.customers.map(({ key }) => open.of(key))) }))
    .sort(
      (a, b) => b.open.fail - a.open.fail || b.open.unknown - a.open.unknown || (a.name < b.name ? -1 : 1),
    );
  const columns = ["customers", "subscriptions", "of them with something open", "failed", "unknown"];
  return html`<section class="duties" aria-labelledby="resellers-h"><h2 id="resellers-h">Resellers</h2>
<p class="note">Whom to call about the customers of each. Open findings are those of the latest result.</p>
<div class="wide" tabindex="0" role="region" aria-label="Table of resellers"><table><thead><tr><th scope="col">reseller</th>${columns.map((name) => html`<th scope="col" class="n">${name}</th>`)}</tr></thead><tbody>${rows.map(row)}</tbody></table></div></section>`;
}

type Open = ReturnType<CustomerTally["of"]>;

function row({ customers, emails, name, open }: ReportedReseller & { readonly open: Open }): Html {
  const subscriptions = customers.reduce((sum, one) => sum + one.subscriptions, 0);
  const numbers = [customers.length, subscriptions, open.subscriptions, open.fail, open.unknown];
  const mail = emails.length === 0 ? "" : html`<p class="note">${shown(emails.join(", "))}</p>`;
  const keys = html`<p class="note">${shown(customers.map(({ key }) => key).join(", "))}</p>`;
  return html`<tr><th scope="row">${shown(name)}${mail}${keys}</th>${numbers.map((value) => html`<td class="n">${number(value)}</td>`)}</tr>`;
}

function sumOf(all: readonly Open[]): Open {
  const sum = (of: keyof Open) => all.reduce((total, one) => total + one[of], 0);
  return { fail: sum("fail"), unknown: sum("unknown"), subscriptions: sum("subscriptions") };
}

function shown(text: string): Html {
  return html`<bdi>${escapeControls(text)}</bdi>`;
}
