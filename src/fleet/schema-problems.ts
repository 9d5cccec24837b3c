import { z } from "zod";
import { amountHint } from "./amount.ts";
import { didYouMean } from "./did-you-mean.ts";
import { describeFound } from "./echo.ts";
import { type Path, valueAt } from "./path.ts";
import { type Fault, withHint } from "./problem.ts";

/** A map of thousands of unknown keys does not contain typing errors. */
const MOST_HINTS = 100;

/** Translates zod's issues with a document into faults. */
export function faultsOf(schema: z.ZodType, document: unknown, issues: readonly z.core.$ZodIssue[]): Fault[] {
  return issues.flatMap((issue) => translate(issue, [], schema, document));
}

function translate(issue: z.core.$ZodIssue, base: Path, schema: z.ZodType, document: unknown): Fault[] {
  const path = [...base, ...issue.path.map((part) => (typeof part === "number" ? part : String(part)))];
  const value = valueAt(document, path);
  switch (issue.code) {
    case "unrecognized_keys": {
      const known = keysAt(schema, path);
      return issue.keys.map((key, index) => ({
        path: [...path, key],
        message: "unknown key",
        ...withHint(index < MOST_HINTS ? keyHint(key, known) : undefined),
      }));
    }
    case "invalid_union": {
      const meant = issue.errors.find((errors) => !errors.some(isMismatch));
      if (meant !== undefined) return meant.flatMap((inner) => translate(inner, path, schema, document));
      const options = issue.inclusive === false ? undefined : issue.options?.map(String);
      const wanted = options ?? issue.errors.flatMap((errors) => errors.flatMap(wantedBy));
      return [mismatch(path, value, wanted)];
    }
    case "invalid_value":
      return [mismatch(path, value, issue.values.map(String))];
    case "invalid_type":
      return [mismatch(path, value, wantedBy(issue))];
    case "invalid_key":
      return issue.issues.map((inner) => ({ path, message: inner.message, ...hintOf(inner) }));
    default: {
      const scalar =
        typeof value === "object" || issue.message.includes(", got ") ? {} : { found: describeFound(value) };
      return [{ path, message: issue.message, ...scalar, ...hintOf(issue) }];
    }
  }
}

/** Reports a value that is not allowed, or of another type. */
function mismatch(path: Path, value: unknown, wanted: readonly string[]): Fault {
  if (value === undefined) {
    const choice = wanted.length > 1 ? `: ${either(wanted)}` : "";
    return { path, message: `is required${choice}` };
  }
  const control = value === false ? controlOf(path) : undefined;
  if (control !== undefined) {
    return {
      path,
      message: "is required and cannot be switched off",
      found: "false",
      hint: `Where a subscription cannot have it, add an exception for the control ${control} to the customer's file.`,
    };
  }
  const hint = typeof value === "string" ? textHint(path, value, wanted) : kindHint(value, wanted);
  return {
    path,
    message: `${path.length === 0 ? "the file " : ""}must be ${either(wanted)}`,
    found: describeFound(value),
    ...withHint(hint),
  };
}

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map",
};

function wantedBy(issue: z.core.$ZodIssue): string[] {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return issue.code === "invalid_type" ? [KINDS[issue.expected] ?? issue.expected] : [];
}

function isMismatch(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value");
}

/** Returns a correction for a text: common errors with numbers and lists, or the intended choice. */
function textHint(path: Path, text: string, wanted: readonly string[]): string | undefined {
  if (wanted.includes("a number") || wanted.includes("a whole number")) {
    if (/^-?\d+(\.\d+)?$/.test(text.trim())) return `Write ${text.trim().slice(0, 40)}, without quotes.`;
    if (path.at(-1) === "amount") return amountHint(text);
  }
  if (wanted.includes("a list")) return `Write it as a list: [${describeFound(text)}].`;
  return didYouMean(text, wanted);
}

function kindHint(value: unknown, wanted: readonly string[]): string | undefined {
  if (value === null)
    return wanted.includes("a map") ? "Write {} or leave the key out." : "The key has no value.";
  if (typeof value === "number" && wanted.includes("text"))
    return "Put it in quotes: without quotes YAML reads a number.";
  if (typeof value === "boolean" && wanted.includes("text"))
    return "Put it in quotes: without quotes YAML reads true or false.";
  if (typeof value === "number" && wanted.includes("a list")) return `Write it as a list: [${value}].`;
  return undefined;
}

function keyHint(key: string, known: readonly string[]): string {
  if (key === "<<")
    return "YAML's merge keys are not supported: maps merge from partner to customer to subscription.";
  // `{ amount: 1,000 EUR }`; YAML reads `1,000` alone as the key 0.
  if (/^\d{1,3}(?!\d)/.test(key))
    return "In braces a comma ends a value: write the number without separators and currency.";
  // Another variant of the map has the key, such as the other access model.
  if (known.includes(key)) return "It cannot be combined with the other keys of this map.";
  return (
    didYouMean(key, known) ??
    (known.length === 0 ? "No keys are allowed here." : `Valid keys: ${known.join(", ")}.`)
  );
}

function hintOf(issue: z.core.$ZodIssue): { readonly hint?: string } {
  const hint: unknown = issue.code === "custom" ? issue.params?.hint : undefined;
  return withHint(typeof hint === "string" ? hint : undefined);
}

/** Formats choices: `a`, `a or b`, `one of a, b, c`. */
function either(choices: readonly string[]): string {
  return choices.length > 2 ? `one of ${choices.join(", ")}` : choices.join(" or ");
}

const CONTROL_OF_PART: Readonly<Record<string, string>> = {
  contacts: "security-contact",
  "contacts.security": "security-contact",
  "contacts.billing": "budget",
  "contacts.operations": "action-group",
  securityContact: "security-contact",
  budget: "budget",
  costAnomaly: "cost-anomaly-alert",
  serviceHealth: "service-health-alert",
  resourceHealth: "resource-health-alert",
  activityLogAlerts: "activity-log-alerts",
};

/** Returns the control that requires a part of the baseline. */
function controlOf(path: Path): string | undefined {
  const part = path.slice(path.lastIndexOf("baseline") + 1).join(".");
  return path.includes("baseline") && Object.hasOwn(CONTROL_OF_PART, part)
    ? CONTROL_OF_PART[part]
    : undefined;
}

/** Returns the valid keys of a schema at a path: of all its variants. */
function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  if (schema instanceof z.ZodExactOptional || schema instanceof z.ZodOptional)
    return keysAt(schema.unwrap(), path);
  if (schema instanceof z.ZodUnion)
    return [...new Set(schema.options.flatMap((option) => keysAt(option, path)))];
  const [part, ...rest] = path;
  if (schema instanceof z.ZodObject) {
    if (part === undefined) return Object.keys(schema.shape);
    const member: z.core.$ZodType | undefined = schema.shape[part];
    return member === undefined ? [] : keysAt(member, rest);
  }
  if (schema instanceof z.ZodRecord) {
    if (part !== undefined) return keysAt(schema.valueType, rest);
    return schema.keyType instanceof z.ZodEnum ? schema.keyType.options.map(String) : [];
  }
  return schema instanceof z.ZodArray && part !== undefined ? keysAt(schema.element, rest) : [];
}
