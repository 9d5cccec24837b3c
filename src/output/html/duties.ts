import type { PartnerFinding } from "../../findings/index.ts";
import { escapeControls } from "../../fleet/echo.ts";
import { partnerControlById } from "../../partner/register/controls.ts";
import { Html, html } from "./html.ts";
import { longDay, number } from "./wording.ts";

const STATUS = { fail: "failed", unknown: "not observed", pass: "met" } as const;
const ORDER = ["fail", "due", "unknown", "pass"];

/** Shows the register of the partner's own duties with their due days; nothing when the result has none. */
export function duties(findings: readonly PartnerFinding[] | undefined): Html {
  if (findings === undefined || findings.length === 0) return new Html("");
  const sorted = [...findings].sort((a, b) => ORDER.indexOf(statusClass(a)) - ORDER.indexOf(statusClass(b)));
  const of = (status: PartnerFinding["status"]) =>
    number(findings.filter((one) => one.status === status).length);
  const columns = ["duty", "status", "due", "details"];
  return html`<section class="panel duties" data-panel="duties" aria-labelledby="duties-h"><h2 id="duties-h">The partner’s own duties</h2>
<p class="note">${of("fail")} failed, ${of("unknown")} not observed, ${of("pass")} met. They are the partner’s, not a subscription’s, and not part of the numbers above.</p>
<div class="wide" tabindex="0" role="region" aria-label="Table of duties"><table><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${merged(sorted).map(row)}</tbody></table></div></section>`;
}

/** Groups duties with the same status, day and text, in the order of the first of each. */
function merged(findings: readonly PartnerFinding[]): readonly PartnerFinding[][] {
  const groups = new Map<string, PartnerFinding[]>();
  for (const finding of findings) {
    const { due, fix, location, message } = finding;
    const key = JSON.stringify([statusClass(finding), due, message, fix, location?.file, location?.line]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(finding);
  }
  return [...groups.values()];
}

function row(group: readonly PartnerFinding[]): Html {
  const [first] = group;
  if (first === undefined) return new Html("");
  const { due, fix, location, message, status, warning } = first;
  const place =
    location === undefined ? "" : html`<p class="note">${shown(`${location.file}:${location.line}`)}</p>`;
  const todo = fix === undefined ? "" : html`<p>${shown(`To do: ${fix}`)}</p>`;
  return html`<tr><th scope="row">${titles(group)}</th>
<td class="${statusClass(first)}">${warning === true ? "due soon" : STATUS[status]}</td>
<td>${due === undefined ? "" : html`<time datetime="${due}">${longDay(due)}</time>`}</td>
<td><p>${shown(message)}</p>${todo}${place}</td></tr>`;
}

/** Shows the duty, or a folded list of several. */
function titles(group: readonly PartnerFinding[]): Html {
  const names = group.map(
    ({ control, severity }) =>
      html`${shown(partnerControlById(control)?.title ?? control)} <span class="severity ${severity}">${severity}</span>`,
  );
  if (names.length === 1) return html`${names}`;
  return html`<details><summary>${number(group.length)} duties</summary><ul>${names.map((name) => html`<li>${name}</li>`)}</ul></details>`;
}

/** Shows text from a fleet, a file or Graph: escaped, with an isolated direction of writing. */
function shown(text: string): Html {
  return html`<bdi>${escapeControls(text)}</bdi>`;
}

function statusClass({ status, warning }: PartnerFinding): string {
  return warning === true ? "due" : status;
}
