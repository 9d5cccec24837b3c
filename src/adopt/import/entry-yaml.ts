import { yamlText } from "../../fleet/yaml-text.ts";

/** An existing value in Azure, to write into a new entry. */
export interface ProposedValue {
  /** The path in the baseline: `["budget", "amount"]`. */
  readonly path: readonly string[];
  readonly value: string | number | readonly string[];
  /** The comment after it: `from Azure, budget monthly`. @default - no comment */
  readonly origin?: string;
}

/** A subscription to add to the fleet. */
export interface NewSubscription {
  readonly id: string;
  readonly name: string;
  readonly values: readonly ProposedValue[];
}

/** A customer to add to the fleet, with its own file. */
export interface NewCustomer {
  readonly key: string;
  readonly displayName: string;
  readonly tenantId: string;
  /** @default - the partner's */
  readonly access?: { readonly model: string; readonly clientId?: string };
  /** The subscriptions; if empty, the file has no list. */
  readonly subscriptions: readonly NewSubscription[];
}

/**
 * Renders a customer's file.
 *
 * @param schemaLine its first line, for editors; omitted where the fleet's other files have none
 */
export function customerYaml(
  { access, displayName, key, subscriptions, tenantId }: NewCustomer,
  schemaLine?: string,
): string {
  const lines = [
    ...(schemaLine === undefined ? [] : [schemaLine, ""]),
    `customer: ${yamlText(key)}`,
    `displayName: ${yamlText(displayName)}`,
    `tenantId: ${tenantId}`,
    ...(access === undefined ? [] : [accessLine(access)]),
    ...(subscriptions.length === 0 ? [] : ["", "subscriptions:"]),
    ...subscriptions.flatMap((one) => entryLines(one).map((line) => `  ${line}`)),
  ];
  return `${lines.join("\n")}\n`;
}

function accessLine({ clientId, model }: NonNullable<NewCustomer["access"]>): string {
  const client = clientId === undefined ? "" : `, clientId: ${yamlText(clientId, true)}`;
  return `access: { model: ${model}${client} }`;
}

/** Renders an item of a customer's `subscriptions:`, without indentation. */
export function entryLines({ id, name, values }: NewSubscription): string[] {
  const lines = [`- id: ${id}`, `  name: ${yamlText(name)}`];
  if (values.length === 0) return lines;
  return [...lines, "  baseline:", ...treeLines(values).map((line) => `    ${line}`)];
}

/** Renders the values as nested maps, each with its origin in a comment. */
export function treeLines(values: readonly ProposedValue[], depth = 0): string[] {
  const keys = [...new Set(values.map(({ path }) => path[depth] ?? ""))];
  return keys.flatMap((key) => {
    const below = values.filter(({ path }) => path[depth] === key);
    const leaf = below.find(({ path }) => path.length === depth + 1);
    if (leaf !== undefined) {
      const comment = leaf.origin === undefined ? "" : `  # ${leaf.origin}`;
      return [`${key}: ${valueText(leaf.value)}${comment}`];
    }
    return [`${key}:`, ...treeLines(below, depth + 1).map((line) => `  ${line}`)];
  });
}

/** Renders an item of a flow list: `{ id: ..., name: ... }`, without origins. */
export function entryInFlow({ id, name, values }: NewSubscription): string {
  const baseline = values.length === 0 ? "" : `, baseline: ${treeInFlow(values, 0)}`;
  return `{ id: ${id}, name: ${yamlText(name, true)}${baseline} }`;
}

function treeInFlow(values: readonly ProposedValue[], depth: number): string {
  const keys = [...new Set(values.map(({ path }) => path[depth] ?? ""))];
  const members = keys.map((key) => {
    const below = values.filter(({ path }) => path[depth] === key);
    const leaf = below.find(({ path }) => path.length === depth + 1);
    return `${key}: ${leaf === undefined ? treeInFlow(below, depth + 1) : valueText(leaf.value)}`;
  });
  return `{ ${members.join(", ")} }`;
}

/** Renders a value; months are not quoted, as in the fleet's documentation. */
function valueText(value: ProposedValue["value"]): string {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return /^\d{4}-\d{2}$/.test(value) ? value : yamlText(value);
  return `[${value.map((item) => yamlText(item, true)).join(", ")}]`;
}
