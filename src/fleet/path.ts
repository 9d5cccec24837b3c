import { quote } from "./echo.ts";

/** A path in a file: `["subscriptions", 0, "id"]`. */
export type Path = readonly (string | number)[];

/** Formats a path as `subscriptions[0].id`; keys that are not plain names are quoted, long ones shortened. */
export function formatPath(path: Path): string {
  return path
    .map((part) => {
      if (typeof part === "number") return `[${part}]`;
      return /^[A-Za-z_][\w-]{0,63}$/.test(part) ? `.${part}` : `[${quote(part)}]`;
    })
    .join("")
    .replace(/^\./, "");
}

/** Returns the value at a path, own members only; `undefined` when it is missing. */
export function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
