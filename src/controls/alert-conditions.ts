import { type ArmResource, type Cursor, read, sameName } from "../evidence/index.ts";

interface Condition {
  readonly field: string;
  /** The values that the condition accepts; an event matches any of them. */
  readonly values: () => string[];
}

/**
 * The conditions of an activity log alert, all of which an event must meet. Each is a leaf
 * (`{field, equals}`, `{field, containsAny}`) or, as azurerm and the portal write several values, an `anyOf`
 * of leaves. Fields and values compare without case.
 *
 * Source: azure-rest-api-specs, Microsoft.Insights activityLogAlerts 2020-10-01; azurerm 4.55.0 source.
 */
export class AlertConditions {
  readonly #conditions: readonly Condition[];

  constructor(alert: ArmResource) {
    const all = read(alert).get("properties").get("condition").get("allOf").items();
    this.#conditions = all.map(readCondition);
  }

  /** Reports whether an event with this value can fire the alert: a condition accepts it, or none is on the field. */
  allows(field: string, value: string): boolean {
    return this.#on(field).every((condition) => condition.values().some((other) => sameName(other, value)));
  }

  /** Reports whether a condition names exactly this value. */
  names(field: string, value: string): boolean {
    return this.#on(field).length > 0 && this.allows(field, value);
  }

  /** The fields of all conditions, in their original spelling. */
  get fields(): string[] {
    return [...new Set(this.#conditions.map(({ field }) => field))];
  }

  #on(field: string): Condition[] {
    return this.#conditions.filter((condition) => sameName(condition.field, field));
  }
}

function readCondition(condition: Cursor): Condition {
  const choices = condition.get("anyOf").items();
  const isLeaf = ["field", "equals", "containsAny"].some((name) => condition.get(name).exists());
  // Azure accepts one or the other; if both are set, it is undefined which counts.
  if (choices.length > 0 && isLeaf) return { field: "a condition beside an anyOf", values: () => [] };
  const leaves = choices.length > 0 ? choices : [condition];
  // An anyOf over different fields has no values of one field: it counts as a filter on all of them.
  const fields = new Set(
    leaves.map((leaf) => leaf.get("field").exactText() ?? "a condition without a field"),
  );
  return { field: [...fields].join(" or "), values: () => leaves.flatMap(leafValues) };
}

function leafValues(leaf: Cursor): string[] {
  const equals = leaf.get("equals").exactText();
  const any = leaf.get("containsAny").texts();
  // If both are set in one leaf, it is undefined which counts.
  if (equals !== undefined && any.length > 0) return [];
  return equals === undefined ? any : [equals];
}
