/**
 * The floor of `check`: reads every file of a fleet. With `yaml` its peer: also parses every file with js-yaml's `load`,
 * the fastest YAML parser of npm that refuses duplicate keys. The peer neither validates nor merges.
 *
 * Usage: node read-fleet.js FLEET [yaml]
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [fleet = "", yaml] = process.argv.slice(2);
const parser = yaml === undefined ? undefined : await import("js-yaml");
const customers = readdirSync(join(fleet, "customers")).map((name) => join("customers", name));
for (const file of ["partner.yaml", ...customers]) {
  const text = readFileSync(join(fleet, file), "utf8");
  parser?.load(text, { schema: parser.CORE_SCHEMA });
}
