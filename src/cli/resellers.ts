import { suggestion } from "../fleet/find.ts";
import type { Fleet, Reseller } from "../fleet/index.ts";
import { isGuid } from "../text/guid.ts";
import { CommandError, EXIT } from "./exit-codes.ts";

/**
 * Returns the tenant of an indirect reseller, by its tenant or by its name in the fleet, ignoring case.
 * @returns in lower case; a tenant need not be in the fleet
 * @throws {CommandError} when no customer has such a reseller
 */
export function resellerTenant(name: string, { customers }: Fleet): string {
  if (isGuid(name)) return name.toLowerCase();
  const known = customers.flatMap(({ reseller }): Reseller[] => (reseller === undefined ? [] : [reseller]));
  const found = known.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found.tenantId;
  const names = [...new Set(known.map((one) => one.name))];
  throw new CommandError(
    `--reseller ${JSON.stringify(name.slice(0, 80))}: no customer of the fleet has this reseller, by its tenant or name${suggestion(name, names)}`,
    EXIT.invalid,
  );
}
