/**
 * Times the gate alone: every stack of a synthesized fleet is judged and reconciled, without cached judgements.
 *
 * Usage: node gate.js FLEET OUTDIR
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { parseCalendarDate } from "../../src/fleet/index.ts";
import { Gate } from "../../src/synthesis/index.ts";
import { timePart } from "./time-part.ts";

const [folder = "", outdir = ""] = process.argv.slice(2);
const today = parseCalendarDate("2026-11-24");
if (today === undefined) throw new Error("no day");
const loaded = loadFleet(folder, { today });
if (!loaded.ok) throw new Error("the generated fleet is not valid");
const stacks = loaded.fleet.subscriptions.map((subscription) => {
  const text = readFileSync(join(outdir, "stacks", subscription.id, "cdk.tf.json"), "utf8");
  return { subscription, stack: { id: subscription.id, text, json: JSON.parse(text), errors: [] } };
});
const gate = new Gate({ fleet: loaded.fleet, today });
timePart(() => {
  for (const { stack, subscription } of stacks) gate.judge(subscription, { stacks: [stack] });
});
