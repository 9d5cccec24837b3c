import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Lists the files of a fleet. */
export function fleetFiles(folder: string): string[] {
  const customers = join(folder, "customers");
  return [join(folder, "partner.yaml"), ...readdirSync(customers).map((name) => join(customers, name))];
}
