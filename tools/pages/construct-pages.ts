import { readdirSync, readFileSync } from "node:fs";
import { classText, type Prop, propsOf } from "./props.ts";
import { namedTypes } from "./types.ts";

const BEGIN = '<!-- Generated from the source by "npm run generate", up to the end mark. -->';
const END = "<!-- End of what is generated. -->";

/** Constructs that have a page: those that `csp-baseline/constructs` exports for use. */
export const CONSTRUCTS = [
  "SubscriptionBaseline",
  "SecurityContact",
  "Budget",
  "CostAnomalyAlert",
  "ActionGroup",
  "ServiceHealthAlert",
  "ResourceHealthAlert",
  "ActivityLogAlerts",
  "ActivityLogExport",
  "EntraLogExport",
  "TenantServiceHealthAlert",
  "DefenderPlans",
  "PolicyAssignments",
] as const;

/** Returns the file name of a construct's source and page: `security-contact` for `SecurityContact`. */
export function fileOf(construct: string): string {
  return construct.replace(/(?<=[a-z])(?=[A-Z])/g, "-").toLowerCase();
}

/**
 * Returns the page of a construct: the part between the marks is generated from its source, the rest is kept.
 * @param folder the sources of the constructs
 * @param page the current page
 * @throws {Error} when the page has no marks
 */
export function constructPage(construct: string, folder: URL, page: string): string {
  const [head, rest] = page.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (head === undefined || tail === undefined)
    throw new Error(`the page of ${construct} lacks one of the marks`);
  const read = (name: string) => readFileSync(new URL(name, folder), "utf8");
  const source = read(`${fileOf(construct)}.ts`);
  const others = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map(read);
  const props = propsOf(`${construct}Props`, source, others);
  const blocks = [...classText(construct, source), table(props), ...typeBlocks(props, [source, ...others])];
  return `${head}${BEGIN}\n\n${blocks.join("\n\n")}\n\n${END}${tail}`;
}

/** Describes the named types of the props. */
function typeBlocks(props: readonly Prop[], sources: readonly string[]): string[] {
  const found = namedTypes(props.map(({ type }) => type).join(" "), sources).filter(
    // `Pick<BudgetProps, ...>` refers to the props of a construct with its own page.
    ({ name }) => !name.endsWith("Props"),
  );
  return found.map((one) =>
    one.kind === "text"
      ? `\`${one.name}\` is \`${one.text}\`.`
      : `\`${one.name}\`:\n\n${table(propsOf(one.name, "", sources))}`,
  );
}

function table(props: readonly Prop[]): string {
  const rows = props.map((prop) => {
    const { name, optional, type } = prop;
    // In docstrings, "- " marks a default that is not a value.
    const fallback = optional ? cell(prop.default?.replace(/^- /, "") ?? "") : "**required**";
    return `| \`${name}\` | \`${cell(type)}\` | ${fallback} | ${cell(prop.text)} |`;
  });
  return ["| prop | type | default | |", "|---|---|---|---|", ...rows].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
