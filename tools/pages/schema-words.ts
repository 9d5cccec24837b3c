import { z } from "zod";

/** The part of a JSON Schema that the pages describe. */
export const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
  examples: z.array(z.unknown()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  pattern: z.string().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  required: z.array(z.string()).optional(),
  get items() {
    return Schema.optional();
  },
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
  get propertyNames() {
    return Schema.optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), Schema]).optional();
  },
  get anyOf() {
    return z.array(Schema).optional();
  },
  get oneOf() {
    return z.array(Schema).optional();
  },
});
export type Schema = z.infer<typeof Schema>;

/** Returns the alternatives of a schema; only the schema itself if it has none. */
export function choices(schema: Schema): readonly Schema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

/** Describes the values of a schema with their limits: "list of 1 to 100 texts". */
export function typeInWords(schema: Schema): string {
  const { const: only } = schema;
  const members = choices(schema);
  if (members.length > 1 || members[0] !== schema) {
    return [...new Set(members.map(typeInWords))].join(" or ");
  }
  if (only !== undefined) return code(only);
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  switch (schema.type) {
    case "array": {
      const { items, maxItems, minItems } = schema;
      const many = range(minItems, maxItems);
      return `list${many === "" ? "" : ` of ${many}`}: ${items === undefined ? "anything" : typeInWords(items)}`;
    }
    case "integer":
      return `whole number ${range(schema.minimum, schema.maximum)}`.trim();
    case "number":
      return `number ${range(schema.minimum, schema.maximum)}`.trim();
    case "string": {
      const { maxLength, minLength, pattern, title } = schema;
      const length = range(minLength, maxLength);
      if (title === undefined && pattern !== undefined)
        throw new Error(`a text of the form ${pattern} has no title that describes it`);
      return `${title === undefined ? "text" : titled(title)}${length === "" ? "" : `, ${length} characters`}`;
    }
    case "boolean":
      return "`true` or `false`";
    default: {
      const names = schema.propertyNames?.enum;
      return names === undefined ? "map" : `map of ${names.map(code).join(", ")}`;
    }
  }
}

/** Returns a title for use inside a sentence: "phone number", but "Azure region". */
function titled(title: string): string {
  return title.startsWith("Azure") ? title : title.charAt(0).toLowerCase() + title.slice(1);
}

function range(min: number | undefined, max: number | undefined): string {
  const bounded = max !== undefined && max < Number.MAX_SAFE_INTEGER;
  if (min !== undefined && bounded) return `${min} to ${max}`;
  if (bounded) return `at most ${max}`;
  return min === undefined || min === 0 ? "" : `${min} or more`;
}

/** Formats a value as code in YAML's flow style. */
export function code(value: unknown): string {
  return `\`${flow(value)}\``;
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const members = Object.entries(value).map(([key, member]) => `${key}: ${flow(member)}`);
  return `{ ${members.join(", ")} }`;
}
