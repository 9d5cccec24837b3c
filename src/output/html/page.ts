import { createHash } from "node:crypto";
import { controlCatalogue } from "../../controls/index.ts";
import { clientScript } from "./client-script.ts";
import { duties } from "./duties.ts";
import { headline, titleBlock } from "./headline.ts";
import { Html, html, scriptJson } from "./html.ts";
import { limits } from "./limits.ts";
import { movementOf } from "./movement.ts";
import { type FleetNames, reportData } from "./report-data.ts";
import type { ResultHistory } from "./results.ts";
import { STYLE } from "./style/index.ts";
import { trend } from "./trend.ts";
import { longDay } from "./wording.ts";

/**
 * Returns the report: one HTML file that loads no resource. Trusted values (numbers, dates, the catalogue's texts) are
 * written as HTML, and so are the partner's duties, escaped. All other values from a fleet or from Azure are data that
 * the script shows as text. The page's content security policy blocks other scripts and all requests.
 *
 * @throws when the page's script has not been compiled
 */
export function reportPage(history: ResultHistory, names?: FleetNames): string {
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
<a class="skip" href="#map-h">Skip to the heat map</a>
${titleBlock(history, data.customers.length)}
<main>
<div class="glance">${headline(history, movement)}${trend(history.heads, source)}</div>
<noscript><p class="warning">The heat map, the findings and the exceptions need JavaScript. Open the file in a browser: previews of mail and file shares leave it out.</p></noscript>
<div id="overview" class="glance"></div>
<section id="map" aria-labelledby="map-h"></section>
<section id="fixes" aria-labelledby="fixes-h"></section>
<section id="exceptions" aria-labelledby="exceptions-h"></section>
${duties(history.latest.partner)}
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
