import { code, prose, tableHead, tableRow } from "../../text/markdown.ts";
import type { Incident } from "./report.ts";

/** Rows of the page; `timeline.json` has them all. */
const MOST_ROWS = 500;

/** The timeline for people, as Markdown: what is missing comes first. */
export function timelinePage(incident: Incident): string {
  const { generatedAt, since, subscription } = incident;
  const customer = subscription.customerName ?? subscription.customerTenantId ?? "customer not known";
  const blocks = [
    `# Incident in ${code(subscription.name)}`,
    `Subscription ${code(subscription.id)} of ${prose(customer)}${subscription.managed ? "" : ", which is **not in the fleet**"}. Gathered on ${code(generatedAt)}, from ${code(since)} on. All times are UTC.`,
    missing(incident),
    ...section("Alerts of Microsoft", alerts(incident)),
    ...section("Timeline", timeline(incident)),
    ...section("Cost", cost(incident)),
    ...section("Role assignments made since", assignments(incident)),
    ...section("Resources created since", incident.newResources.map((id) => `- ${code(id)}`).join("\n")),
    ...section("Call", contacts(incident)),
    ...section("Done", done(incident)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function section(title: string, body: string): string[] {
  return [`## ${title}`, body === "" ? "Nothing was found." : body];
}

function missing({ sources }: Incident): string {
  const unread = sources.filter(({ read }) => !read);
  const head = "## What was read";
  if (unread.length === 0) return `${head}\n\nAll ${sources.length} sources were read.`;
  const rows = unread.map(({ name, permission, reason }) =>
    tableRow([code(name), prose(reason ?? ""), prose(permission)]),
  );
  const intro = `**${unread.length} of ${sources.length} sources were not read, or not completely**: what they would show is missing below.`;
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
  if (found === null) return "It was not read.";
  const rows = found.days.map(({ amount, day }) => tableRow([code(day), amount.toFixed(2)]));
  const total = `${found.total.toFixed(2)} ${prose(found.currency)} so far; Azure shows the cost of a day on the next one or later.`;
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
      code(one.createdBy ?? "not told"),
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
