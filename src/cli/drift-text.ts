import type { Activity, DeclaredDrift } from "../audit/index.ts";

/** Describes one difference between Azure and the declaration, with the caller of the change if known. */
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
