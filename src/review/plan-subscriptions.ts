import { basename, dirname } from "node:path";
import { sameName } from "../evidence/index.ts";
import { member } from "../evidence/json.ts";
import type { PlanEvidence } from "../evidence/plan/index.ts";
import { GUID } from "../text/guid.ts";
import { actionsOf } from "./actions.ts";

const STACK_ID = new RegExp(`^${GUID}(?=\\.|$)`);

/** The subscription that a plan file is named by, or its folder: stacks have their subscription's GUID as id. */
export function subscriptionOfFile(path: string): string | undefined {
  const named = STACK_ID.exec(basename(path)) ?? STACK_ID.exec(basename(dirname(path)));
  return named?.[0].toLowerCase();
}

/**
 * The subscriptions that a plan speaks for: those of its resources that a baseline is made of, and of the providers
 * that it uses unless told otherwise. A plan that has neither speaks for those that it changes.
 */
export function claimedSubscriptions(evidence: PlanEvidence): string[] {
  const claimed = new Set<string>();
  for (const side of [evidence.after, evidence.before]) {
    for (const [subscriptionId, { resources }] of side) {
      if (resources.some(({ type }) => !sameName(type, "Microsoft.Resources/resourceGroups"))) {
        claimed.add(subscriptionId);
      }
    }
  }
  for (const { key, subscriptionId } of evidence.providers) {
    if ((key === "azurerm" || key === "azapi") && subscriptionId !== undefined) claimed.add(subscriptionId);
  }
  if (claimed.size === 0) {
    for (const { subscriptionId } of evidence.resources) {
      if (subscriptionId !== undefined) claimed.add(subscriptionId);
    }
  }
  return [...claimed].sort();
}

/** Where resources are listed that go to no subscription, or to none that can be told. */
export function homeSubscription(evidence: PlanEvidence, claimed: readonly string[]): string | undefined {
  const own = evidence.providers.find(({ key }) => key === "azurerm" || key === "azapi")?.subscriptionId;
  return own ?? claimed[0];
}

/** Why a plan says nothing for sure; undefined when it is whole. A plan without changes is whole. */
export function whyNotWhole(plan: unknown): string | undefined {
  if (member(plan, "errored") === true) {
    return "the plan ended with an error: what it could not plan is missing in it";
  }
  if (member(plan, "complete") === false) {
    return "the plan is incomplete: it was made for a part of the configuration, or a part of it was deferred";
  }
  return undefined;
}

/** Whether the plan changes anything in a subscription. */
export function changesAnything(evidence: PlanEvidence, subscriptionId: string): boolean {
  return evidence.resources.some(
    (resource) =>
      resource.subscriptionId === subscriptionId &&
      resource.entry !== undefined &&
      actionsOf(resource.entry).some((action) => action !== "no-op" && action !== "read"),
  );
}
