import type { Activity, DeclaredDrift } from "../audit/index.ts";

/** One place at which Azure differs from the declaration, and who changed it where that is known. */
export function driftText(place: DeclaredDrift & { readonly changedBy?: Activity }): string {
  const { changedBy, declared, found, name, path, type } = place;
  const kind = type.split("/").at(-1) ?? type;
  const what = path === undefined ? "is missing" : `${path} ${differenceText(declared, found)}`;
  const who =
    changedBy === undefined ? "" : ` (${changedBy.operation} by ${changedBy.caller} at ${changedBy.at})`;
  return `${kind} ${name} ${what}${who}`;
}

function differenceText(declared: string | undefined, found: string | undefined): string {
  if (declared === undefined) return found === undefined ? "differs" : `has ${found}, which is not declared`;
  return found === undefined ? `should have ${declared}` : `should be ${declared}, is ${found || "empty"}`;
}
