import fc from "fast-check";
import { expect, test } from "vitest";
import { judgeSubscription } from "../../src/controls/index.ts";
import { readStack } from "../../src/evidence/index.ts";
import { type Finding, findingOf } from "../../src/findings/index.ts";
import type { Fleet, Subscription } from "../../src/fleet/index.ts";
import { type BuiltStack, buildStacks, Gate } from "../../src/synthesis/index.ts";
import { SubscriptionStack } from "../../stacks/index.ts";
import { fleetOf, PARTNER, TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const [ONE, TWO, ELSEWHERE] = ["1", "2", "f"].map((digit) => `aaaaaaaa-0000-4000-8000-00000000000${digit}`);
const OF_ANY = "00000000-0000-4000-8000-5ab5c0000000";
const EXPORT = "resource.azurerm_monitor_diagnostic_setting.activity_log_export.log_analytics_workspace_id";

function workspaceOf(id: string | undefined): string {
  return `/subscriptions/${id}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/central`;
}

/** Two subscriptions of one customer; the fleet's logs go to the workspace of `central`. */
function exporting(central: string | undefined): Fleet {
  const customer = `customer: acme
displayName: Acme
tenantId: 22222222-2222-2222-2222-222222222222
subscriptions:
  - { id: ${ONE}, name: one }
  - { id: ${TWO}, name: two }
`;
  const partner = `${PARTNER}  activityLogExport: { workspaceId: "${workspaceOf(central)}" }\n`;
  return fleetOf({ partner, contoso: customer });
}

/** The stack of a subscription whose logs go to the workspace of `to`. */
function built(fleet: Fleet, subscription: Subscription, to: string | undefined): BuiltStack {
  const result = buildStacks(
    temporaryFolder(),
    (app) => {
      const stack = new SubscriptionStack(app, { fleet, subscription });
      if (to !== undefined) stack.addOverride(EXPORT, workspaceOf(to));
    },
    subscription,
    fleet,
  );
  const [stack] = "stacks" in result ? result.stacks : [];
  if (stack === undefined) throw new Error("no stack was built");
  return stack;
}

/** Returns the findings for the stack's own text, without remembered judgements. */
function judged(subscription: Subscription, stack: BuiltStack): Finding[] {
  const evidence = readStack(stack.json).subscriptions.get(subscription.id);
  if (evidence === undefined) throw new Error("the stack declares nothing");
  return judgeSubscription(evidence, { baseline: subscription.baseline, today: TODAY }).map(
    ({ control, judgement }) => findingOf(subscription, control, judgement),
  );
}

const statusOf = (findings: readonly Finding[]) =>
  findings.find(({ control }) => control === "activity-log-export")?.status;

test("does not judge a stack by the baseline of another subscription with the same shape", () => {
  const fleet = exporting(ONE);
  const gate = new Gate({ today: TODAY, fleet });
  const reported = fleet.subscriptions.map((subscription) =>
    statusOf(gate.judge(subscription, { stacks: [built(fleet, subscription, subscription.id)] })),
  );
  expect(reported).toEqual(["pass", "fail"]);
});

test("a remembered judgement equals a new one for all ids in stacks and baselines", () => {
  const ids = fc.constantFrom(ONE, TWO, ELSEWHERE, OF_ANY, ONE?.toUpperCase(), TWO?.toUpperCase());
  const order = fc.constantFrom(0, 1);
  const known = new Map<string, { subscription: Subscription; stack: BuiltStack }>();
  const caseOf = ([central, to, which]: [string | undefined, string | undefined, number]) => {
    const key = `${central} ${to} ${which}`;
    const fleet = exporting(central);
    const subscription = fleet.subscriptions[which];
    if (subscription === undefined) throw new Error("the fleet has two subscriptions");
    const one = known.get(key) ?? { subscription, stack: built(fleet, subscription, to) };
    known.set(key, one);
    return one;
  };
  fc.assert(
    fc.property(
      fc.array(fc.tuple(ids, fc.option(ids, { nil: undefined }), order), { minLength: 2, maxLength: 5 }),
      (cases) => {
        const gate = new Gate({ today: TODAY, fleet: exporting(ONE) });
        for (const one of cases) {
          const { stack, subscription } = caseOf(one);
          const reported = gate.judge(subscription, { stacks: [stack] });
          expect(reported.filter(({ control }) => control !== "stack")).toEqual(judged(subscription, stack));
        }
      },
    ),
    { numRuns: 60 },
  );
});
