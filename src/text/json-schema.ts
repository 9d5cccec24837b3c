import { z } from "zod";

/** The maximum line length, as everywhere in the repository. */
const WIDTH = 110;

/**
 * Formats a schema as JSON Schema (draft 2020-12), for a file in `schema/`.
 *
 * @param keys whether unknown keys are allowed, which readers should do: later versions of a format add keys
 * @param override changes a part, see `z.toJSONSchema`
 */
export function jsonSchemaText(
  schema: z.ZodType,
  keys: "any" | "known" = "any",
  override?: z.core.ToJSONSchemaParams["override"],
): string {
  const io = keys === "any" ? "input" : "output";
  const json = z.toJSONSchema(schema, { target: "draft-2020-12", io, ...(override && { override }) });
  return `${printed(JSON.parse(JSON.stringify(json)), "", WIDTH)}\n`;
}

/** Formats JSON with each object and list on one line where it fits. */
function printed(value: unknown, indent: string, room: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{ ", " }"];
  const members = Object.entries(value).map(([key, member]) => ({
    name: Array.isArray(value) ? "" : `${JSON.stringify(key)}: `,
    member,
  }));
  if (members.length === 0) return `${open}${close}`.replaceAll(" ", "");
  const line = members.map(({ member, name }) => `${name}${printed(member, "", Number.POSITIVE_INFINITY)}`);
  const text = `${open}${line.join(", ")}${close}`;
  if (text.length <= room) return text;
  const inner = `${indent}  `;
  const lines = members.map(
    // Reserves space for the name and a comma.
    ({ member, name }) => `${inner}${name}${printed(member, inner, WIDTH - inner.length - name.length - 1)}`,
  );
  return `${open.trim()}\n${lines.join(",\n")}\n${indent}${close.trim()}`;
}
