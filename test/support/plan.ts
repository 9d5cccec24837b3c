import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { type Fleet, formatProblem } from "../../src/fleet/index.ts";
import {
  type Review,
  type ReviewFleetOptions,
  reviewFleet,
  type SubscriptionReview,
} from "../../src/review/index.ts";
import { folderOf, PARTNER, TODAY } from "./fleet.ts";
import { temporaryFolder } from "./stack.ts";

export const NOW = new Date("2026-11-24T12:00:00Z");
const FOLDER = fileURLToPath(new URL("../fixtures/plans/azure/", import.meta.url));

/** Returns the path of a real plan of one subscription's baseline: `01-create`. */
export function azurePlan(name: string): string {
  return join(FOLDER, `${name}.json`);
}

/** A plan for tests to change, with any content. */
// biome-ignore lint/suspicious/noExplicitAny: tests change real plans at will, by their keys.
export type Json = any;

/** Returns the parsed real plan, for a test to change. */
export function azurePlanJson(name: string): Json {
  return JSON.parse(readFileSync(azurePlan(name), "utf8"));
}

/** Returns the entry of a plan's `resource_changes` with this address. */
export function changeOf(plan: Json, address: string): Json {
  const found = plan.resource_changes.find((entry: Json) => entry.address === address);
  if (found === undefined) throw new Error(`the plan does not change ${address}`);
  return found;
}

/** Returns a GUID that ends in these digits. */
export function guid(end: number | string): string {
  return `00000000-0000-0000-0000-${String(end).padStart(12, "0")}`;
}

/**
 * Creates a fleet with these subscriptions of one customer, loaded like by `review`; `more` is added to the customer's
 * file.
 */
export function fleetFor(ids: readonly string[], { partner = PARTNER, more = "" } = {}): Fleet {
  const subscriptions = ids.map((id, index) => `  - { id: ${id}, name: sub-${index + 1} }`).join("\n");
  const contoso = `customer: contoso
displayName: Contoso Ltd
tenantId: 22222222-2222-2222-2222-222222222222
subscriptions:
${subscriptions}
${more}`;
  const folder = folderOf({ "partner.yaml": partner, "customers/contoso.yaml": contoso });
  const result = loadFleet(folder, { today: TODAY, expiredExceptions: "keep" });
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  return result.fleet;
}

/** Writes a plan into a new folder. */
export function planFile(plan: unknown, name = "plan.json"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, typeof plan === "string" || Buffer.isBuffer(plan) ? plan : JSON.stringify(plan));
  return path;
}

export function reviewPlans(
  fleet: Fleet,
  plans: readonly string[],
  options: Partial<ReviewFleetOptions> = {},
): Review {
  return reviewFleet(fleet, { plans, today: TODAY, now: NOW, ...options });
}

/** Returns the review of the only subscription of a fleet with one plan. */
export function reviewOne(id: string, plan: string | Json, fleet = fleetFor([id])): SubscriptionReview {
  const file = typeof plan === "string" ? plan : planFile(plan);
  const found = reviewPlans(fleet, [file]).subscriptions.find(({ subscription }) => subscription.id === id);
  if (found === undefined) throw new Error(`the review has no subscription ${id}`);
  return found;
}

/** Returns `security-contact pass`, for each control. */
export function statuses({ findings }: SubscriptionReview): Record<string, string> {
  return Object.fromEntries(findings.map(({ control, status }) => [control, status]));
}

/** Returns `azurerm_resource_group.rg: create`, for each change. */
export function actionsIn({ changes }: SubscriptionReview): string[] {
  return changes.map(({ actions, address }) => `${address}: ${actions.join("+")}`);
}

export function warningsIn({ changes }: SubscriptionReview): string[] {
  return changes.flatMap(({ warnings }) => warnings);
}

/** Returns a review as text, without the fleet's customer and baseline of each subscription. */
export function textOfReview(review: Review): string {
  return JSON.stringify(review, (key, value: unknown) =>
    (key === "customer" || key === "baseline") && typeof value === "object" ? undefined : value,
  );
}
