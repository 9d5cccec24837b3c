import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Subscription } from "../../fleet/index.ts";
import { CommandError, EXIT } from "../exit-codes.ts";
import { writeWhole } from "../files.ts";

/** The resource group of a pilot: not that of a baseline. */
export const PILOT_GROUP = "rg-csp-baseline-pilot";
/** Stands in the fleet when the pilot's subscription has left it. Nothing is planned for it. */
const LEFT_BEHIND = { id: "00000000-0000-0000-0000-00000000c5b0", name: "left-by-the-pilot" };
/** Parts of a baseline that cost money, or need something outside the subscription. */
const SWITCHED_OFF = { activityLogExport: false, defenderPlans: false };
/** Keys of a customer's file that belong to its tenant or to the choice of provider. */
const LEFT_OUT = new Set(["provider", "tenant", "attestations", "freezes"]);

export interface PilotFleetOptions {
  /** The user's fleet. */
  readonly from: string;
  readonly to: string;
  readonly subscription: Subscription;
  readonly provider: "azurerm" | "azapi";
  /** Whether the subscription is in the fleet. */
  readonly managed: boolean;
}

/**
 * Writes a fleet of its own for the pilot: one customer with one subscription, states in the pilot's folder, its own
 * resource group, and without parts that cost money. The baseline is otherwise that of the user's fleet.
 */
export function writePilotFleet(options: PilotFleetOptions): void {
  const { from, managed, provider, subscription, to } = options;
  const { attestations: _, freezes: __, ...partner } = readYaml(join(from, "partner.yaml"));
  writeYaml(join(to, "partner.yaml"), { ...partner, provider, backend: { type: "local" } });
  const customer = customerOf(from, subscription.customer.key);
  const kept = Object.fromEntries(Object.entries(customer).filter(([key]) => !LEFT_OUT.has(key)));
  const own = managed
    ? { subscriptions: [entryOf(customer, subscription)] }
    : { subscriptions: [LEFT_BEHIND] };
  const exceptions = managed ? exceptionsOf(customer, subscription) : [];
  const { exceptions: ___, ...others } = kept;
  writeYaml(join(to, "customers", "pilot.yaml"), {
    ...others,
    ...own,
    ...(exceptions.length === 0 ? {} : { exceptions }),
  });
}

type Yaml = Readonly<Record<string, unknown>>;

function entryOf(customer: Yaml, { id, name }: Subscription): Yaml {
  const entry = list(customer["subscriptions"]).find((one) => String(one["id"]).toLowerCase() === id);
  const baseline = entry?.["baseline"];
  return {
    ...entry,
    id,
    name,
    baseline: { ...(isYaml(baseline) ? baseline : {}), resourceGroup: PILOT_GROUP, ...SWITCHED_OFF },
  };
}

function exceptionsOf(customer: Yaml, { id, name }: Subscription): readonly Yaml[] {
  return list(customer["exceptions"]).flatMap((one) => {
    const of = one["subscriptions"];
    if (of === undefined) return [one];
    const isOwn = Array.isArray(of) && of.some((each) => each === name || String(each).toLowerCase() === id);
    return isOwn ? [{ ...one, subscriptions: [name] }] : [];
  });
}

function customerOf(fleet: string, key: string): Yaml {
  const folder = join(fleet, "customers");
  for (const file of readdirSync(folder).sort()) {
    if (!/\.ya?ml$/i.test(file)) continue;
    const yaml = readYaml(join(folder, file));
    if (yaml["customer"] === key) return yaml;
  }
  throw new CommandError(`no file in ${folder} has the customer ${key}`, EXIT.invalid);
}

function readYaml(path: string): Yaml {
  const value: unknown = parse(readFileSync(path, "utf8"), { maxAliasCount: 1000 });
  return isYaml(value) ? value : {};
}

function writeYaml(path: string, value: Yaml): void {
  writeWhole(path, stringify(value, { aliasDuplicateObjects: false }));
}

function list(value: unknown): readonly Yaml[] {
  return Array.isArray(value) ? value.filter(isYaml) : [];
}

function isYaml(value: unknown): value is Yaml {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
