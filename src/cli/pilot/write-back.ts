import type { Service } from "../../azure/client.ts";
import { AzureFailure } from "../../azure/failure.ts";
import { API_VERSIONS } from "../../engine/arm/index.ts";
import { JUDGED_TYPES } from "../../evidence/arm/index.ts";
import { member, members } from "../../text/json.ts";
import { counted } from "../console.ts";
import type { StepResult } from "./steps.ts";

/** Versions of azurerm 4.55 that differ from those of azapi and of lists. */
const OF_AZURERM: Readonly<Record<string, readonly string[]>> = {
  "microsoft.security/securitycontacts": ["2017-08-01-preview"],
  "microsoft.consumption/budgets": ["2019-10-01"],
  "microsoft.resources/resourcegroups": ["2023-07-01"],
};
/** Members of an answer that a request does not have. */
const READ_ONLY = new Set(["id", "name", "type", "systemData", "etag", "eTag"]);

/** Every API version that the product uses for a type, the one that it declares first. */
export function versionsOf(type: string): readonly string[] {
  const lower = type.toLowerCase();
  const declared = Object.entries(API_VERSIONS).find(([name]) => name.toLowerCase() === lower)?.[1];
  const judged = JUDGED_TYPES.filter((one) => one.type.toLowerCase() === lower).map((one) => one.apiVersion);
  const all = [
    ...(declared === undefined ? [] : [declared.declared, declared.listed]),
    ...judged,
    ...(OF_AZURERM[lower] ?? []),
  ];
  return [...new Set(all)];
}

/** The type in a resource's id. */
export function typeOf(id: string): string {
  const [, provider] = /\/providers\/(?!.*\/providers\/)(.+)$/i.exec(id) ?? [];
  if (provider === undefined) return "Microsoft.Resources/resourceGroups";
  const [namespace = "", type = ""] = provider.split("/");
  return `${namespace}/${type}`;
}

/**
 * Writes what is deployed once more, in every API version that the product uses, and reads it back. One resource of
 * each type is enough. At the end each is written in the version in which it was declared.
 */
export async function writeBack(arm: Service, ids: readonly string[]): Promise<StepResult> {
  const byType = new Map<string, string>();
  for (const id of ids) if (!byType.has(typeOf(id).toLowerCase())) byType.set(typeOf(id).toLowerCase(), id);
  const problems: string[] = [];
  let written = 0;
  for (const [type, id] of byType) {
    const [declared, ...others] = versionsOf(type);
    if (declared === undefined) continue;
    // An older version may hold less: the declared one restores it.
    const original = await bodyOf(arm, id, declared, problems);
    if (original === undefined) continue;
    for (const version of [...others, declared]) {
      const body = version === declared ? original : await bodyOf(arm, id, version, problems);
      if (body === undefined) continue;
      const problem = await writeOne(arm, id, version, body);
      if (problem === undefined) written += 1;
      else problems.push(problem);
    }
  }
  const message = `${counted(written, "write")} of ${counted(byType.size, "type")} read back as written`;
  if (problems.length === 0) return { status: "ok", message };
  return {
    status: "differs",
    message: `${message}; ${problems.length} not: ${problems.slice(0, 3).join("; ")}`,
  };
}

async function bodyOf(
  arm: Service,
  id: string,
  version: string,
  problems: string[],
): Promise<object | undefined> {
  try {
    const body = await arm.get(`${id}?api-version=${version}`);
    return Object.fromEntries(members(body).filter(([name]) => !READ_ONLY.has(name)));
  } catch (error) {
    problems.push(`${typeOf(id)} ${version}: ${reasonOf(error)}`);
    return undefined;
  }
}

async function writeOne(
  arm: Service,
  id: string,
  version: string,
  body: object,
): Promise<string | undefined> {
  const path = `${id}?api-version=${version}`;
  const what = `${typeOf(id)} ${version}`;
  try {
    await arm.send({ method: "PUT", path, body });
    const read = await arm.get(path);
    const [before, after] = [body, read].map((one) => JSON.stringify(sorted(member(one, "properties"))));
    return before === after ? undefined : `${what}: it is read back otherwise than it was written`;
  } catch (error) {
    return `${what}: ${reasonOf(error)}`;
  }
}

/** JSON with the members of each object in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    members(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof AzureFailure) return error.message;
  throw error;
}
