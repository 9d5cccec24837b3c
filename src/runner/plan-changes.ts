import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { RunnerError } from "./runner-error.ts";

/**
 * The number of resources that a plan adds, changes and so on. A replacement is an add and a destroy, as in Terraform.
 */
export const Changes = z.object({
  add: z.number(),
  change: z.number(),
  destroy: z.number(),
  import: z.number(),
  /** Removed from the state; the resource stays in Azure. */
  forget: z.number(),
  /** False when there is nothing to apply, including states and outputs. */
  any: z.boolean(),
});
export type Changes = z.infer<typeof Changes>;

export const NO_CHANGES: Changes = { add: 0, change: 0, destroy: 0, import: 0, forget: 0, any: false };

/** The members of `terraform show -json` that the runner reads. */
const PlanJson = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        deposed: z.string().optional(),
        change: z.object({
          actions: z.array(z.string()),
          before: z.unknown().optional(),
          after: z.unknown().optional(),
          after_unknown: z.unknown().optional(),
          importing: z.unknown().optional(),
        }),
      }),
    )
    .optional(),
  errored: z.boolean().optional(),
});
export type PlanJson = z.infer<typeof PlanJson>;
type ResourceChange = NonNullable<PlanJson["resource_changes"]>[number];

/** @throws {RunnerError} when it is not a plan, or is incomplete */
export function parsePlan(text: string): PlanJson {
  let plan: PlanJson;
  try {
    plan = PlanJson.parse(JSON.parse(text));
  } catch {
    throw new RunnerError("outside", "Terraform's show -json printed no plan");
  }
  if (plan.errored === true)
    throw new RunnerError("outside", "the plan is incomplete: Terraform stopped while planning");
  return plan;
}

/** @param any whether Terraform reports changes to apply */
export function countChanges(plan: PlanJson, any: boolean): Changes {
  const counts = { ...NO_CHANGES, any };
  for (const { change } of plan.resource_changes ?? []) {
    if (change.actions.includes("create")) counts.add += 1;
    if (change.actions.includes("update")) counts.change += 1;
    if (change.actions.includes("delete")) counts.destroy += 1;
    if (change.actions.includes("forget")) counts.forget += 1;
    if (typeof change.importing === "object" && change.importing !== null) counts.import += 1;
  }
  return counts;
}

/** Counts the changes that `terraform plan` prints: `Plan: 1 to import, 2 to add, 0 to change, 0 to destroy.` */
export function countPrinted(output: string, any: boolean): Changes {
  const line = /^Plan: (.*)$/m.exec(output)?.[1] ?? "";
  const count = (what: string) => Number(new RegExp(`\\b(\\d+) to ${what}\\b`).exec(line)?.[1] ?? 0);
  return {
    add: count("add"),
    change: count("change"),
    destroy: count("destroy"),
    import: count("import"),
    forget: count("forget"),
    any,
  };
}

export function sum(all: readonly Changes[]): Changes {
  return all.reduce(
    (total, one) => ({
      add: total.add + one.add,
      change: total.change + one.change,
      destroy: total.destroy + one.destroy,
      import: total.import + one.import,
      forget: total.forget + one.forget,
      any: total.any || one.any,
    }),
    NO_CHANGES,
  );
}

/**
 * Compares a plan with a reviewed one that was applied in part: it may contain only the same resources, actions and
 * values, as far as the reviewed plan knew them.
 * @returns the address of the first difference; undefined when there is none
 */
export function beyondReviewed(plan: PlanJson, reviewed: PlanJson): string | undefined {
  const known = new Map((reviewed.resource_changes ?? []).map((change) => [keyOf(change), change]));
  const beyond = (plan.resource_changes ?? []).find((resource) => {
    const { actions, after, after_unknown, importing } = resource.change;
    const inert = actions.every((action) => action === "no-op" || action === "read");
    if (inert && (importing ?? undefined) === undefined) return false;
    const before = known.get(keyOf(resource))?.change;
    return (
      before === undefined ||
      !isDeepStrictEqual(before.actions, actions) ||
      !isDeepStrictEqual(before.importing ?? undefined, importing ?? undefined) ||
      !isSame(after, after_unknown, before.after, before.after_unknown)
    );
  });
  return beyond?.address;
}

function keyOf({ address, deposed }: ResourceChange): string {
  return JSON.stringify([address, deposed]);
}

/** Reports whether the values are equal, accepting any value where the earlier one was unknown. */
function isSame(value: unknown, unknown: unknown, earlier: unknown, earlierUnknown: unknown): boolean {
  if (earlierUnknown === true) return true;
  if (unknown === true) return false;
  if (isObject(earlierUnknown) && (isObject(value) || isObject(earlier))) {
    const keys = new Set(
      [value, earlier, earlierUnknown].flatMap((one) => (isObject(one) ? Object.keys(one) : [])),
    );
    return [...keys].every((key) =>
      isSame(own(value, key), own(unknown, key), own(earlier, key), own(earlierUnknown, key)),
    );
  }
  // No unknown below: Terraform treats null and absent alike.
  return isDeepStrictEqual(value ?? null, earlier ?? null);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function own(value: unknown, key: string): unknown {
  return isObject(value) ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
