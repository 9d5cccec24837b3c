import { visible } from "../text/visible.ts";
import { quote } from "../text/wording.ts";
import { CONTROLS } from "./built-in.ts";
import type { Control } from "./control.ts";

/** Ids of other built-in judgements: each id must be unique in exceptions and findings. */
const RESERVED_IDS: readonly string[] = [
  "stack",
  "unmanaged-subscription",
  "not-visible",
  "moved-tenant",
  "not-enabled",
  "security-contact-as-deployed",
  "receiver-status",
  "cost-anomaly-alert-end",
  "budget-end",
  "unowned-resources",
  "duplicate-service-health-alerts",
];

const ID = /^(?=.{1,64}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const SEVERITIES: readonly unknown[] = ["critical", "high", "medium", "low"];
/** The report has a column for each control. */
const MOST_CONTROLS = 100;

/**
 * Validates custom controls and returns one sentence for each fault. They come from code that may not be type-checked.
 */
export function customControlFaults(controls: readonly unknown[]): string[] {
  if (controls.length > MOST_CONTROLS)
    return [`there are ${controls.length} custom controls: at most ${MOST_CONTROLS} can be used`];
  const seen = new Set<string>();
  return controls.flatMap((control, index) => {
    if (typeof control !== "object" || control === null)
      return [`custom control ${index + 1} is not an object`];
    const id: unknown = Reflect.get(control, "id");
    if (typeof id !== "string" || !ID.test(id)) {
      const found = typeof id === "string" ? quote(id) : typeof id;
      return [
        `custom control ${index + 1} needs an id of lower-case letters, digits and single hyphens, at most 64 characters, got ${found}`,
      ];
    }
    const faults = [...idFaults(id, seen), ...shapeFaults(control)];
    seen.add(id);
    return faults.map((fault) => `the custom control ${quote(id)} ${fault}`);
  });
}

function idFaults(id: string, seen: ReadonlySet<string>): string[] {
  if (seen.has(id)) return ["is a duplicate: ids must be unique"];
  const taken = isReserved(id) || CONTROLS.some((control) => control.id === id);
  return taken ? ["has the id of a built-in control: choose another one"] : [];
}

/** Reports whether an id is reserved. Partner-level controls begin with `partner-`. */
function isReserved(id: string): boolean {
  return RESERVED_IDS.includes(id) || id.startsWith("partner-");
}

function shapeFaults(control: object): string[] {
  const of = (key: keyof Control): unknown => Reflect.get(control, key);
  const faults: string[] = [];
  const must = (fulfilled: boolean, what: string) => {
    if (!fulfilled) faults.push(what);
  };
  must(isLine(of("title"), 120), "needs a title: one line of at most 120 characters");
  must(isLine(of("why"), 1000), "needs a why: one line of at most 1000 characters");
  must(SEVERITIES.includes(of("severity")), "needs a severity: critical, high, medium or low");
  must(typeof of("required") === "boolean", "needs required: true or false");
  must(
    isListOf(of("judgedBy"), (item) => isLine(item, 1000)),
    "needs judgedBy: a list of sentences",
  );
  must(isListOf(of("satisfies"), isReference), "needs satisfies: a list of { tool, id }, which may be empty");
  must(
    isListOf(
      of("cannotSatisfy"),
      (item) => isReference(item) && isLine(Reflect.get(Object(item), "reason"), 1000),
    ),
    "needs cannotSatisfy: a list of { tool, id, reason }, which may be empty",
  );
  must(typeof of("check") === "function", "needs check: a function");
  must(["function", "undefined"].includes(typeof of("enabled")), "has an enabled that is not a function");
  must(
    of("required") !== true || of("enabled") === undefined,
    "is required and has an enabled: only an optional control can be switched off",
  );
  return faults;
}

function isListOf(value: unknown, test: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= 100 && value.every(test);
}

function isReference(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isLine(Reflect.get(value, "tool"), 100) && isLine(Reflect.get(value, "id"), 200);
}

/** Reports whether a value is one line of printable text, safe for a terminal. */
function isLine(value: unknown, max: number): boolean {
  return typeof value === "string" && value.trim() !== "" && value.length <= max && visible(value) === value;
}
