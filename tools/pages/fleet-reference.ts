import { CONTROL_IDS } from "../../src/controls/control-ids.ts";
import { NEEDED } from "../../src/fleet/baseline.ts";
import { fleetJsonSchemas } from "../../src/fleet/json-schema.ts";
import { choices, code, Schema, typeInWords } from "./schema-words.ts";

/** Renders docs/fleet-reference.md: every key of the fleet's files, from the loader's own schemas. */
export function fleetReference(): string {
  const partner = schemaOf("partner.json");
  const customer = schemaOf("customer.json");
  const baseline = partner.$defs["Baseline"];
  if (baseline === undefined) throw new Error("the fleet's schema has no Baseline");
  const blocks = [
    "# The fleet, key by key",
    "Every key of `fleet/partner.yaml` and `fleet/customers/*.yaml`. Unknown keys are rejected. For an introduction see [Concepts](concepts.md#fleet-and-layers).",
    "A dot separates the keys of nested maps, `[]` means the items of a list, `*` means any name. **required** means that the enclosing map requires the key.",
    "## `fleet/partner.yaml`",
    "One file. `baseline` is the [baseline](#baseline) of all customers.",
    table(partner),
    "## `fleet/customers/*.yaml`",
    "A file for each customer; its name does not matter. `baseline` and `subscriptions[].baseline` contain the differences.",
    table(customer),
    "## `baseline`",
    "The same keys in all three layers: partner, customer, subscription. The later layer wins: maps merge, lists and single values replace, `false` disables an optional part. A key marked **some layer** has no default and must be set in one of the three.",
    table(
      { schema: baseline, $defs: partner.$defs },
      NEEDED.map((path) => path.join(".")),
    ),
    "Some rules are not in the tables. `budget.actual` and `budget.forecasted` have at most five thresholds each. At least one threshold of `budget.actual` is at most 100. `contacts.operations` needs an address or a webhook. `securityContact.api: azurerm` accepts one address and no other setting. A `budget.startMonth` of more than twelve months ahead gives a warning.",
  ];
  return `<!-- Generated from inventory/ by "npm run generate". Do not edit. -->\n\n${blocks.join("\n\n")}\n`;
}

interface Document {
  readonly schema: Schema;
  readonly $defs: Readonly<Record<string, Schema>>;
}

function schemaOf(file: string): Document {
  const parsed: unknown = JSON.parse(fleetJsonSchemas(CONTROL_IDS).get(file) ?? "{}");
  const schema = Schema.parse(parsed);
  const { $defs = {} } = schema;
  const defs = Object.entries(typeof $defs === "object" && $defs !== null ? $defs : {});
  return {
    schema,
    $defs: Object.fromEntries(defs.map(([name, definition]) => [name, Schema.parse(definition)])),
  };
}

interface Row {
  readonly key: string;
  readonly schema: Schema;
  readonly required: boolean;
}

function table({ $defs, schema }: Document, noDefault: readonly string[] = []): string {
  const rows = rowsBelow(schema, "", $defs).map(({ key, required, schema: value }) => {
    const otherwise = value.default === undefined ? "" : code(value.default);
    const fallback = noDefault.includes(key) ? "**some layer**" : required ? "**required**" : otherwise;
    const [example] = value.examples ?? [];
    const also = example === undefined ? "" : ` Example: ${code(example)}.`;
    return `| \`${key}\` | ${cell(typeInWords(value))} | ${fallback} | ${cell(`${value.description ?? ""}${also}`)} |`;
  });
  return ["| key | what it is | default | |", "|---|---|---|---|", ...rows].join("\n");
}

/** Returns a row for each key, maps before their content. A baseline has its own section. */
function rowsBelow(schema: Schema, path: string, $defs: Document["$defs"]): Row[] {
  if (isAnyJson(schema)) return [];
  return choices(resolved(schema, $defs))
    .flatMap((choice) => {
      const rows: Row[] = [];
      for (const [name, member] of Object.entries(choice.properties ?? {})) {
        const value = resolved(member, $defs);
        const key = path === "" ? name : `${path}.${name}`;
        rows.push({ key, schema: value, required: choice.required?.includes(name) ?? false });
        if (name !== "baseline") rows.push(...rowsBelow(value, key, $defs));
      }
      const { additionalProperties: any, items } = choice;
      if (items !== undefined) rows.push(...rowsBelow(items, `${path}[]`, $defs));
      if (typeof any === "object") rows.push(...rowsBelow(any, `${path}.*`, $defs));
      return rows;
    })
    .filter(isFirst);
}

/** Returns whether the schema contains itself. Zod gives such a schema a name, and it has no rows. */
function isAnyJson({ $ref = "" }: Schema): boolean {
  return $ref.startsWith("#/$defs/__");
}

/** Returns whether the row is the first of its key: two choices of a union may both have a key. */
function isFirst({ key, schema }: Row, index: number, rows: readonly Row[]): boolean {
  const isSame = (one: Row) => one.key === key && typeInWords(one.schema) === typeInWords(schema);
  return rows.findIndex(isSame) === index;
}

function resolved(schema: Schema, $defs: Document["$defs"]): Schema {
  const { $ref, ...rest } = schema;
  const definition = $ref === undefined ? undefined : $defs[$ref.replace("#/$defs/", "")];
  return definition === undefined ? schema : { ...definition, ...rest };
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s+/g, " ").trim();
}
