import type { Control, Reference } from "../../controls/index.ts";
import { type Html, html } from "./html.ts";

/** Lists the rules of other tools that this baseline cannot satisfy, with the catalogue's reasons. */
export function limits(controls: readonly Control[]): Html {
  const limited = controls.filter(({ cannotSatisfy }) => cannotSatisfy.length > 0);
  return html`<section class="panel limits" data-panel="limits" aria-labelledby="limits-h"><h2 id="limits-h">What cannot be enforced, and why</h2>
<p class="note">Rules of other tools that a covered subscription still fails, or that no API can satisfy.</p>
<dl>${limited.map(({ cannotSatisfy, id }) => html`<dt>${words(id)}</dt>${reasons(cannotSatisfy)}`)}</dl></section>`;
}

function reasons(references: Control["cannotSatisfy"]): Html[] {
  const all = [...new Set(references.map(({ reason }) => reason))];
  return all.map((reason) => {
    const rules = references.filter((reference) => reference.reason === reason);
    return html`<dd><p class="rules">${byTool(rules)}</p><p>${sentence(reason)}</p></dd>`;
  });
}

/** `CIS Azure 6.0 8.1.12, 8.1.13; Checkov CKV_AZURE_20` */
function byTool(references: readonly Reference[]): string {
  const tools = [...new Set(references.map(({ tool }) => tool))];
  return tools
    .map((tool) => {
      const ids = references.filter((reference) => reference.tool === tool).map(({ id }) => id);
      return `${tool} ${ids.join(", ")}`;
    })
    .join("; ");
}

function words(id: string): string {
  return sentence(id.replaceAll("-", " "), "");
}

function sentence(text: string, end = "."): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + end;
}
