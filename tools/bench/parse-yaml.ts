/**
 * The peer of `check`: parses every file of the fleet with js-yaml's `load`, the fastest of npm's YAML parsers that
 * reject duplicate keys. It reports positions only for syntax errors, and neither validates nor merges.
 *
 * Usage: node parse-yaml.js FLEET
 */
import { readFileSync } from "node:fs";
import { CORE_SCHEMA, load } from "js-yaml";
import { fleetFiles } from "./fleet-files.ts";

for (const file of fleetFiles(process.argv[2] ?? ""))
  load(readFileSync(file, "utf8"), { schema: CORE_SCHEMA });
