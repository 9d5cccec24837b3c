import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { AuditJudge, DeclaredStacks } from "../../src/audit/index.ts";
import { judgeSubscription } from "../../src/controls/index.ts";
import { Judgements } from "../../src/controls/judgements.ts";
import { ArmExports } from "../../src/evidence/arm/index.ts";
import { type Evidence, Unknown } from "../../src/evidence/index.ts";
import type { Fleet, Subscription } from "../../src/fleet/index.ts";
import { changed, coveredSubscription, SUBSCRIPTION } from "../support/arm.ts";
import { fleetOf, PARTNER, TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const [ONE = "", TWO = "", ELSEWHERE = ""] = ["1", "2", "f"].map(
  (digit) => `aaaaaaaa-0000-4000-8000-00000000000${digit}`,
);
const TENANT = "22222222-2222-2222-2222-222222222222";
/** The placeholders themselves, which a user may also write. */
const [OF_ANY, OF_ANY_TENANT] = [
  "00000000-0000-4000-8000-5ab5c0000000",
  "00000000-0000-4000-8000-7e4a47000000",
];
const workspaceOf = (id: string) =>
  `/subscriptions/${id}/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/central`;

const fleets = new Map<string, Fleet>();

/** Two subscriptions whose logs go to the workspace of `central`; built once, since baselines are known by identity. */
function exporting(central: string): Fleet {
  const known = fleets.get(central);
  if (known !== undefined) return known;
  const contoso = `customer: acme\ndisplayName: Acme\ntenantId: ${TENANT}\nsubscriptions:\n  - { id: ${ONE}, name: one }\n  - { id: ${TWO}, name: two }\n`;
  const partner = `${PARTNER}  activityLogExport: { workspaceId: "${workspaceOf(central)}" }\n`;
  const fleet = fleetOf({ partner, contoso });
  fleets.set(central, fleet);
  return fleet;
}

interface Case {
  readonly subscription: Subscription;
  readonly evidence: Evidence;
}

/** The resources of a subscription whose logs go to the workspace of `to`. */
function caseOf([central, to, which, later]: readonly [string, string, number, string | undefined]): Case {
  const subscription = exporting(central).subscriptions[which];
  if (subscription === undefined) throw new Error("the fleet has two subscriptions");
  const text = JSON.stringify(coveredSubscription()).replaceAll(SUBSCRIPTION, subscription.id);
  const evidence: Evidence = JSON.parse(text);
  const logs = evidence.resources.find(({ type }) => type.endsWith("/diagnosticSettings"));
  if (logs === undefined) throw new Error("the logs are exported");
  const sent = changed(evidence, String(logs.name), ["properties", "workspaceId"], workspaceOf(to));
  if (later === undefined) return { subscription, evidence: sent };
  const unknown = changed(sent, String(logs.name), ["properties", "logs"], new Unknown(later));
  return { subscription, evidence: unknown };
}

const ids = fc.constantFrom(ONE, TWO, ELSEWHERE, TENANT, OF_ANY, OF_ANY_TENANT, ONE.toUpperCase());
const cases = (later: fc.Arbitrary<string | undefined>) =>
  fc.array(fc.tuple(ids, ids, fc.constantFrom(0, 1), later), { minLength: 2, maxLength: 6 });

test("the cached judgement of evidence equals a fresh one, with any ids in it and in the baseline", () => {
  const later = fc.option(fc.constantFrom("azurerm_x.y", `x["${ONE}"]`), { nil: undefined });
  fc.assert(
    fc.property(cases(later), (list) => {
      const judgements = new Judgements(TODAY);
      for (const { evidence, subscription } of list.map(caseOf)) {
        const { baseline } = subscription;
        expect(judgements.judge(subscription, evidence)).toEqual(
          judgeSubscription(evidence, { baseline, today: TODAY }),
        );
      }
    }),
    { numRuns: 200 },
  );
});

test("the cached judgement of exports equals a fresh one", () => {
  fc.assert(
    fc.property(ids, ids, ids, (central, ofOne, ofTwo) => {
      const both = [caseOf([central, ofOne, 0, undefined]), caseOf([central, ofTwo, 1, undefined])];
      const exports = exported(both);
      const declared = new DeclaredStacks(exporting(central), undefined);
      const judge = new AuditJudge({ today: TODAY, declared });
      for (const { subscription } of both) {
        expect(judge.judgeShared(subscription, exports.shared(subscription.id))).toEqual(
          judge.judge(subscription, exports.evidence(subscription.id)),
        );
      }
    }),
    { numRuns: 40 },
  );
});

test.each([
  ["in the subscription itself", 0, "pass"],
  ["in its neighbor", 1, "pass"],
])("logs that go to the fleet's workspace %s are well exported", (_, which, status) => {
  const one = caseOf([ONE, ONE, which, undefined]);
  const judge = new AuditJudge({ today: TODAY, declared: new DeclaredStacks(exporting(ONE), undefined) });
  const { subscription } = one;
  const { findings } = judge.judgeShared(subscription, exported([one]).shared(subscription.id));
  expect(findings.find(({ control }) => control === "activity-log-export")).toMatchObject({ status });
});

function exported(cases: readonly Case[]): ArmExports {
  const file = join(temporaryFolder(), "resources.json");
  const listed = cases.flatMap(({ evidence, subscription: { id } }): unknown[] => [
    { id: `/subscriptions/${id}`, subscriptionId: id, tenantId: TENANT, state: "Enabled" },
    ...evidence.resources,
  ]);
  writeFileSync(file, JSON.stringify(listed));
  const exports = new ArmExports();
  exports.add(file);
  return exports;
}
