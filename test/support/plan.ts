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

/** The path of a real plan of one subscription's baseline: `01-create`. */
export function azurePlan(name: string): string {
  return join(FOLDER, `${name}.json`);
}

/** A plan to be taken apart by a test, whatever is in it. */
// biome-ignore lint/suspicious/noExplicitAny: tests change real plans at will, by their keys.
export type Json = any;

/** The real plan, parsed, for a test to change. */
export function azurePlanJson(name: string): Json {
  return JSON.parse(readFileSync(azurePlan(name), "utf8"));
}

/** The entry of a plan's `resource_changes` with this address. */
export function changeOf(plan: Json, address: string): Json {
  const found = plan.resource_changes.find((entry: Json) => entry.address === address);
  if (found === undefined) throw new Error(`the plan does not change ${address}`);
  return found;
}

/** A GUID that ends in these digits. */
export function guid(end: number | string): string {
  return `00000000-0000-0000-0000-${String(end).padStart(12, "0")}`;
}

/** A fleet of these subscriptions of one customer, as `review` loads it; `more` is added to the customer's file. */
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

/** The review of the only subscription of a fleet with one plan. */
export function reviewOne(id: string, plan: string | Json, fleet = fleetFor([id])): SubscriptionReview {
  const file = typeof plan === "string" ? plan : planFile(plan);
  const found = reviewPlans(fleet, [file]).subscriptions.find(({ subscription }) => subscription.id === id);
  if (found === undefined) throw new Error(`nothing was said of ${id}`);
  return found;
}

/** `security-contact pass`, for each control. */
export function statuses({ findings }: SubscriptionReview): Record<string, string> {
  return Object.fromEntries(findings.map(({ control, status }) => [control, status]));
}

/** `azurerm_resource_group.rg: create`, for each change. */
export function actionsIn({ changes }: SubscriptionReview): string[] {
  return changes.map(({ actions, address }) => `${address}: ${actions.join("+")}`);
}

export function warningsIn({ changes }: SubscriptionReview): string[] {
  return changes.flatMap(({ warnings }) => warnings);
}

/** All that a review says, as text; a subscription's customer and baseline are the fleet's, and left out. */
export function textOfReview(review: Review): string {
  return JSON.stringify(review, (key, value: unknown) =>
    (key === "customer" || key === "baseline") && typeof value === "object" ? undefined : value,
  );
}
