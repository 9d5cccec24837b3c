import { isRecord, type JsonMap, members } from "../../text/json.ts";

/** One labeled block of a JSON configuration: `resource`, `data` or `ephemeral`. */
export interface DeclaredBlock {
  /** `azapi_resource`. */
  readonly type: string;
  readonly name: string;
  /** The Terraform address: `azapi_resource.contact`, `data.azapi_resource.contact`. */
  readonly address: string;
  readonly body: JsonMap;
}

/** A Terraform configuration in JSON, with its blocks by kind. */
export interface Configuration {
  readonly resources: readonly DeclaredBlock[];
  readonly data: readonly DeclaredBlock[];
  readonly ephemerals: readonly DeclaredBlock[];
  /** Provider configurations by their local names; one name may have several, with aliases. */
  readonly providers: readonly { readonly name: string; readonly body: JsonMap }[];
  readonly modules: readonly { readonly name: string; readonly body: JsonMap }[];
  readonly terraform: readonly JsonMap[];
  readonly imports: readonly JsonMap[];
  readonly moved: readonly JsonMap[];
  readonly removed: readonly JsonMap[];
  /** Parts that cannot be read as Terraform reads them, one sentence each. */
  readonly faults: readonly string[];
}

/** Blocks that declare no resources. */
const OTHER_BLOCKS = ["//", "locals", "output", "variable"];

/**
 * Reads a JSON configuration. Every level may be an object or a list of objects, as in Terraform's JSON syntax.
 *
 * Source: https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function readConfiguration(stack: unknown): Configuration {
  const faults: string[] = [];
  const roots = objects(stack, "the configuration", faults);
  const section = (name: string) =>
    roots.flatMap((root) => (Object.hasOwn(root, name) ? objects(root[name], name, faults) : []));
  const named = (name: string) => section(name).flatMap((labels) => oneLabel(labels, name, faults));
  const labeled = (sections: readonly JsonMap[], name: string, prefix: string) =>
    sections
      .flatMap((labels) => oneLabel(labels, name, faults))
      .flatMap(({ name: type, body }) =>
        oneLabel(body, `${name}.${type}`, faults).map((block) => ({
          ...block,
          type,
          address: `${prefix}${type}.${block.name}`,
        })),
      );
  const declared = (name: string, prefix = "") => distinct(labeled(section(name), name, prefix), faults);
  const known = new Set([...OTHER_BLOCKS, ...SECTIONS]);
  for (const key of roots.flatMap((root) => Object.keys(root))) {
    if (!known.has(key)) faults.push(`the block ${JSON.stringify(key)} is not supported`);
  }
  return {
    resources: declared("resource"),
    // The data source of a check is read like any other.
    data: [
      ...declared("data", "data."),
      ...named("check").flatMap(({ body, name }) =>
        labeled(objects(body["data"], `check.${name}.data`, faults), "data", "data."),
      ),
    ],
    ephemerals: declared("ephemeral", "ephemeral."),
    providers: named("provider"),
    modules: named("module"),
    terraform: section("terraform"),
    imports: section("import"),
    moved: section("moved"),
    removed: section("removed"),
    faults,
  };
}

const SECTIONS = [
  "check",
  "resource",
  "data",
  "ephemeral",
  "provider",
  "module",
  "terraform",
  "import",
  "moved",
  "removed",
];

/** Reads the blocks below one label: `{ label: body }`, `{ label: [body, body] }`. */
function oneLabel(
  labels: JsonMap,
  where: string,
  faults: string[],
): { readonly name: string; readonly body: JsonMap }[] {
  return members(labels)
    .filter(([label]) => label !== "//")
    .flatMap(([label, value]) =>
      objects(value, `${where}.${label}`, faults).map((body) => ({ name: label, body })),
    );
}

/** Returns the objects of a value: one or a list. */
function objects(value: unknown, where: string, faults: string[]): readonly JsonMap[] {
  if (value === null || value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((item) => {
    if (isRecord(item)) return [item];
    if (item !== null) faults.push(`${where} is not a block`);
    return [];
  });
}

/** Reports duplicates: Terraform rejects a second block of one address, and the reader could use the wrong one. */
function distinct(blocks: readonly DeclaredBlock[], faults: string[]): readonly DeclaredBlock[] {
  const seen = new Set<string>();
  for (const { address } of blocks) {
    if (seen.has(address)) faults.push(`${address} is declared twice`);
    seen.add(address);
  }
  return blocks;
}
