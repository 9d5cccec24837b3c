import { jsonSchemaText } from "../text/json-schema.ts";
import { CustomerFile, ExceptedControl, PartnerFile } from "./schema.ts";

/**
 * Returns the JSON Schemas (draft 2020-12) of the fleet's files, for editors, by the name of the file in `schema/`.
 * They describe single values; the loader checks rules across values and files.
 *
 * @param controls the ids that editors suggest for an exception
 */
export function fleetJsonSchemas(controls: readonly string[]): ReadonlyMap<string, string> {
  const files = { "partner.json": PartnerFile, "customer.json": CustomerFile };
  return new Map(
    Object.entries(files).map(([name, schema]) => [
      name,
      jsonSchemaText(schema, "any", (part) => {
        if (part.zodSchema === ExceptedControl) part.jsonSchema.examples = [...controls];
      }),
    ]),
  );
}
