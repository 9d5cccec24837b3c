import type { EnforcedSubscription, EnforceResult } from "../../enforce/index.ts";
import { escapeControls } from "../../fleet/echo.ts";
import { code, prose } from "../../text/markdown.ts";
import { type Console, count, counted } from "../console.ts";
import { driftText } from "../drift-text.ts";

const SHOWN = 50;
const SHOWN_PLACES = 3;

const WORDS: Readonly<Record<EnforcedSubscription["status"], string>> = {
  repaired: "repaired",
  gone: "in order",
  repairable: "safe to repair",
  "not-started": "not started",
  waits: "waits",
  "not-repairable": "not repairable",
  failed: "failed",
  "still-open": "still open",
  unread: "not read",
  skipped: "skipped",
};

/** Shows the result of an enforcement on a terminal: unread subscriptions first. */
export function humanReport(result: EnforceResult, console: Console): string {
  const { safe, stopped, subscriptions, tenantStacks = [] } = result;
  const sorted = inOrder(subscriptions);
  const shown = sorted.slice(0, SHOWN);
  return [
    ...shown.flatMap((one) => linesOf(one, console)),
    ...(sorted.length > SHOWN
      ? [`... and ${counted(sorted.length - SHOWN, "more subscription")}; --format json lists all`]
      : []),
    ...(sorted.length > 0 ? [""] : []),
    ...(subscriptions.some(({ status }) => status === "waits" || status === "repairable")
      ? ["A plan is safe when", ...safe.map((rule) => `  - ${rule}`), ""]
      : []),
    ...tenantLines(tenantStacks),
    ...(stopped === undefined
      ? []
      : [`${console.style("red", "stopped")} ${escapeControls(stopped.message)}`]),
    conclusion(result),
  ].join("\n");
}

/** Formats the result for an issue, a work item or a pipeline's summary. */
export function markdownReport(result: EnforceResult): string {
  const { stopped, subscriptions, tenantStacks = [] } = result;
  const sorted = inOrder(subscriptions);
  return [
    `**${prose(conclusion(result))}**`,
    ...(stopped === undefined ? [] : ["", `Stopped: ${prose(stopped.message)}`]),
    ...(sorted.length === 0 ? [] : [""]),
    ...sorted.slice(0, SHOWN).flatMap((one) => {
      const isNew = one.movement === "new" ? ", new" : "";
      const details = [
        ...one.why.map(prose),
        ...tellingFindings(one)
          .slice(0, SHOWN_PLACES)
          .map(({ control, message }) => `${code(control)}: ${prose(message)}`),
        ...one.drift.slice(0, SHOWN_PLACES).map((place) => prose(driftText(place))),
        ...(one.command === undefined ? [] : [code(one.command)]),
      ];
      return [
        `- **${prose(nameOf(one))}**: ${WORDS[one.status]}${isNew}`,
        ...details.map((text) => `  - ${text}`),
      ];
    }),
    ...(sorted.length > SHOWN ? [`- and ${count(sorted.length - SHOWN)} more`] : []),
    ...(tenantStacks.length === 0
      ? []
      : [
          "",
          `${prose(tenantSentence(tenantStacks))}:`,
          "",
          ...tenantStacks.slice(0, SHOWN_PLACES).map(({ command }) => `- ${code(command)}`),
          ...(tenantStacks.length > SHOWN_PLACES ? [`- all: ${code(ALL_TENANTS)}`] : []),
        ]),
    "",
  ].join("\n");
}

type TenantStacks = NonNullable<EnforceResult["tenantStacks"]>;

/** Plans the stacks of all tenants. */
const ALL_TENANTS = "csp-baseline plan --only 'tenant-*'";

function tenantSentence(stacks: TenantStacks): string {
  const wait = stacks.length === 1 ? "tenant stack waits" : "tenant stacks wait";
  return `${count(stacks.length)} ${wait} for a person, because enforce does not read tenants: whether anything drifted is unknown`;
}

function tenantLines(stacks: TenantStacks): string[] {
  if (stacks.length === 0) return [];
  const more = stacks.length - SHOWN_PLACES;
  return [
    tenantSentence(stacks),
    ...stacks.slice(0, SHOWN_PLACES).map(({ command }) => `    ${command}`),
    ...(more > 0 ? [`    all: ${ALL_TENANTS}`] : []),
    "",
  ];
}

const ORDER: readonly EnforcedSubscription["status"][] = [
  "unread",
  "failed",
  "still-open",
  "waits",
  "not-started",
  "repairable",
  "not-repairable",
  "skipped",
  "repaired",
  "gone",
];

function inOrder(all: EnforceResult["subscriptions"]): readonly EnforcedSubscription[] {
  return [...all].sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
}

function linesOf(one: EnforcedSubscription, console: Console): string[] {
  const { drift, movement, status, why } = one;
  const isWell = status === "repaired" || status === "gone";
  const style = isWell ? "green" : status === "failed" || status === "still-open" ? "red" : "yellow";
  const isNew = movement === "new" ? ` ${console.style("bold", "new")}` : "";
  const more = drift.length - SHOWN_PLACES;
  return [
    `${escapeControls(nameOf(one))} ${console.style(style, WORDS[status])}${isNew}${why.length === 0 ? "" : `: ${escapeControls(why.join("; "))}`}`,
    ...tellingFindings(one).map(
      ({ control, message, severity }) => `    ${severity} ${escapeControls(`${control}: ${message}`)}`,
    ),
    ...drift.slice(0, SHOWN_PLACES).map((place) => `    ${escapeControls(driftText(place))}`),
    ...(more > 0 ? [`    and ${counted(more, "more difference")}`] : []),
    ...(one.command === undefined ? [] : [`    ${one.command}`]),
  ];
}

/** An unread part makes each of its controls unknown; the shared reason is shown once. */
function tellingFindings({ findings, status }: EnforcedSubscription): EnforcedSubscription["findings"] {
  return status === "unread" ? findings.filter((finding) => finding.status !== "unknown") : findings;
}

function nameOf({ customer, subscriptionId, subscriptionName }: EnforcedSubscription): string {
  return subscriptionName === "" || customer === "" ? subscriptionId : `${customer}/${subscriptionName}`;
}

function conclusion({ mode, summary }: EnforceResult): string {
  const { failed, found, notRepairable, repairable, repaired, skipped, subscriptions, unread, waiting } =
    summary;
  const parts = [
    [repaired, "repaired"],
    [repairable, mode === "show" ? "safe to repair" : "not started"],
    [waiting, "waiting for a person"],
    [notRepairable, "not repairable by their stacks"],
    [failed, "failed"],
    [unread, "not read"],
    [skipped, "skipped"],
  ] as const;
  const counts = parts.filter(([number]) => number > 0).map(([number, words]) => `${count(number)} ${words}`);
  return `found ${count(found)} of ${counted(subscriptions, "managed subscription")}${counts.length === 0 ? "" : `: ${counts.join(", ")}`}`;
}
