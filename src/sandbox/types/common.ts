import { badRequest, shown } from "../arm/error.ts";
import type { StoredResource, Write } from "../arm/resource-type.ts";
import { at, isList, type Json, type JsonMap, mapAt, textAt } from "../json.ts";

/** Returns the tags of a body, or the existing tags if it has none. */
export function tagsOf(body: JsonMap, existing?: StoredResource): JsonMap {
  return Object.hasOwn(body, "tags") ? mapAt(body, "tags") : mapAt(existing?.content, "tags");
}

/** Checks a name of Monitor's resources, budgets and scheduled actions. */
export function checkName(name: string, pattern: RegExp, rule: string): void {
  if (!pattern.test(name))
    throw badRequest(`The name ${shown(name)} is invalid: ${rule}.`, "InvalidResourceName");
}

/** Returns a required member as text. */
export function requireText(body: JsonMap, ...path: readonly string[]): string {
  const text = textAt(body, ...path);
  if (text === undefined)
    throw badRequest(`'${path.join(".")}' is required; found ${shown(at(body, ...path))}.`);
  return text;
}

/** Returns a member that must be one of these words. */
export function requireOneOf(allowed: readonly string[], body: JsonMap, ...path: readonly string[]): string {
  const found = textAt(body, ...path);
  if (found !== undefined && allowed.includes(found)) return found;
  throw badRequest(
    `'${path.join(".")}' must be one of ${allowed.join(", ")}; found ${shown(at(body, ...path))}.`,
  );
}

/** Returns an optional list of strings. */
export function optionalTexts(body: JsonMap, ...path: readonly string[]): readonly string[] {
  const list = at(body, ...path) ?? [];
  if (isList(list) && list.every((item) => typeof item === "string")) return list;
  throw badRequest(`'${path.join(".")}' must be a list of strings.`);
}

/** The sandbox stands for Azure: its rule is Azure's own, so that a fault in the project's shows here. */
const EMAIL = /^[^\s@;,<>"]{1,64}@[^\s@;,<>"]{1,255}$/;

/** @throws {ArmError} unless the value can be an address */
export function checkEmail(email: Json | undefined, what: string): void {
  if (typeof email !== "string" || !EMAIL.test(email)) {
    throw badRequest(`${what} must be an e-mail address; found ${shown(email)}.`);
  }
}

/** Parses a point in time in ISO 8601. */
export function parseInstant(value: Json | undefined, what: string): Date {
  const date =
    typeof value === "string" && /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(value)
      ? new Date(value)
      : undefined;
  if (date === undefined || Number.isNaN(date.getTime())) {
    throw badRequest(`${what} must be a date and time in ISO 8601; found ${shown(value)}.`);
  }
  return date;
}

/** Formats an instant without milliseconds, as Azure does: `2026-12-01T00:00:00Z`. */
export function formatInstant(date: Date): string {
  return date.toISOString().replace(".000Z", "Z");
}

/** Applies a PATCH that may change only tags and `enabled`. */
export function patchTagsAndEnabled({ body, existing }: Write & { existing: StoredResource }): JsonMap {
  const enabled = at(body, "properties", "enabled");
  const properties = mapAt(existing.content, "properties");
  return {
    ...existing.content,
    tags: tagsOf(body, existing),
    properties: typeof enabled === "boolean" ? { ...properties, enabled } : properties,
  };
}
