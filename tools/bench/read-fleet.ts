/**
 * The floor of `check`: every file of a fleet is read, and nothing done with it. With `yaml` its peer: every file through
 * js-yaml's own `load`, the fastest of npm's YAML parsers that refuse a key written twice. It says where a mistake is only
 * for what is no YAML; it validates and merges nothing.
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
