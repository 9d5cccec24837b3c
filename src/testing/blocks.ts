import { isPlainMap } from "../text/json.ts";
import { findKey, snakeCase } from "./names.ts";
import type { SynthesizedStack } from "./synthesize.ts";
import { show } from "./values.ts";

/**
 * A provider class, identified by its static name (`ResourceGroup`, `DataAzurermSubscription`, `AzurermProvider`), or
 * the name.
 */
export type TerraformType = string | { readonly tfResourceType: string };

export type BlockKind = "resource" | "data" | "provider";

/** One resource, data source or provider configuration of a synthesized stack. */
export interface Block {
  /** The Terraform address, `azurerm_resource_group.main` or `data.azurerm_subscription.current`. */
  readonly address: string;
  readonly body: unknown;
}

/** The blocks of one type, and the types of the stack. */
export interface Blocks {
  /** The type in Terraform's notation. */
  readonly type: string;
  readonly blocks: readonly Block[];
}

/** The name of a type; camelCase is turned into Terraform's spelling.
 *  @throws Error when it is neither a name nor a provider class */
function typeName(type: TerraformType): string {
  const given: unknown = type;
  const name =
    (typeof given === "function" || typeof given === "object") && given !== null && "tfResourceType" in given
      ? given.tfResourceType
      : given;
  if (typeof name === "string" && name !== "") return name;
  const found = typeof given === "function" ? `the class ${given.name}, which has none` : show(given);
  throw new Error(
    `expected a provider class (its static tfResourceType) or a name such as "azurerm_resource_group", found ${found}`,
  );
}

/** Returns all blocks of a kind and type, in the order of the stack. */
export function findBlocks(stack: SynthesizedStack, kind: BlockKind, type: TerraformType): Blocks {
  const section = sectionOf(stack, kind);
  const name = typeName(type);
  const key = findKey(section, name);
  if (key === undefined) return { type: snakeCase(name), blocks: [] };
  return {
    type: key,
    blocks: kind === "provider" ? configurations(key, section[key]) : named(kind, key, section[key]),
  };
}

/**
 * Returns the types of a kind in the stack, each with its number of blocks: `azurerm_resource_group`,
 * `azurerm_role_assignment (3)`.
 */
export function typesPresent(stack: SynthesizedStack, kind: BlockKind): string[] {
  return Object.keys(sectionOf(stack, kind)).flatMap((type) => {
    const { length } = findBlocks(stack, kind, type).blocks;
    if (length === 0) return [];
    return [length === 1 ? type : `${type} (${length})`];
  });
}

function sectionOf(stack: SynthesizedStack, kind: BlockKind): Readonly<Record<string, unknown>> {
  const section = stack[kind];
  if (section === undefined) return {};
  if (!isPlainMap(section))
    throw new Error(`expected '${kind}' of the stack to be a map of types, found ${show(section)}`);
  return section;
}

function named(kind: BlockKind, type: string, blocks: unknown): Block[] {
  if (!isPlainMap(blocks))
    throw new Error(`expected '${kind}.${type}' of the stack to be a map of names, found ${show(blocks)}`);
  const prefix = kind === "data" ? "data." : "";
  return Object.entries(blocks).map(([name, body]) => ({ address: `${prefix}${type}.${name}`, body }));
}

/** Returns a provider's configurations: one, or a list with different `alias` values. */
function configurations(name: string, value: unknown): Block[] {
  const bodies: readonly unknown[] = Array.isArray(value) ? value : [value];
  return bodies.map((body) => {
    const alias = isPlainMap(body) && typeof body.alias === "string" ? `.${body.alias}` : "";
    return { address: `provider.${name}${alias}`, body };
  });
}
