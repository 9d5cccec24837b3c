import { code, prose, tableHead, tableRow } from "../../text/markdown.ts";
import { costText, unreadOf } from "./facts.ts";
import type { Incident, SourceName } from "./report.ts";

/** The maximum number of rows on the page; `timeline.json` has all. */
const MOST_ROWS = 500;

/** Renders the timeline as Markdown: missing data comes first. */
export function timelinePage(incident: Incident): string {
  const { generatedAt, since, subscription } = incident;
  const customer = subscription.customerName ?? subscription.customerTenantId ?? "customer not known";
  const blocks = [
    `# Incident in ${code(subscription.name)}`,
    `Subscription ${code(subscription.id)} of ${prose(customer)}${subscription.managed ? "" : ", which is **not in the fleet**"}. Gathered on ${code(generatedAt)}, from ${code(since)} on. All times are UTC.`,
    missing(incident),
    ...dataSection("Alerts of Microsoft", alerts(incident), unreadOf(incident, "alerts")),
    ...dataSection(
      "Timeline",
      timeline(incident),
      unreadOf(incident, "alerts", "activity-log", "directory-audits", "sign-ins"),
    ),
    ...dataSection("Cost", cost(incident), unreadOf(incident, "costs")),
    ...dataSection(
      "Role assignments made since",
      assignments(incident),
      unreadOf(incident, "role-assignments"),
    ),
    ...dataSection(
      "Resources created since",
      incident.newResources.map((id) => `- ${code(id)}`).join("\n"),
      unreadOf(incident, "resources"),
    ),
    "## Call",
    contacts(incident),
    "## Done",
    done(incident) || "Nothing was done.",
  ];
  return `${blocks.join("\n\n")}\n`;
}

/** Renders a section of gathered data with its unread sources: an empty section is not an all-clear. */
function dataSection(title: string, body: string, unread: readonly SourceName[]): string[] {
  const missing = unread.length === 0 ? [] : [`**Not read, or not completely: ${unread.join(", ")}.**`];
  const content = body === "" ? (unread.length === 0 ? ["Nothing was found."] : []) : [body];
  return [`## ${title}`, ...missing, ...content];
}

function missing({ sources }: Incident): string {
  const unread = sources.filter(({ read }) => !read);
  const head = "## Sources";
  if (unread.length === 0) return `${head}\n\nAll ${sources.length} sources were read.`;
  const rows = unread.map(({ name, permission, reason }) =>
    tableRow([code(name), prose(reason ?? ""), prose(permission)]),
  );
  const intro = `**${unread.length} of ${sources.length} sources were not read, or not completely**: their data is missing below.`;
  return [head, "", intro, "", tableHead(["source", "why not", "it needs"]), ...rows].join("\n");
}

function alerts({ alerts: all }: Incident): string {
  if (all.length === 0) return "";
  const rows = all.map((one) =>
    tableRow([
      code(one.alertType),
      code(one.severity),
      code(one.status),
      code(one.detected ?? "no date"),
      one.resources.map(code).join(" "),
      code(one.id),
    ]),
  );
  return [tableHead(["type", "severity", "status", "detected", "names", "id"]), ...rows].join("\n");
}

function timeline({ timeline: all }: Incident): string {
  if (all.length === 0) return "";
  const shown = all.slice(-MOST_ROWS);
  const rows = shown.map(({ address, at, kind, resource, what, who }) =>
    tableRow([
      code(at),
      kind,
      prose(what),
      [who, address].flatMap((one) => (one === null ? [] : [code(one)])).join(" "),
      resource === null ? "" : code(resource),
    ]),
  );
  const earlier =
    all.length === shown.length
      ? []
      : [`${all.length - shown.length} earlier entries are in \`timeline.json\`.`, ""];
  return [...earlier, tableHead(["when", "kind", "what", "who", "resource"]), ...rows].join("\n");
}

function cost({ cost: found }: Incident): string {
  if (found === null) return "";
  const rows = found.days.map(({ amount, day }) => tableRow([code(day), amount.toFixed(2)]));
  const total = `${costText(found)} so far; Azure shows the cost of a day on the next one or later.`;
  return [total, "", tableHead(["day", "cost#"]), ...rows].join("\n");
}

function assignments({ newRoleAssignments }: Incident): string {
  if (newRoleAssignments.length === 0) return "";
  const rows = newRoleAssignments.map((one) =>
    tableRow([
      code(one.role),
      code(`${one.principalType ?? "principal"} ${one.principalId}`),
      code(one.scope),
      code(one.createdOn ?? "no date"),
      code(one.createdBy ?? "unknown"),
    ]),
  );
  return [tableHead(["role", "whose", "scope", "made", "by"]), ...rows].join("\n");
}

function contacts({ contacts: all }: Incident): string {
  const rows = all.map(({ email, phone, who, why }) =>
    tableRow([prose(who), phone === null ? "" : code(phone), email === null ? "" : code(email), prose(why)]),
  );
  return [tableHead(["who", "phone", "e-mail", "when"]), ...rows].join("\n");
}

function done({ actions }: Incident): string {
  return actions
    .map(({ at, details, measure, outcome, undo }) =>
      [
        `- ${code(at)} ${undo ? "undone: " : ""}\`${measure}\`, ${outcome}`,
        ...details.map((one) => `  - ${prose(one)}`),
      ].join("\n"),
    )
    .join("\n");
}
