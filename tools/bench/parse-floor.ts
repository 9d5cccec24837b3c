/**
 * The floor of a review: reads and parses the same files, and keeps nothing.
 *
 * Usage: node parse-floor.js FOLDER
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder = "."] = process.argv.slice(2);
let bytes = 0;
for (const name of readdirSync(folder).sort()) {
  const text = readFileSync(join(folder, name), "utf8");
  bytes += text.length;
  JSON.parse(text);
}
if (bytes === 0) throw new Error(`no plans in ${folder}`);
