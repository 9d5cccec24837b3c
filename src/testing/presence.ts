import { TerraformStack } from "#engine";
import { type Block, type BlockKind, findBlocks, type TerraformType, typesPresent } from "./blocks.ts";
import { type Comparison, compare } from "./compare.ts";
import { resolveExpected } from "./expected.ts";
import type { MatcherResult } from "./result.ts";
import { type SynthesizedStack, synthesize } from "./synthesize.ts";
import { count, show } from "./values.ts";

/** Matchers for the presence of blocks. `received` is any value that {@link synthesize} accepts. */

/** Asserts that there is at least one resource of this type. */
export function toHaveResource(received: unknown, type: TerraformType): MatcherResult {
  return have("resource", received, type);
}

/** Asserts that there is a resource of this type with at least these properties, compared by {@link compare}. */
export function toHaveResourceWithProperties(
  received: unknown,
  type: TerraformType,
  properties: object = {},
): MatcherResult {
  return have("resource", received, type, properties);
}

/** Asserts that there is at least one data source of this type. */
export function toHaveDataSource(received: unknown, type: TerraformType): MatcherResult {
  return have("data", received, type);
}

/** Asserts that there is a data source of this type with at least these properties. */
export function toHaveDataSourceWithProperties(
  received: unknown,
  type: TerraformType,
  properties: object = {},
): MatcherResult {
  return have("data", received, type, properties);
}

/** Asserts that the provider is configured at least once. */
export function toHaveProvider(received: unknown, type: TerraformType): MatcherResult {
  return have("provider", received, type);
}

/** Asserts that a configuration of this provider has at least these properties. */
export function toHaveProviderWithProperties(
  received: unknown,
  type: TerraformType,
  properties: object = {},
): MatcherResult {
  return have("provider", received, type, properties);
}

interface Kind {
  readonly noun: string;
  readonly matcher: string;
}

const KINDS: Readonly<Record<BlockKind, Kind>> = {
  resource: { noun: "resource", matcher: "toHaveResource" },
  data: { noun: "data source", matcher: "toHaveDataSource" },
  provider: { noun: "provider", matcher: "toHaveProvider" },
};

function have(kind: BlockKind, received: unknown, type: TerraformType, properties?: object): MatcherResult {
  const stack = synthesize(received);
  const subject = TerraformStack.isStack(received) ? `stack '${received.node.id}'` : "the stack";
  const { type: name, blocks } = findBlocks(stack, kind, type);
  const wanted = `${KINDS[kind].noun} ${name}`;
  if (blocks.length === 0)
    return { pass: false, message: () => absent(stack, kind, name, `${subject} to have ${wanted}`) };
  if (properties === undefined) {
    return {
      pass: true,
      message: () => `expected ${subject} to have no ${wanted}, but it has:\n${addresses(blocks)}`,
    };
  }

  const expected = resolveExpected(properties, TerraformStack.isStack(received) ? received : undefined);
  const candidates = blocks.map((block) => ({ block, comparison: compare(expected, block.body) }));
  const matching = candidates.filter(({ comparison }) => comparison.differences.length === 0);
  if (matching.length > 0) {
    const found = addresses(matching.map(({ block }) => block));
    const message = `expected ${subject} to have no ${wanted} with the properties ${show(expected)}, but it has:\n${found}`;
    return { pass: true, message: () => message };
  }
  const ranked = candidates.toSorted((a, b) => a.comparison.distance - b.comparison.distance);
  const [closest] = ranked;
  return {
    pass: false,
    message: () =>
      `expected ${subject} to have ${wanted} with the given properties, but ${verdict(ranked.length)}:\n${listed(ranked)}`,
    expected: closest?.comparison.expected,
    actual: closest?.comparison.actual,
  };
}

function verdict(candidates: number): string {
  return candidates === 1 ? "the one there differs" : `all ${candidates} differ (closest first)`;
}

interface Candidate {
  readonly block: Block;
  readonly comparison: Comparison;
}

const MOST_LISTED = 10;

/** Lists each candidate with its address and its first difference. */
function listed(candidates: readonly Candidate[]): string {
  const lines = candidates.slice(0, MOST_LISTED).map(({ block, comparison }) => {
    const [first, ...others] = comparison.differences;
    if (first === undefined) return `  ${block.address}`;
    const place = first.path === "" ? "" : `${first.path}: `;
    const more = others.length === 0 ? "" : ` (and ${count(others.length, "more difference")})`;
    return `  ${block.address}\n    ${place}${first.reason}${more}`;
  });
  return withRest(lines, candidates.length);
}

function addresses(blocks: readonly Block[]): string {
  return withRest(
    blocks.slice(0, MOST_LISTED).map((block) => `  ${block.address}`),
    blocks.length,
  );
}

function withRest(lines: readonly string[], total: number): string {
  return [...lines, ...(total > lines.length ? [`  and ${total - lines.length} more`] : [])].join("\n");
}

/** Describes a missing type: the types of the stack, and a block of another kind with that name. */
function absent(stack: SynthesizedStack, kind: BlockKind, name: string, wish: string): string {
  const present = typesPresent(stack, kind);
  const { noun } = KINDS[kind];
  const elsewhere = (["resource", "data", "provider"] as const)
    .filter((other) => other !== kind && findBlocks(stack, other, name).blocks.length > 0)
    .map((other) => `\n${name} exists as a ${KINDS[other].noun}: use ${KINDS[other].matcher}`);
  const there =
    present.length === 0
      ? `it has no ${noun} at all`
      : `it only has:\n${present.map((type) => `  ${type}`).join("\n")}`;
  return `expected ${wish}, but ${there}${elsewhere.join("")}`;
}
