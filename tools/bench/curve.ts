/**
 * npm run bench:curve [-- --sizes 1000,10000,100000 --output bench/curve.json]
 *
 * How time and memory grow with the fleet: one run of each size. It takes ten minutes; then `npm run generate`.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { changeOne } from "./benchmarks.ts";
import { CURVE_SCHEMA, type Curve, type CurvePoint } from "./curve-results.ts";
import { writeFleet } from "./generated-fleet.ts";
import { measure } from "./measure.ts";

const CLI = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "1000,10000,100000" },
    output: {
      type: "string",
      default: fileURLToPath(new URL("../../../tools/bench/curve.json", import.meta.url)),
    },
  },
});

function pointOf(subscriptions: number): CurvePoint {
  console.error(`${subscriptions} subscriptions`);
  const folder = mkdtempSync(join(tmpdir(), "csp-baseline-bench-"));
  const fleet = join(folder, "fleet");
  const run = (...args: string[]) => measure(CLI, [...args, "--fleet", fleet], join(folder, "usage"));
  const synth = () => run("synth", "--out", join(folder, "out"));
  try {
    writeFleet(fleet, subscriptions);
    const full = synth();
    const unchanged = synth();
    changeOne(fleet);
    const oneChanged = synth();
    return {
      subscriptions,
      fullSeconds: full.seconds,
      fullCpuSeconds: full.cpuSeconds,
      fullMegabytes: full.megabytes,
      unchangedSeconds: unchanged.seconds,
      oneChangedSeconds: oneChanged.seconds,
      checkSeconds: run("check").seconds,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const curve: Curve = {
  schema: CURVE_SCHEMA,
  date: new Date().toISOString().slice(0, 10),
  node: process.versions.node,
  cores: availableParallelism(),
  points: values.sizes.split(",").map((size) => pointOf(Number(size))),
};
writeFileSync(values.output, `${JSON.stringify(curve, undefined, 2)}\n`);
