import { z } from "zod";
import { jsonSchemaText } from "../../text/json-schema.ts";

export const PACK_SCHEMA = "csp-baseline/pack/v1";

/** The path of the manifest in a pack. */
export const MANIFEST = "manifest.json";

const text = (description: string) => z.string().max(1000).describe(description);
const hashed = {
  bytes: z.int().min(0).max(1e12).describe("Size in bytes."),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe("SHA-256 of the bytes, in hexadecimal digits of lower case."),
};

export const ManifestSchema = z
  .object({
    schema: z
      .literal(PACK_SCHEMA)
      .describe("The format and its version. Later versions of v1 only add keys."),
    generatedAt: z.iso.datetime().meta({ format: "date-time", description: "An instant, UTC." }),
    product: z
      .object({ name: z.literal("csp-baseline"), version: text("The version that wrote the pack.") })
      .describe("The writer of the pack."),
    partner: z.object({ name: text("The fleet's name of the partner."), tenantId: text("A GUID.") }),
    customer: text("The customer's key. Absent: the pack is about the whole fleet.").exactOptional(),
    inputs: z
      .array(
        z
          .object({
            kind: z
              .enum(["fleet", "findings", "result"])
              .describe("fleet: a file of the fleet; findings: a result of an audit, review or synthesis."),
            name: text("The name of the file, without its folder outside of the fleet."),
            ...hashed,
          })
          .meta({ id: "Input" }),
      )
      .max(20_000)
      .describe("The files from which the pack was made, as they were read."),
    files: z
      .array(z.object({ path: text("In the pack, with /."), ...hashed }).meta({ id: "PackedFile" }))
      .max(20_000)
      .describe("Every file of the pack except the manifest, in the order of the archive."),
  })
  .meta({ id: "PackManifest" });

export type Manifest = z.output<typeof ManifestSchema>;

/** Returns the JSON Schema (draft 2020-12) of the manifest, for `schema/pack.json`. */
export function packJsonSchema(): string {
  return jsonSchemaText(ManifestSchema);
}
