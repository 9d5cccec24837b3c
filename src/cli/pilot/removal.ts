import { setTimeout as delay } from "node:timers/promises";
import type { Service } from "../../azure/client.ts";
import { AzureFailure } from "../../azure/failure.ts";
import { typeOf, versionsOf } from "./write-back.ts";

/** The deletion of a resource group takes Azure some minutes. */
const LONGEST = 15 * 60_000;
const PAUSE = 5_000;

/** Returns the security contact among ids. A subscription has at most this one, and no other name is possible. */
export function contactIn(ids: readonly string[]): string | undefined {
  return ids.find((id) => /\/securityContacts\/default$/i.test(id));
}

/** Returns the ids that are deleted one by one: all but what a resource group takes with it. */
export function deletedAlone(ids: readonly string[]): readonly string[] {
  return ids.filter((id) => !/\/resourceGroups\/[^/]+\//i.test(id));
}

/** Returns the ids that exist in Azure. @throws {AzureFailure} when one cannot be read */
export async function presentOf(arm: Service, ids: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const id of ids) if ((await resourceAt(arm, id)) !== undefined) found.push(id);
  return found;
}

/** @returns the answer of a GET; undefined for a resource that does not exist. @throws {AzureFailure} */
export async function resourceAt(arm: Service, id: string): Promise<unknown> {
  try {
    return await arm.get(pathOf(id));
  } catch (error) {
    if (error instanceof AzureFailure && error.status === 404) return undefined;
    throw error;
  }
}

/**
 * Deletes what is left of a pilot: what is not in its resource group one by one, then the group with all that is in it.
 * @returns the ids that were there
 * @throws {AzureFailure} when Azure refuses one, or does not finish
 */
export async function removeAll(arm: Service, ids: readonly string[]): Promise<readonly string[]> {
  // The group last, because alerts outside may name what is in it.
  const inOrder = deletedAlone(ids).toSorted((a, b) => Number(isGroup(a)) - Number(isGroup(b)));
  const removed: string[] = [];
  for (const id of inOrder) {
    if ((await resourceAt(arm, id)) === undefined) continue;
    await arm.send({ method: "DELETE", path: pathOf(id) });
    await untilGone(arm, id);
    removed.push(id);
  }
  return removed;
}

async function untilGone(arm: Service, id: string): Promise<void> {
  const until = performance.now() + LONGEST;
  while ((await resourceAt(arm, id)) !== undefined) {
    if (performance.now() > until) throw new AzureFailure(`${id} is still there after its deletion`);
    await delay(PAUSE);
  }
}

export function pathOf(id: string): string {
  const [version = "2021-04-01"] = versionsOf(typeOf(id));
  return `${id}?api-version=${version}`;
}

function isGroup(id: string): boolean {
  return /\/resourceGroups\/[^/]+$/i.test(id);
}
