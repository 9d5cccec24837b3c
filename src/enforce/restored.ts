import { isRecord, items, member } from "../evidence/json.ts";

/** One resource of a plan, on all the sides that matter. */
export interface RestoredSides {
  /** What the plan leaves. */
  readonly after: unknown;
  /** `after_unknown` of the plan. */
  readonly unknown: unknown;
  /** What Azure has now; undefined when the resource is gone. */
  readonly before: unknown;
  /** What the state had from the last apply; undefined when it had nothing. */
  readonly recorded: unknown;
  /** The block of the stack. */
  readonly declared: unknown;
}

/**
 * Where a plan writes something else than what the last apply left: then the stack is not the one that was last deployed, and
 * the plan is a rollout. A value counts as restored when the plan leaves it as it is in Azure, writes what the state has of
 * it, or cannot know it before the apply. Values that the stack computes of `plantimestamp()` may have another time in them.
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

/** Equal, as providers see it: nothing in any form is the same, and lists of blocks are sets. */
function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(normal(value)) ?? "";
}

function normal(value: unknown): unknown {
  if (Array.isArray(value)) {
    const parts = value.map((item) => JSON.stringify(normal(item)) ?? "");
    // Only blocks come in any order: the order of plain values may matter.
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
