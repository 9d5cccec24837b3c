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
  "What Microsoft's documents ask of a partner in the Cloud Solution Provider programme, each recommendation with the control that meets it. Three kinds of controls meet them:",
  [
    "- **declared**: a construct makes it in every subscription, and it is judged there ([CONTROLS.md](../CONTROLS.md)).",
    "- **observed**: an API shows it.",
    "- **attested**: a person looks, and says so with a date in `fleet/partner.yaml`; when the date is too old, it is overdue. Of some of these an API shows something: `csp-baseline partner duties` looks, and each such duty below names the permissions. What an API decides comes before the attestation; where it may not be read, the attestation counts. `partner.observeDuties` in `partner.yaml` has `audit --partner` look too.",
  ].join("\n"),
  "## How a duty is judged",
  [
    "- An attested duty fails without an attestation, and after its last day. It passes with a warning for its last 30 days.",
    "- An observed duty that was not observed is `unknown`, which is not a pass, and says what it takes to observe it.",
    "- A duty that is not asked of the partner's role is left out.",
    "- `partner-security-contact` has two witnesses: the day of the last comparison of the fleet's record with Partner Center (`securityContact.verified`, good for 90 days: people and numbers change, and it takes a minute), and the score's requirement. Where the two disagree, it fails and says so.",
    "- Failed duties count for the exit status of `csp-baseline audit`, as a failed control of a subscription does. A fleet without any `attestations:` gets a single finding that says so instead of one for each duty: write `attestations: []`, or attest the first, and each is judged.",
    "- Duties that are only unknown do not count for the exit status: without access to Graph they always are. SARIF leaves them out, JUnit has them as skipped.",
    "- Of several shards of an audit the first judges them; an audit of `--only` some subscriptions does not.",
    "- There are no exceptions from them. Who has nothing that a duty is about (no control panel, no webhook) attests that, with a link to where it is written down.",
  ].join("\n"),
  "```yaml\nattestations:\n  - control: leavers-removed\n    owner: alice@fabrikam.example\n    on: 2026-11-02\n    evidence: https://wiki.fabrikam.example/reviews/2026-q4\n    validDays: 60            # left out: what the catalogue below says\n```",
  "`csp-baseline partner attest CONTROL --owner ADDRESS --evidence LINK` writes such an entry, `csp-baseline partner attest --list` shows what is open, due and overdue.",
];

/** `docs/partner-duties.md`: every document by its headings, then the catalogue of duties. */
export function partnerDutiesPage(): string {
  const blocks = [
    ...INTRO,
    "## What the documents ask",
    "Every line that asks for something is in one of these rows, by its number in the text of the document from which the register was made; a test compares the rows with that text, line by line.",
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
    ["| heading | lines | it asks to, or it | met by |", "|---|---|---|---|", ...rows].join("\n"),
  ];
}

function met({ controls }: Recommendation): string {
  return controls.length === 0
    ? "asks nothing"
    : controls.map((id) => `${link(id)} (${kindOf(id)})`).join(", ");
}

function link(id: RegisterId): string {
  return controlById(id) === undefined ? `[\`${id}\`](#${id})` : `[\`${id}\`](../CONTROLS.md#${id})`;
}

/** How a control of the register is known to be met. */
export function kindOf(id: RegisterId): "declared" | PartnerControl["kind"] {
  if (controlById(id) !== undefined) return "declared";
  return ATTESTED.some((control) => control.id === id) ? "attested" : "observed";
}

function overview(): string {
  const rows = PARTNER_CONTROLS.map(({ id, kind, severity, title, validDays }) => {
    const days = validDays === undefined ? "" : `${validDays} days`;
    return `| [\`${id}\`](#${id}) | ${cell(title)} | ${severity} | ${kind} | ${days} |`;
  });
  return ["| control | what is so | severity | | good for |", "|---|---|---|---|---|", ...rows].join("\n");
}

function section(control: PartnerControl | AttestedControl): string[] {
  const { appliesTo, howTo, id, kind, severity, title, validDays, why } = control;
  const days = validDays === undefined ? "" : `; good for ${validDays} days`;
  const sources = DOCUMENTS.flatMap(({ title: document, url }) => {
    const headings = referencesOf(id).filter((reference) => reference.document === document);
    if (headings.length === 0) return [];
    return [`[${document}](${url}): ${headings.map(({ heading }) => `*${heading}*`).join(", ")}`];
  });
  return [
    `### ${id}`,
    `**${title}.** Severity ${severity}; ${kind}${days}. Asked of: ${appliesTo.join(", ")}.`,
    why,
    howTo.map((step, index) => `${index + 1}. ${step}`).join("\n"),
    ...visible(id),
    `From ${sources.join("; ")}.`,
  ];
}

/** What an API shows of an attested duty takes permissions. */
function visible(id: string): string[] {
  const permissions = [...VISIBLE_DUTIES].find(([duty]) => duty === id)?.[1];
  if (permissions === undefined) return [];
  return [`\`csp-baseline partner duties\` looks at it, with: ${permissions.join(", ")}.`];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
