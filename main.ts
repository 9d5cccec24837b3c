/**
 * The CDKTF app: one stack for every subscription of the fleet, written only when each has its whole baseline.
 *
 *     npm start              this file, compiled
 *     cdktf synth            the same, by way of cdktf.json
 */
import { fleetApp } from "./src/cli/fleet-app.ts";
import { SubscriptionStack } from "./stacks/index.ts";

process.exitCode = await fleetApp((app, subscription, fleet) => {
  // Constructs of your own go into this stack: they are synthesized, planned and reviewed with the baseline.
  new SubscriptionStack(app, { fleet, subscription });
});
