import { code, folded, prose, tableHead, tableRow } from "../text/markdown.ts";
import type { DifferenceKind } from "./compare.ts";
import type { PilotStep, Recording } from "./recording.ts";
import type { Difference } from "./replayed.ts";
import { operationOf, slowestOperations } from "./timing.ts";

/** The meaning of each kind of difference. */
const MEANINGS: Readonly<Record<DifferenceKind, string>> = {
  status: "Another status",
  "error code": "Another error code",
  missing: "The sandbox has a member that Azure has not",
  added: "Azure has a member that the sandbox has not",
  type: "Another type of value",
  casing: "Another casing of a member or a value",
  order: "Another order of a list",
  value: "Another value",
  header: "A header that only one of them sends",
  version: "The shape of another API version",
  late: "An earlier state, read after a write",
  slow: "Slow answers",
  "not modeled": "Requests that the sandbox does not model",
};

/** Kinds that show how Azure works, and not that the sandbox is wrong. */
export const OBSERVATIONS: ReadonlySet<DifferenceKind> = new Set(["late", "slow", "not modeled"]);

/** The most rows of a table. */
const MOST_ROWS = 100;

/** The differences as a page in Markdown. */
export function differencesPage(recording: Recording, differences: readonly Difference[]): string {
  const { access, exchanges, notRecorded, product, provider, recordedAt, steps } = recording;
  const wrong = differences.filter(({ kind }) => !OBSERVATIONS.has(kind));
  const groups = grouped(wrong);
  const sections = [
    "# Azure and the sandbox compared",
    `csp-baseline ${code(product)}, ${recordedAt.slice(0, 10)}, access model ${code(access)}, provider ${code(provider)}. ` +
      `${exchanges.length} requests were compared. Tenants, subscriptions, names, addresses and secrets are replaced.`,
    ...notRecordedSection(notRecorded),
    ...(steps.length === 0 ? [] : ["## Steps", stepsTable(steps)]),
    "## Differences",
    groups.length === 0
      ? "None: the sandbox gives the same answers as Azure to these requests."
      : `${groups.length} ${groups.length === 1 ? "difference" : "differences"} in ${wrong.length} places. Each is a fault of the sandbox until shown otherwise.`,
    ...kindSections(groups),
    ...observationSections(differences),
    "## Time that Azure takes",
    timesTable(recording),
  ];
  return `${sections.join("\n\n")}\n`;
}

function notRecordedSection(notRecorded: readonly string[]): readonly string[] {
  if (notRecorded.length === 0) return [];
  return ["## Not recorded", notRecorded.map((one) => `- ${prose(one)}`).join("\n")];
}

function stepsTable(steps: readonly PilotStep[]): string {
  const rows = steps.map(({ name, message, seconds, status }) =>
    tableRow([prose(name), status, seconds.toFixed(1), prose(message)]),
  );
  return [tableHead(["step", "status", "seconds#", "result"]), ...rows].join("\n");
}

interface Group {
  readonly kind: DifferenceKind;
  readonly operation: string;
  readonly place: string;
  readonly azure: string;
  readonly sandbox: string;
  readonly numbers: readonly number[];
}

/** The same difference of the same operation is shown once. */
function grouped(differences: readonly Difference[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const { azure, kind, method, number, path, place, sandbox } of differences) {
    const operation = operationOf(method, path);
    const key = JSON.stringify([kind, operation, place, azure, sandbox]);
    const known = groups.get(key);
    groups.set(
      key,
      known === undefined
        ? { kind, operation, place, azure, sandbox, numbers: [number] }
        : { ...known, numbers: [...known.numbers, number] },
    );
  }
  return [...groups.values()];
}

function kindSections(groups: readonly Group[]): readonly string[] {
  const kinds = Object.keys(MEANINGS).filter(isKind);
  return kinds.flatMap((kind) => {
    const ofKind = groups.filter((group) => group.kind === kind);
    return ofKind.length === 0 ? [] : [`### ${MEANINGS[kind]}`, groupsTable(ofKind)];
  });
}

function observationSections(differences: readonly Difference[]): readonly string[] {
  const observed = differences.filter(({ kind }) => OBSERVATIONS.has(kind));
  if (observed.length === 0) return [];
  const late = grouped(observed.filter(({ kind }) => kind === "late"));
  const slow = grouped(observed.filter(({ kind }) => kind === "slow"));
  const unknown = grouped(observed.filter(({ kind }) => kind === "not modeled"));
  return [
    "## Observations",
    "These show how Azure works. They are not faults of the sandbox.",
    ...(late.length === 0 ? [] : [`### ${MEANINGS.late}`, groupsTable(late)]),
    ...(slow.length === 0 ? [] : [`### ${MEANINGS.slow}`, groupsTable(slow)]),
    ...(unknown.length === 0
      ? []
      : [folded(`${unknown.length} requests that the sandbox does not model`, groupsTable(unknown))]),
  ];
}

function groupsTable(groups: readonly Group[]): string {
  const rows = groups
    .slice(0, MOST_ROWS)
    .map(({ azure, numbers, operation, place, sandbox }) =>
      tableRow([
        code(operation),
        place === "" ? "" : code(place),
        code(azure),
        code(sandbox),
        numbersText(numbers),
      ]),
    );
  const left = groups.length - MOST_ROWS;
  const more = left > 0 ? [tableRow([`${left} more`, "", "", "", ""])] : [];
  return [tableHead(["request", "place", "Azure", "sandbox", "exchange"]), ...rows, ...more].join("\n");
}

function numbersText(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 3).join(", ");
  return numbers.length > 3 ? `${shown} and ${numbers.length - 3} more` : shown;
}

function timesTable({ exchanges }: Recording): string {
  const rows = slowestOperations(exchanges).map(({ count, longest, median, operation }) =>
    tableRow([code(operation), String(count), String(median), String(longest)]),
  );
  return [tableHead(["operation", "requests#", "median ms#", "longest ms#"]), ...rows].join("\n");
}

function isKind(text: string): text is DifferenceKind {
  return Object.hasOwn(MEANINGS, text);
}
