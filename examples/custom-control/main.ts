/**
 * A baseline with one part of our own: the resource group that holds the alerts cannot be deleted by mistake.
 *
 *     npm run csp-baseline -- synth                     the gate refuses a stack without the lock
 *     npm run csp-baseline -- review --plans plans      and so on: every verb, run through this app
 */
import { fleetApp } from "csp-baseline/app";
import { SubscriptionStack } from "csp-baseline/stacks";
import { lockLevel, locks, resourceGroupLock } from "./lock-control.js";
import { ResourceGroupLock } from "./resource-group-lock.js";

process.exitCode = await fleetApp(
  (app, subscription, fleet) => {
    const stack = new SubscriptionStack(app, { fleet, subscription });
    // What is excepted is not declared, as with the baseline's own parts.
    if (subscription.exceptions.some(({ control }) => control === resourceGroupLock.id)) return;
    new ResourceGroupLock(stack, "resource-group-lock", {
      subscriptionId: subscription.id,
      resourceGroup: subscription.baseline.resourceGroup,
      level: lockLevel(subscription.baseline),
    });
  },
  { controls: [resourceGroupLock], resources: [locks] },
);
