import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { digest } from "../controls/shape.ts";
import type { Baseline, Fleet, Subscription, Tenant } from "../fleet/index.ts";
import { parsedJson } from "../text/parsed-json.ts";

/** Identifies the fleet's values from which a stack is made. Equal keys mean equal values. */
export class FleetKeys {
  readonly #common: string;
  readonly #baselines = new WeakMap<Baseline, string>();

  constructor(fleet: Fleet) {
    const { access, name, provider, role, securityContact, tenantId } = fleet.partner;
    this.#common = digest(
      JSON.stringify([fleet.backend, { access, name, provider, role, securityContact, tenantId }]),
    );
  }

  keyOf(subscription: Subscription): string {
    const { baseline, customer, exceptions, id, name } = subscription;
    const { access, allowed, displayName, key, provider, tenantId } = customer;
    const live = exceptions
      .filter(({ expired }) => !expired)
      .map(({ approvedBy, control, expires, reason }) => ({ approvedBy, control, expires, reason }));
    return digest(
      JSON.stringify([
        this.#common,
        id,
        name,
        live,
        { access, allowed, displayName, key, provider, tenantId },
        this.#baselineKey(baseline),
      ]),
    );
  }

  keyOfTenant(tenant: Tenant): string {
    const { customer, entraLogExport, id, serviceHealthAlert, subscription } = tenant;
    const { access, key, provider, tenantId } = customer;
    return digest(
      JSON.stringify([
        this.#common,
        id,
        subscription.id,
        { access, key, provider, tenantId },
        { entraLogExport, serviceHealthAlert },
      ]),
    );
  }

  /** Returns the keys of the stacks that are built with these subscriptions, by the id of the stack. */
  of(fleet: Fleet, subscriptions: readonly Subscription[]): Record<string, string> {
    const ids = new Set(subscriptions.map(({ id }) => id));
    const tenants = fleet.tenants.filter(({ subscription }) => ids.has(subscription.id));
    return Object.fromEntries([
      ...subscriptions.map((one) => [one.id, this.keyOf(one)]),
      ...tenants.map((one) => [one.id, this.keyOfTenant(one)]),
    ]);
  }

  /** Returns equal keys for baselines with equal content. */
  #baselineKey(baseline: Baseline): string {
    const known = this.#baselines.get(baseline);
    if (known !== undefined) return known;
    const key = digest(JSON.stringify(baseline));
    this.#baselines.set(baseline, key);
    return key;
  }
}

const FILE = ".fleet-keys.json";
const Recorded = z.object({ version: z.literal(1), stacks: z.record(z.string(), z.string()) });

/** Records the keys of the stacks in an output folder. */
export function writeFleetKeys(folder: string, stacks: Readonly<Record<string, string>>): void {
  const path = join(folder, FILE);
  writeFileSync(`${path}.new`, JSON.stringify({ version: 1, stacks }));
  renameSync(`${path}.new`, path);
}

/** Removes the record before the stacks change. */
export function removeFleetKeys(folder: string): void {
  rmSync(join(folder, FILE), { force: true });
}

/**
 * Returns the ids of the stacks in an output folder that were made from other values than the fleet has now, or that
 * the fleet no longer has. An output without a record, such as one of an earlier version, has none.
 */
export function outdatedStacks(fleet: Fleet, folder: string): readonly string[] {
  const stacks = recordedIn(join(folder, FILE));
  if (stacks === undefined) return [];
  const keys = new Map(Object.entries(new FleetKeys(fleet).of(fleet, fleet.subscriptions)));
  return [...stacks].filter(([id, key]) => keys.get(id) !== key).map(([id]) => id);
}

function recordedIn(path: string): ReadonlyMap<string, string> | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  const record = Recorded.safeParse(parsedJson(text));
  return record.success ? new Map(Object.entries(record.data.stacks)) : undefined;
}
