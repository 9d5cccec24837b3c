import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { App } from "#engine";
import { BUDGET_START_ATTRIBUTE } from "../../constructs/budget-start.ts";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { renderStack } from "../../src/engine/render.ts";
import { type Fleet, formatProblem } from "../../src/fleet/index.ts";
import { isRecord, items, member, members } from "../../src/text/json.ts";
import { SubscriptionStack } from "../../stacks/index.ts";
import { day } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** Versions of which there are records, by their folders. */
export const VERSIONS = readdirSync(HERE).filter((name) => /^\d+\.\d+\.\d+$/.test(name));

/** The identity of a stack that must not change: the location of its state, and the Azure resource of each address. */
export interface StackIdentity {
  readonly state: unknown;
  readonly resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The attributes that the providers replace a resource for, of the types that the baseline declares: azurerm 4.55.0 and
 * azapi 2.12.0, their schemas. Of `type` only what stands before the API version counts.
 */
const IDENTITY = [
  "name",
  "resource_group_name",
  "location",
  "subscription_id",
  "parent_id",
  "type",
  "target_resource_id",
  "resource_type",
  "subplan",
  "policy_definition_id",
  "time_grain",
];

/** Instead of a value: Terraform ignores changes of the attribute, so what was deployed keeps its own. */
export const KEPT = "kept as deployed";

/** A fleet as that version's users have it. */
export function fleetOfVersion(version: string, name: string): Fleet {
  const result = loadFleet(`${HERE}${version}/fleets/${name}`, { today: day("2026-11-24") });
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  return result.fleet;
}

/** The stacks that the current code synthesizes, by subscription id. */
export function identitiesOf(fleet: Fleet): Map<string, StackIdentity> {
  return new Map(
    fleet.subscriptions.map((subscription) => {
      const app = new App({ outdir: temporaryFolder(), stackTraces: false });
      const { errors, json } = renderStack(new SubscriptionStack(app, { fleet, subscription }));
      if (errors.length > 0) throw new Error(errors.join("\n"));
      return [subscription.id, identityOf(json)];
    }),
  );
}

function identityOf(json: unknown): StackIdentity {
  const terraform = member(json, "terraform");
  const resources = members(member(json, "resource")).flatMap(([type, named]) =>
    members(named).map(([name, attributes]) => [`${type}.${name}`, identityOfResource(attributes)] as const),
  );
  const state = member(terraform, "backend") ?? member(terraform, "cloud");
  return { state, resources: Object.fromEntries([...resources, ...moved(json, new Map(resources))]) };
}

/** Resources that moved to a new address, by the old one: that is not a change in Azure. */
function moved(json: unknown, resources: ReadonlyMap<string, Record<string, unknown>>) {
  return items(member(json, "moved")).flatMap((block): [string, Record<string, unknown>][] => {
    const resource = resources.get(String(member(block, "to")));
    return resource === undefined ? [] : [[String(member(block, "from")), resource]];
  });
}

function identityOfResource(attributes: unknown): Record<string, unknown> {
  const kept = IDENTITY.flatMap((name): [string, unknown][] => {
    const value = member(attributes, name);
    if (value === undefined) return [];
    return [[name, name === "type" ? String(value).replace(/@.*/, "") : value]];
  });
  const period = member(attributes, "time_period");
  const start = member(isRecord(period) ? period : items(period)[0], "start_date");
  if (start === undefined) return Object.fromEntries(kept);
  const ignored = items(member(member(attributes, "lifecycle"), "ignore_changes"));
  const isKept = ignored.includes(BUDGET_START_ATTRIBUTE);
  return Object.fromEntries([...kept, ["start_date", isKept ? KEPT : start]]);
}
