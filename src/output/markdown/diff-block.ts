import type { AttributeChange, ChangeAction, Drift, ResourceChange } from "../../review/model.ts";
import { fenced } from "../../text/markdown.ts";
import { cut, visible } from "../../text/visible.ts";
import { count, counted } from "../wording.ts";

const LONGEST_LINE = 400;
const MOST_ATTRIBUTES = 30;
const MOST_LINES = 120;
const MOST_UNITS = 6000;
/** The number of lines kept of a resource that does not fit. */
const FIRST_LINES = 15;

/**
 * Shows changes of resources attribute by attribute, as a block that GitHub colors. At most 120 lines or 6,000 UTF-16
 * units.
 */
export function diffBlock(changes: readonly ResourceChange[]): string {
  return blockOf([...changes].sort((a, b) => rank(a) - rank(b)).map(linesOfChange));
}

/** Shows changes made outside of Terraform: `-` is the value in Terraform's state, `+` the value in Azure. */
export function driftBlock(drift: readonly Drift[]): string {
  return blockOf(
    drift.map(({ action, address, attributes }) => [
      `${action === "delete" ? "-" : "!"} ${address}: ${action === "delete" ? "deleted" : "changed"} outside of Terraform`,
      ...linesOfAttributes(attributes),
    ]),
  );
}

/** Joins the lines of as many whole resources as fit, and at least the first lines of the first one. */
function blockOf(resources: readonly (readonly string[])[]): string {
  const lines: string[] = [];
  let units = 0;
  let shown = 0;
  for (const resource of resources) {
    const short = resource.map((line) => cut(visible(line), LONGEST_LINE));
    units += short.reduce((sum, line) => sum + line.length + 1, 0);
    const fits = lines.length + short.length <= MOST_LINES && units <= MOST_UNITS;
    if (!fits && shown > 0) break;
    lines.push(...(fits ? short : [...short.slice(0, FIRST_LINES), "#   (cut off)"]));
    shown += 1;
  }
  if (shown < resources.length) lines.push(`# ${counted(resources.length - shown, "more resource")}`);
  return fenced("diff", lines);
}

const RANKS: readonly ChangeAction[] = [
  ...(["unrecognized", "invoke", "check", "delete", "delete-create", "create-delete", "forget"] as const),
  ...(["update", "import", "create", "move"] as const),
];

/** Ranks changes: losses first, and resources of the baseline before others. */
function rank({ actions, baseline, warnings }: ResourceChange): number {
  const action = RANKS.findIndex((candidate) => actions.includes(candidate));
  return (warnings.length > 0 ? 0 : 100) + action * 2 + (baseline ? 0 : 1);
}

function linesOfChange(change: ResourceChange): string[] {
  const { actions, address, attributes, deposed, importId, previousAddress, reason, takenOverBy, warnings } =
    change;
  const [sign, summary] = header(actions);
  const details = [
    summary,
    ...(deposed ? ["a deposed object from a failed replacement"] : []),
    ...(importId === undefined ? [] : [`imported from ${importId}`]),
    ...(previousAddress === undefined ? [] : [`moved from ${previousAddress}`]),
    ...(takenOverBy === undefined ? [] : [`imported as ${takenOverBy}`]),
    ...(reason === undefined ? [] : [reason.replaceAll("_", " ")]),
  ].filter((text) => text !== "");
  return [
    `${sign} ${address}: ${details.join(", ")}`,
    ...warnings.map((warning) => `!   warning: ${warning}`),
    ...linesOfAttributes(attributes),
  ];
}

function header(actions: readonly ChangeAction[]): readonly [string, string] {
  const has = (action: ChangeAction) => actions.includes(action);
  if (has("invoke")) return ["!", "invokes an action"];
  if (has("check")) return ["!", "a check fails"];
  if (has("unrecognized")) return ["!", "an action that this version does not recognize"];
  if (has("delete")) return ["-", "deleted"];
  if (has("delete-create")) return ["-", "replaced, deleted before the new one is created"];
  if (has("create-delete")) return ["-", "replaced, the new one is created first"];
  if (has("forget"))
    return ["-", has("create") ? "created again, the old one forgotten" : "forgotten, it stays in Azure"];
  if (has("create")) return ["+", "added"];
  if (has("update")) return ["!", "changed"];
  return [" ", ""];
}

function linesOfAttributes(attributes: readonly AttributeChange[]): string[] {
  const lines = attributes
    .slice(0, MOST_ATTRIBUTES)
    .flatMap(({ after, before, path }) => [
      ...(before === undefined ? [] : [`-   ${path} = ${before}`]),
      ...(after === undefined ? [] : [`+   ${path} = ${after}`]),
    ]);
  const left = attributes.length - MOST_ATTRIBUTES;
  return left > 0 ? [...lines, `#   ${count(left)} more ${left === 1 ? "attribute" : "attributes"}`] : lines;
}
