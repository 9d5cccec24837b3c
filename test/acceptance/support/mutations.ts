import { isRecord } from "../../../src/text/json.ts";

/** One change of one property of a resource, as a person could make it in Azure. */
export interface Mutation {
  /** From the resource's root: `properties.condition.allOf[0].equals`. */
  readonly path: string;
  readonly kind: "changed" | "emptied" | "removed";
  /** Bodies to try, in this order: Azure refuses some values. */
  readonly bodies: readonly unknown[];
}

/** Azure sets these itself, whatever a request says. */
const READ_ONLY = /^(?:id|name|type|etag|eTag|kind|location|systemData|managedBy)$/;
/** Values that Azure computes, and that the baseline does not declare: the extensions of a Defender plan. */
const NOT_DECLARED =
  /^properties\.(?:freeTrialRemainingTime|enablementTime|extensions|currentSpend|forecastSpend)\b/;
/** Values of Azure's enumerations, tried where a text is changed. */
const WORDS = ["Off", "On", "Free", "Standard", "Low", "Medium", "High", "Critical", "Disabled", "Enabled"];
const MORE_WORDS = [
  "Actual",
  "Forecasted",
  "GreaterThan",
  "Monthly",
  "Quarterly",
  "Owner",
  "Contributor",
  "P1",
];
const DEEPEST = 8;

/**
 * Every change of every writable property of a resource: each value changed, emptied and removed.
 *
 * @param resource The answer of a GET.
 */
export function mutationsOf(resource: unknown): Mutation[] {
  if (!isRecord(resource)) return [];
  return Object.keys(resource)
    .filter((key) => !READ_ONLY.test(key))
    .flatMap((key) => below(resource, [key]))
    .filter(({ path }) => !NOT_DECLARED.test(path));
}

type Step = string | number;

function below(root: object, steps: readonly Step[]): Mutation[] {
  if (steps.length > DEEPEST) return [];
  const value = valueAt(root, steps);
  const path = pathText(steps);
  const withValue = (found: unknown) => replaced(root, steps, found);
  const own: Mutation[] = [
    { path, kind: "changed", bodies: others(value).map(withValue) },
    { path, kind: "emptied", bodies: empties(value).map(withValue) },
    { path, kind: "removed", bodies: [replaced(root, steps, undefined)] },
  ];
  const children = Array.isArray(value)
    ? value.slice(0, 1).flatMap((_, index) => below(root, [...steps, index]))
    : isRecord(value)
      ? membersToChange(value).flatMap((key) => below(root, [...steps, key]))
      : [];
  return [...own.filter(({ bodies }) => bodies.length > 0), ...children];
}

/** Of members that are all alike, such as a budget's notifications, one stands for the others. */
function membersToChange(value: Readonly<Record<string, unknown>>): string[] {
  const keys = Object.keys(value);
  const shapes = new Set(
    Object.values(value).map((item) => (isRecord(item) ? Object.keys(item).join() : "")),
  );
  const areAlike = keys.length > 2 && shapes.size === 1 && !shapes.has("");
  return areAlike ? keys.slice(0, 1) : keys;
}

/** Other values of the same type. */
function others(value: unknown): unknown[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") return [value + 1, value - 1];
  if (typeof value !== "string") return [];
  const texts = value.includes("@")
    ? [value.replace("@", ".changed@")]
    : /^https?:/.test(value)
      ? [`${value}/changed`]
      : value.includes("/")
        ? [`${value}-changed`]
        : [];
  const words = [...WORDS, ...MORE_WORDS].filter((word) => word !== value);
  return [...texts, `${value} changed`, ...words];
}

function empties(value: unknown): unknown[] {
  if (typeof value === "string") return [""];
  if (Array.isArray(value)) return value.length > 0 ? [[]] : [];
  if (isRecord(value)) return Object.keys(value).length > 0 ? [{}] : [];
  return [];
}

function valueAt(root: unknown, steps: readonly Step[]): unknown {
  return steps.reduce<unknown>((found, step) => Reflect.get(Object(found), step), root);
}

/** A copy in which the value at these steps is another, or left out. */
function replaced(root: unknown, steps: readonly Step[], value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(root)) {
    const changed = root.map((item, index) => (index === step ? replaced(item, rest, value) : item));
    return changed.filter((item) => item !== undefined);
  }
  const entries = Object.entries(Object(root)).map(([key, item]): [string, unknown] =>
    key === step ? [key, replaced(item, rest, value)] : [key, item],
  );
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

function pathText(steps: readonly Step[]): string {
  return steps
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .slice(1);
}
