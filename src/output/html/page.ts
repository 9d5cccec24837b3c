import { createHash } from "node:crypto";
import { controlCatalogue } from "../../controls/index.ts";
import { budgets, type ReportedBudget } from "./budgets.ts";
import { clientScript } from "./client-script.ts";
import { duties } from "./duties.ts";
import { headline, titleBlock } from "./headline.ts";
import { Html, html, scriptJson } from "./html.ts";
import { limits } from "./limits.ts";
import { movementOf } from "./movement.ts";
import { type FleetNames, reportData } from "./report-data.ts";
import { resellers } from "./resellers.ts";
import type { ResultHistory } from "./results.ts";
import { STYLE } from "./style/index.ts";
import { trend } from "./trend.ts";
import { longDay, number } from "./wording.ts";

/**
 * Returns the report: one HTML file that loads no resource. Trusted values (numbers, dates, the catalogue's texts) are
 * written as HTML, and so are the partner's duties, escaped. All other values from a fleet or from Azure are data that
 * the script shows as text. The page's content security policy blocks other scripts and all requests.
 *
 * @throws when the page's script has not been compiled
 */
export function reportPage(
  history: ResultHistory,
  names?: FleetNames,
  budgetsOf: readonly ReportedBudget[] = [],
): string {
  const movement = movementOf(history);
  const data = reportData(history, movement, names);
  const script = clientScript();
  const { generatedAt, source } = history.latest;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(script, STYLE)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Baseline posture, ${longDay(generatedAt)}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${titleBlock(history, data.customers.length)}
${navigation(history, budgetsOf)}
<noscript><p class="warning">The customers, the findings and the exceptions need JavaScript. Open the file in a browser: previews of mail and file shares leave it out.</p></noscript>
<main id="content" tabindex="-1">
<section class="panel" data-panel="overview" aria-labelledby="covered-h">
<div class="columns">${headline(history, movement)}${trend(history.heads, source)}</div>
<div class="columns" id="ranked"></div>
${resellers(names?.resellers ?? [], history.latest.open)}
</section>
<div id="filters" hidden></div>
<section class="panel" data-panel="customers" aria-labelledby="customers-h"><h2 id="customers-h" class="unseen">Customers by controls</h2><div id="map"></div><div id="customer"></div></section>
<section class="panel" data-panel="controls" aria-labelledby="controls-h"><h2 id="controls-h">Controls</h2><div id="controls-table" class="wide" tabindex="0" role="region" aria-label="Table of controls"></div></section>
<section class="panel" data-panel="findings" aria-labelledby="findings-h"><h2 id="findings-h" class="unseen">Findings</h2><div id="findings-list"></div></section>
<section class="panel" data-panel="exceptions" id="exceptions" aria-labelledby="exceptions-h"></section>
${duties(history.latest.partner)}
${budgets(budgetsOf)}
${limits(controlCatalogue())}
</main>
<dialog id="sheet" aria-labelledby="sheet-h"></dialog>
<script type="application/json" id="data">${scriptJson(data)}</script>
<script type="module">${new Html(script)}</script>
</body>
</html>
`;
  return page.text;
}

/** The links to the panels, with what is open. Duties and costs are left out of a report that has none. */
function navigation({ latest }: ResultHistory, costs: readonly ReportedBudget[]): Html {
  const { fail, unknown } = latest.summary;
  const due = latest.partner?.filter(({ status }) => status !== "pass").length ?? 0;
  const links = [
    ["overview", "Overview", 0],
    ["customers", "Customers", 0],
    ["controls", "Controls", 0],
    ["findings", "Findings", fail + unknown],
    ["exceptions", "Exceptions", 0],
    ...((latest.partner?.length ?? 0) > 0 ? ([["duties", "Partner duties", due]] as const) : []),
    ...(costs.length > 0
      ? ([["costs", "Costs", costs.filter(({ status }) => status !== "fits").length]] as const)
      : []),
    ["limits", "Limits", 0],
  ] as const;
  const items = links.map(
    ([panel, name, open]) =>
      html`<li><a href="#${panel}">${name}${open === 0 ? "" : html` <span class="badge">${number(open)}<span class="unseen"> open</span></span>`}</a></li>`,
  );
  return html`<nav aria-label="Parts of the report"><ul>${items}</ul></nav>`;
}

function policy(script: string, style: string): string {
  return [
    "default-src 'none'",
    `script-src '${sha256(script)}'`,
    `style-src '${sha256(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

function sha256(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
