import { controlById } from "../../controls/index.ts";
import { VISIBLE_DUTIES } from "../sightings/index.ts";
import { ATTESTED, PARTNER_CONTROLS } from "./controls.ts";
import {
  linesOf,
  type Recommendation,
  type RegisterDocument,
  type RegisterId,
} from "./documents/document.ts";
import type { AttestedControl, PartnerControl } from "./partner-control.ts";
import { DOCUMENTS, referencesOf } from "./register.ts";

const INTRO = [
  "# The partner's own duties",
  "Microsoft's recommendations for partners in the Cloud Solution Provider program, each with the control that meets it. There are three kinds of controls:",
  [
    "- **declared**: a construct declares it in every subscription, and it is judged there ([CONTROLS.md](../CONTROLS.md)).",
    "- **observed**: an API shows it.",
    "- **attested**: a person attests it with a date in `fleet/partner.yaml`; when the date is too old, it is overdue. An API shows some of these duties: `csp-baseline partner duties` reads it, and each such duty below names the permissions. The API's decision takes precedence over the attestation, which counts if the API cannot be read. With `partner.observeDuties` in `partner.yaml`, `audit --partner` also reads these APIs.",
  ].join("\n"),
  "## How a duty is judged",
  [
    "- An attested duty fails without an attestation, and after its last day. It passes with a warning for its last 30 days.",
    "- An observed duty that was not read is `unknown`, which is not a pass, and names the missing permission.",
    "- Duties that do not apply to the partner's role are left out.",
    "- `partner-security-contact` has two sources: the score's requirement, and the date of the last comparison of the fleet's record with Partner Center (`securityContact.verified`). The comparison is valid for 90 days, because people and numbers change. If the sources disagree, the duty fails and shows both.",
    "- Failed duties affect the exit code of `csp-baseline audit`, like a failed control of a subscription. A fleet without `attestations:` gets a single finding instead of one for each duty: write `attestations: []`, or attest the first duty, to judge each.",
    "- Unknown duties do not affect the exit code, because they are always unknown without access to Graph. SARIF leaves them out, JUnit has them as skipped.",
    "- Of several shards of an audit the first judges them; an audit of `--only` some subscriptions does not.",
    "- Duties have no exceptions. If a duty does not apply (no control panel, no webhook), attest that, with a link to the documentation.",
  ].join("\n"),
  "```yaml\nattestations:\n  - control: leavers-removed\n    owner: alice@fabrikam.example\n    on: 2026-11-02\n    evidence: https://wiki.fabrikam.example/reviews/2026-q4\n    validDays: 60            # default: that of the catalogue below\n```",
  "`csp-baseline partner attest CONTROL --owner ADDRESS --evidence LINK` writes such an entry, `csp-baseline partner attest --list` shows what is open, due and overdue.",
];

/** Renders `docs/partner-duties.md`: every document by its headings, then the catalogue of duties. */
export function partnerDutiesPage(): string {
  const blocks = [
    ...INTRO,
    "## The recommendations",
    "Each row names the lines of the document's text that it covers. A test compares the rows with that text, line by line.",
    ...DOCUMENTS.flatMap(documentBlocks),
    "## The catalogue",
    overview(),
    ...PARTNER_CONTROLS.flatMap(section),
  ];
  return `<!-- Generated from src/partner/register/ by "npm run generate". Do not edit. -->\n\n${blocks.join("\n\n")}\n`;
}

function documentBlocks({ title, url, recommendations }: RegisterDocument): string[] {
  const rows = recommendations.map(
    (one) => `| ${cell(one.heading)} | ${linesOf(one)} | ${cell(one.says)} | ${met(one)} |`,
  );
  return [
    `### [${title}](${url})`,
    ["| heading | lines | recommendation or content | met by |", "|---|---|---|---|", ...rows].join("\n"),
  ];
}

function met({ controls }: Recommendation): string {
  return controls.length === 0
    ? "no recommendation"
    : controls.map((id) => `${link(id)} (${kindOf(id)})`).join(", ");
}

function link(id: RegisterId): string {
  return controlById(id) === undefined ? `[\`${id}\`](#${id})` : `[\`${id}\`](../CONTROLS.md#${id})`;
}

/** Returns how a control of the register is judged. */
export function kindOf(id: RegisterId): "declared" | PartnerControl["kind"] {
  if (controlById(id) !== undefined) return "declared";
  return ATTESTED.some((control) => control.id === id) ? "attested" : "observed";
}

function overview(): string {
  const rows = PARTNER_CONTROLS.map(({ id, kind, severity, title, validDays }) => {
    const days = validDays === undefined ? "" : `${validDays} days`;
    return `| [\`${id}\`](#${id}) | ${cell(title)} | ${severity} | ${kind} | ${days} |`;
  });
  return ["| control | requirement | severity | | valid for |", "|---|---|---|---|---|", ...rows].join("\n");
}

function section(control: PartnerControl | AttestedControl): string[] {
  const { appliesTo, howTo, id, kind, severity, title, validDays, why } = control;
  const days = validDays === undefined ? "" : `; valid for ${validDays} days`;
  const sources = DOCUMENTS.flatMap(({ title: document, url }) => {
    const headings = referencesOf(id).filter((reference) => reference.document === document);
    if (headings.length === 0) return [];
    return [`[${document}](${url}): ${headings.map(({ heading }) => `*${heading}*`).join(", ")}`];
  });
  return [
    `### ${id}`,
    `**${title}.** Severity ${severity}; ${kind}${days}. Applies to: ${appliesTo.join(", ")}.`,
    why,
    howTo.map((step, index) => `${index + 1}. ${step}`).join("\n"),
    ...visible(id),
    `From ${sources.join("; ")}.`,
  ];
}

/** The API of an attested duty needs permissions. */
function visible(id: string): string[] {
  const permissions = [...VISIBLE_DUTIES].find(([duty]) => duty === id)?.[1];
  if (permissions === undefined) return [];
  return [`\`csp-baseline partner duties\` reads it with: ${permissions.join(", ")}.`];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
