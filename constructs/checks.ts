import type { Construct } from "constructs";
import { Token } from "#engine";
import { ONE_EMAIL } from "../src/text/email.ts";
import { isGuid } from "../src/text/guid.ts";

/** Props that Azure would refuse at apply. The message names each of them, its valid values and its value. */
export class InvalidPropsError extends Error {
  /** One sentence for each invalid prop. */
  readonly problems: readonly string[];

  constructor(scope: Construct, problems: readonly string[]) {
    super(`${problems.join("; ")} (in ${scope.node.path || "the app"})`);
    this.name = "InvalidPropsError";
    this.problems = problems;
  }
}

/**
 * Validates that props were passed at all, which only JavaScript callers can omit.
 * @throws {InvalidPropsError} when the props are not an object
 */
export function requireProps(scope: Construct, construct: string, props: unknown): void {
  if (isObject(props)) return;
  throw new InvalidPropsError(scope, [`${construct} must have props, got ${show(props)}`]);
}

/** Returns whether the value is an object, and neither null nor a list. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** 7 to 15 digits with spaces, periods, hyphens and brackets: `+1 425 555 0100`, or the `(214)275-4038` of Microsoft's samples. */
const PHONE = /^(?=(?:\D{0,3}\d){7,15}\D?$)\+?[0-9(][0-9() .-]{5,24}[0-9)]$/;

/**
 * Collects all problems of a construct's props before it throws. Values that contain a token are accepted, because only
 * Terraform resolves them.
 *
 * Messages have the form `budget.amount must be at least 1, got 0`.
 */
export class Checks {
  readonly #construct: string;
  readonly #problems: string[] = [];

  /** @param construct the prefix of the prop's name in messages, e.g. `budget` */
  constructor(construct: string) {
    this.#construct = construct;
  }

  require(condition: boolean, prop: string, must: string, got: unknown): void {
    if (!condition) this.#problems.push(`${this.#construct}.${prop} must ${must}, got ${show(got)}`);
  }

  /** A GUID such as a subscription's id. */
  guid(prop: string, value: string): void {
    if (!hasToken(value)) {
      this.require(typeof value === "string" && isGuid(value), prop, "be a GUID", value);
    }
  }

  /** Validates a text by its length, and by `pattern` if given. */
  text(prop: string, value: string, limits: TextLimits): void {
    if (hasToken(value)) return;
    if (typeof value !== "string") {
      this.require(false, prop, "be text", value);
      return;
    }
    const { max, min = 1, pattern, form } = limits;
    this.require(
      value.length >= min && value.length <= max,
      prop,
      `be between ${min} and ${max} characters long`,
      value.length,
    );
    if (pattern !== undefined) this.require(pattern.test(value), prop, form ?? `match ${pattern}`, value);
  }

  /**
   * Validates the name of a resource in a resource group by the rules of Azure Resource Manager: 1 to 260 characters.
   */
  resourceName(prop: string, value: string): void {
    this.text(prop, value, {
      max: 260,
      pattern: /^[^*#&+:<>?@%/\\]*[^*#&+:<>?@%/\\. ]$/,
      form: "be a resource name: without *#&+:<>?@%/\\ and without a period or space at the end",
    });
  }

  /** Validates the ARM id of a resource of this type in a resource group: `Microsoft.Insights/actionGroups`. */
  armId(prop: string, value: string, type: string): void {
    const pattern = new RegExp(
      `^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${type.replaceAll(".", "\\.")}/[^/]+$`,
      "i",
    );
    this.text(prop, value, { max: 2048, pattern, form: `be the ARM resource id of a ${type}` });
  }

  /** ARM ids of action groups. */
  actionGroupIds(values: readonly string[], min: number, max: number): void {
    const length = Array.isArray(values) ? values.length : 0;
    this.require(length >= min && length <= max, "actionGroupIds", `have ${min} to ${max} ids`, length);
    if (hasToken(values) && !Array.isArray(values)) return;
    for (const [index, value] of (values ?? []).entries())
      this.armId(`actionGroupIds[${index}]`, value, "Microsoft.Insights/actionGroups");
  }

  /** Validates a value of a closed list; undefined selects the default. */
  choice(prop: string, value: string | undefined, allowed: readonly string[]): void {
    if (value === undefined || hasToken(value)) return;
    this.require(allowed.includes(value), prop, `be one of ${allowed.join(", ")}`, value);
  }

  integer(prop: string, value: number, min: number, max: number): void {
    if (hasToken(value)) return;
    const valid = Number.isInteger(value) && value >= min && value <= max;
    this.require(valid, prop, `be a whole number from ${min} to ${max}`, value);
  }

  /** Validates distinct, well-formed e-mail addresses, one per text. */
  emails(prop: string, values: readonly string[], min: number, max: number): void {
    if (hasToken(values)) return;
    if (!isListOfText(values)) {
      this.require(false, prop, "be a list of addresses", values);
      return;
    }
    const count = values.length >= min && values.length <= max;
    this.require(count, prop, `have ${min} to ${max} addresses`, values.length);
    for (const [index, value] of values.entries()) {
      if (!hasToken(value)) {
        this.require(ONE_EMAIL.test(value), `${prop}[${index}]`, "be one e-mail address", value);
      }
    }
    const distinct = new Set(values.map((value) => value.toLowerCase())).size;
    this.require(distinct === values.length, prop, "have no duplicate addresses", values.join(", "));
  }

  phone(prop: string, value: string): void {
    if (!hasToken(value)) {
      this.require(
        typeof value === "string" && PHONE.test(value),
        prop,
        "be a phone number such as +14255550100",
        value,
      );
    }
  }

  /** Validates values of a closed list, without duplicates. */
  choices(prop: string, values: readonly string[], allowed: readonly string[], min = 1): void {
    if (hasToken(values)) return;
    if (!isListOfText(values)) {
      this.require(false, prop, `be a list of ${allowed.join(", ")}`, values);
      return;
    }
    this.require(values.length >= min, prop, `name at least ${min} of ${allowed.join(", ")}`, values.length);
    for (const [index, value] of values.entries()) {
      this.require(allowed.includes(value), `${prop}[${index}]`, `be one of ${allowed.join(", ")}`, value);
    }
    this.require(new Set(values).size === values.length, prop, "have no duplicates", values.join(", "));
  }

  /**
   * Ends the checks.
   * @throws {InvalidPropsError} when anything was wrong
   */
  done(scope: Construct): void {
    if (this.#problems.length > 0) throw new InvalidPropsError(scope, this.#problems);
  }
}

export interface TextLimits {
  /** The minimum number of characters. @default 1 */
  readonly min?: number;
  /** The maximum number of characters. */
  readonly max: number;
  /** The form of the text. @default - any characters */
  readonly pattern?: RegExp;
  /** A description of `pattern`: "be lower-case letters, digits and hyphens". @default - the pattern itself */
  readonly form?: string;
}

/** Returns whether the value is, or contains, a token that only Terraform resolves. */
export function hasToken(value: string | number | readonly string[]): boolean {
  if (Token.isUnresolved(value)) return true;
  if (typeof value === "string") return value.includes("${");
  return Array.isArray(value) && value.some((item) => hasToken(item));
}

function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function show(value: unknown): string {
  if (typeof value === "number") return String(value);
  // An instance of a class, such as a construct, can be circular.
  if (isObject(value) && Object.getPrototypeOf(value) !== Object.prototype) return "an object";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
