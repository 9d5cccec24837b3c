import { z } from "zod";
import { isDeceptive } from "../text/visible.ts";

/** A violation of a rule. */
export interface Complaint {
  /** The predicate for a sentence that starts with the name of the value: "must be a GUID". */
  readonly message: string;
  /** The remedy as a sentence, or `undefined`. */
  readonly hint?: string | undefined;
}

/** Checks a text; returns a complaint, or `undefined` when it is valid. */
export type Rule = (text: string) => Complaint | undefined;

/** A text that all rules accept; the first violation is reported. */
export function textWhere(...rules: readonly Rule[]): z.ZodString {
  return z.string().check((context) => {
    for (const rule of rules) {
      const complaint = rule(context.value);
      if (complaint === undefined) continue;
      const { message, hint } = complaint;
      context.issues.push({ code: "custom", message, params: { hint }, input: context.value });
      return;
    }
  });
}

export function matches(pattern: RegExp, message: string, hint?: string): Rule {
  return (text) => (pattern.test(text) ? undefined : { message, hint });
}

export function lengthWithin(min: number, max: number): Rule {
  return (text) =>
    text.length >= min && text.length <= max
      ? undefined
      : { message: `must be between ${min} and ${max} characters long, got ${text.length}` };
}

/** One line of display text, in any script. */
export const oneLine: Rule = (text) => {
  if (isDeceptive(text)) return { message: "must be one line without control or text-direction characters" };
  if (text !== text.trim()) return { message: "must not start or end with white space" };
  return undefined;
};

/** Terraform would evaluate `${...}` and `%{...}` in a stack. */
export const noInterpolation: Rule = (text) =>
  text.includes("${") || text.includes("%{")
    ? { message: "must not contain ${ or %{", hint: "Terraform would evaluate it." }
    : undefined;
