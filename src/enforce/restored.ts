import { isRecord, items, member } from "../text/json.ts";

/** The values of one resource in a plan, from each source. */
export interface RestoredSides {
  /** The planned values. */
  readonly after: unknown;
  /** `after_unknown` of the plan. */
  readonly unknown: unknown;
  /** The current values in Azure; undefined when the resource does not exist. */
  readonly before: unknown;
  /** The values in the state since the last apply; undefined when it had none. */
  readonly recorded: unknown;
  /** The block of the stack. */
  readonly declared: unknown;
}

/**
 * Finds a value of a plan that the last apply did not leave. If there is one, the stack is not the one that was last
 * deployed, and the plan is a rollout. A value counts as restored when the plan keeps its value in Azure, writes its
 * value in the state, or does not know it before the apply. Values that the stack computes from `plantimestamp()` may
 * contain another time.
 *
 * @returns the path of the first value, in Terraform's names; undefined when everything is restored
 */
export function firstNotRestored(sides: RestoredSides): string | undefined {
  return find("", sides);
}

function find(path: string, sides: RestoredSides): string | undefined {
  const { after, before, declared, recorded, unknown } = sides;
  if (unknown === true || isSame(after, before) || isSame(after, recorded)) return undefined;
  if (isOfTime(declared) && isSame(withoutTime(after), withoutTime(recorded))) return undefined;
  if (isRecord(after)) {
    const keys = new Set(
      [after, recorded, unknown].flatMap((one) => (isRecord(one) ? Object.keys(one) : [])),
    );
    return first([...keys], (key) =>
      find(path === "" ? key : `${path}.${key}`, {
        after: member(after, key),
        unknown: member(unknown, key),
        before: member(before, key),
        recorded: member(recorded, key),
        // A single block may stand without a list around it.
        declared: member(Array.isArray(declared) ? declared[0] : declared, key),
      }),
    );
  }
  if (Array.isArray(after) && Array.isArray(recorded) && after.length === recorded.length) {
    return first([...after.keys()], (index) =>
      find(`${path}[${index}]`, {
        after: after[index],
        unknown: Array.isArray(unknown) ? unknown[index] : undefined,
        before: items(before)[index],
        recorded: recorded[index],
        declared: Array.isArray(declared) ? declared[index] : declared,
      }),
    );
  }
  return path === "" ? "the resource" : path;
}

function first<Item>(all: readonly Item[], work: (item: Item) => string | undefined): string | undefined {
  for (const item of all) {
    const found = work(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Compares as providers do: null and empty values are equal, and lists of blocks are sets. */
function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(normal(value)) ?? "";
}

function normal(value: unknown): unknown {
  if (Array.isArray(value)) {
    const parts = value.map((item) => JSON.stringify(normal(item)) ?? "");
    // Only lists of blocks are unordered: the order of plain values may matter.
    const sorted = value.every(isRecord) ? parts.sort() : parts;
    return sorted.length === 0 ? null : sorted;
  }
  if (isRecord(value)) {
    const entries = Object.keys(value)
      .sort()
      .map((key) => [key, normal(value[key])] as const)
      .filter(([, inner]) => inner !== null);
    return entries.length === 0 ? null : entries;
  }
  return value === undefined || value === "" ? null : value;
}

function isOfTime(declared: unknown): boolean {
  return typeof declared === "string" && declared.includes("plantimestamp(");
}

function withoutTime(value: unknown): unknown {
  return typeof value === "string" ? value.replace(/\d/g, "0") : value;
}
