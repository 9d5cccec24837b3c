/**
 * The floor: formats parsed stacks as text and writes them, without any other work.
 *
 * Usage: node floor.js COUNT OUTDIR FILE, where FILE is one stack; every stack written differs in its id.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { subscriptionId } from "./generated-fleet.ts";

const [count = "0", outdir = "", file = ""] = process.argv.slice(2);
const stack: Record<string, unknown> = JSON.parse(readFileSync(file, "utf8"));
mkdirSync(join(outdir, "stacks"), { recursive: true });
for (let index = 0; index < Number(count); index += 1) {
  const id = subscriptionId(index);
  const folder = join(outdir, "stacks", id);
  mkdirSync(folder);
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify({ ...stack, id }, undefined, 2));
}
