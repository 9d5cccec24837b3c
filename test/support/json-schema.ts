import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv2020 } from "ajv/dist/2020.js";
import ajvDraft04 from "ajv-draft-04";
import ajvFormats from "ajv-formats";

/** Returns the faults of a value by their paths; none when it is valid. */
export type Validator = (value: unknown) => string[];

/** Validates by a schema of draft 2020-12. */
export function validatorOf(schema: unknown): Validator {
  if (typeof schema !== "object" || schema === null) throw new Error("a schema is an object");
  const ajv = new Ajv2020({ strict: true });
  ajvFormats.default(ajv);
  return explaining(ajv.compile(schema));
}

/** Validates by the published schema of SARIF 2.1.0, which Microsoft's package contains. */
export function sarifValidator(): Validator {
  const path = createRequire(import.meta.url).resolve(
    "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json",
  );
  const ajv = new ajvDraft04.default({ strict: false, unicodeRegExp: false });
  ajvFormats.default(ajv);
  return explaining(ajv.compile(JSON.parse(readFileSync(path, "utf8"))));
}

/**
 * Returns keys of a schema without a description, as paths.
 * @param explanations keywords that count as one: also `$ref`, if it points to a description
 */
export function unexplainedKeys(node: unknown, explanations = ["description"], path = ""): string[] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, member]) => {
    const own = key === "properties" ? Object.entries(Object(member)) : [];
    const silent = own.filter(([, one]) => !explanations.some((name) => name in Object(one)));
    const below = unexplainedKeys(member, explanations, `${path}/${key}`);
    return [...silent.map(([name]) => `${path}/${name}`), ...below];
  });
}

interface Validation {
  (value: unknown): boolean;
  readonly errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null;
}

function explaining(validate: Validation): Validator {
  return (value) =>
    validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message = "" }) => `${instancePath} ${message}`);
}
