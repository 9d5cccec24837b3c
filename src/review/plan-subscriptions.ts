import { basename, dirname } from "node:path";
import { subscriptionOf } from "../evidence/index.ts";
import type { PlanEvidence } from "../evidence/plan/index.ts";
import { GUID } from "../text/guid.ts";
import { items, member, textMember } from "../text/json.ts";
import { actionsOf } from "./actions.ts";
import { leftOutOf } from "./left-out.ts";
import { callsOf } from "./run-actions.ts";
import { shorten } from "./shorten.ts";

const STACK_ID = new RegExp(`^${GUID}(?=\\.|$)`);

/**
 * Returns the subscription that the name of a plan file or of its folder contains: stacks have their subscription's
 * GUID as id.
 */
export function subscriptionOfFile(path: string): string | undefined {
  const named = STACK_ID.exec(basename(path)) ?? STACK_ID.exec(basename(dirname(path)));
  return named?.[0].toLowerCase();
}

/** The subscriptions that a plan concerns. Both lists are sorted. */
export interface Claims {
  /**
   * The subscriptions to which the plan belongs: a resource missing in it is not declared, unless another plan has it.
   */
  readonly own: readonly string[];
  /** The subscriptions of which it has only one kind of resource, such as the budgets of a fleet. */
  readonly touched: readonly string[];
}

/**
 * Returns the subscriptions of a plan: those of its providers, unless a resource names another one, and those in which
 * it has more than one kind of baseline resource. A plan with neither belongs to the one subscription in which it has
 * resources. When the plan does not show the scope of all its resources, it may belong to every subscription that it
 * names.
 */
export function claimsOf(evidence: PlanEvidence, plan: unknown): Claims {
  const kinds = baselineTypes(evidence);
  const own = new Set<string>();
  for (const { key, subscriptionId } of evidence.providers) {
    if ((key === "azurerm" || key === "azapi") && subscriptionId !== undefined) own.add(subscriptionId);
  }
  const open = evidence.unplaced.after.length > 0;
  for (const [id, types] of kinds) if (open || types.size > 1) own.add(id);
  if (own.size === 0 && kinds.size === 1) for (const id of kinds.keys()) own.add(id);
  if (own.size === 0 && kinds.size === 0) {
    for (const { subscriptionId } of evidence.resources)
      if (subscriptionId !== undefined) own.add(subscriptionId);
  }
  const named = new Set([...kinds.keys(), ...mentioned(evidence, plan)]);
  return { own: [...own].sort(), touched: [...named].filter((id) => !own.has(id)).sort() };
}

/** Returns the subscriptions of resources that only drifted, and of those that the plan calls. */
function mentioned(evidence: PlanEvidence, plan: unknown): string[] {
  const drifted = items(member(plan, "resource_drift")).map((entry) => evidence.placeBefore(entry));
  const called = callsOf(plan, evidence).map(({ resourceId }) => subscriptionOf(resourceId ?? null));
  return [...drifted, ...called].filter((id) => id !== undefined);
}

/** Returns the ARM types that a plan has or had in each subscription, without resource groups. */
function baselineTypes(evidence: PlanEvidence): ReadonlyMap<string, ReadonlySet<string>> {
  const kinds = new Map<string, Set<string>>();
  for (const side of [evidence.after, evidence.before]) {
    for (const [subscriptionId, { resources }] of side) {
      for (const { address = "", type } of resources) {
        const name = type.toLowerCase();
        if (name === "microsoft.resources/resourcegroups" || DATA.test(address)) continue;
        const known = kinds.get(subscriptionId);
        if (known === undefined) kinds.set(subscriptionId, new Set([name]));
        else known.add(name);
      }
    }
  }
  return kinds;
}

/** Matches the address of a data source: the plan reads it but does not manage it. */
const DATA = /(?:^|\.)data\.[^.]+\.[^.]+$/;

/** Returns the subscription in which resources without a known subscription are listed. */
export function homeSubscription(evidence: PlanEvidence, claims: Claims): string | undefined {
  const own = evidence.providers.find(({ key }) => key === "azurerm" || key === "azapi")?.subscriptionId;
  return own ?? claims.own[0] ?? claims.touched[0];
}

/** Returns why a plan's result is uncertain; undefined for a complete plan, also one without changes. */
export function whyNotWhole(plan: unknown): string | undefined {
  if (member(plan, "errored") === true) {
    return "the plan ended with an error: it lacks the changes that Terraform could not plan";
  }
  const deferred = items(member(plan, "deferred_changes"));
  if (deferred.length > 0) {
    const [first] = deferred;
    const address = textMember(member(first, "resource_change"), "address");
    const others = deferred.length > 1 ? ` and ${deferred.length - 1} more` : "";
    return `the plan is incomplete: it defers ${address === undefined ? "changes" : `the change of ${shorten(address)}`}${others} to a later plan`;
  }
  if (member(plan, "complete") === false) {
    return "the plan is incomplete: it covers only a part of the configuration, or a part was deferred";
  }
  const missing = member(plan, "complete") === undefined ? leftOutOf(plan) : undefined;
  if (missing === undefined) return undefined;
  return `the plan is incomplete: the configuration declares ${shorten(missing)}, but the plan has neither a change nor a state for it, like a plan made with -target`;
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
