/**
 * The floor of `check`: reads every file of the fleet.
 *
 * Usage: node read-files.js FLEET
 */
import { readFileSync } from "node:fs";
import { fleetFiles } from "./fleet-files.ts";

for (const file of fleetFiles(process.argv[2] ?? "")) readFileSync(file, "utf8");
