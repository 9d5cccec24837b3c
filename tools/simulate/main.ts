/** `npm run simulate`: what a pipeline over a fleet of this size takes. See docs/scale.md. */
import { parseOptions, USAGE, UsageError } from "./options.ts";
import { simulationJson, simulationText } from "./report.ts";
import { simulate } from "./simulate.ts";

const args = process.argv.slice(2);
try {
  if (args.includes("--help") || args.length === 0) {
    process.stdout.write(USAGE);
  } else {
    const { format, scenario, world } = parseOptions(args);
    const simulation = simulate(scenario, world);
    process.stdout.write(`${format === "json" ? simulationJson(simulation) : simulationText(simulation)}\n`);
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`simulate: ${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
