import { type ArmResource, describe, Unknown } from "../evidence/index.ts";
import type { PlanEvidence } from "../evidence/plan/index.ts";
import { baselineKind } from "./baseline-resources.ts";
import type { Possibility } from "./possibility.ts";
import { runActions } from "./run-actions.ts";
import { templatesOf } from "./templates.ts";

/** Returns the possible effects in one of the subscriptions that the plan may concern. */
export function possibilitiesOf(
  plan: unknown,
  evidence: PlanEvidence,
  subscriptionId: string,
): { readonly after: readonly Possibility[]; readonly before: readonly Possibility[] } {
  return {
    before: unplaced(evidence.unplaced.before),
    after: [
      ...unplaced(evidence.unplaced.after),
      ...templatesOf(evidence, subscriptionId),
      ...runActions(plan, evidence, subscriptionId),
    ],
  };
}

/**
 * Returns resources that may be in this subscription or in another one. They are one possibility, because alerts need
 * their action group.
 */
function unplaced(resources: readonly ArmResource[]): Possibility[] {
  const [first] = resources;
  if (first === undefined) return [];
  const named = (control?: string): readonly [string, string] => {
    const about = resources.filter(
      (one) => control !== undefined && baselineKind(one)?.controls.includes(control),
    );
    const [one = first, ...more] = about.length === 0 ? resources : about;
    const others = more.length > 0 ? ` and ${more.length} more` : "";
    return [
      describe(one),
      `the plan does not say which subscription ${describe(one)}${others} goes to, so it may go to this one`,
    ];
  };
  const [resource, reason] = named();
  return [
    {
      resource,
      reason,
      about: named,
      effect: "adds",
      fix: "set a subscription_id that the plan shows on its provider, or plan each subscription separately into a file named after the subscription's id",
      apply: (placed) => [...placed, ...resources.map((one) => ({ ...one, id: new Unknown() }))],
    },
  ];
}
