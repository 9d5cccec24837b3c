/**
 * The peer of `check`: every file of the fleet through js-yaml's own `load`, the fastest of npm's YAML parsers that
 * refuse a key written twice. It says where a mistake is only for what is no YAML; it validates and merges nothing.
 *
 * Usage: node parse-yaml.js FLEET
 */
import { readFileSync } from "node:fs";
import { CORE_SCHEMA, load } from "js-yaml";
import { fleetFiles } from "./fleet-files.ts";

for (const file of fleetFiles(process.argv[2] ?? ""))
  load(readFileSync(file, "utf8"), { schema: CORE_SCHEMA });
