import { z } from "zod";

/** Characters in a line, as everywhere in the repository. */
const WIDTH = 110;

/**
 * A schema as the text of a JSON Schema (draft 2020-12), for a file in `schema/`.
 *
 * @param keys whether keys that it does not name are allowed, as readers should: later versions of a format add some
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

/** JSON with each object and list in one line where it fits. */
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
    // After the name, and before a comma.
    ({ member, name }) => `${inner}${name}${printed(member, inner, WIDTH - inner.length - name.length - 1)}`,
  );
  return `${open.trim()}\n${lines.join(",\n")}\n${indent}${close.trim()}`;
}
