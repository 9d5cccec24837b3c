import { CONTROLS, type Judgement } from "../../src/controls/index.ts";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { FindingsTally, findingOf } from "../../src/findings/index.ts";
import { type Fleet, formatProblem, type Subscription } from "../../src/fleet/index.ts";
import { Groups } from "../../src/review/groups.ts";
import type {
  Drift,
  PlanCoverage,
  PlanProblem,
  ResourceChange,
  Review,
  SubscriptionReview,
} from "../../src/review/index.ts";
import { movementsOf } from "../../src/review/movements.ts";
import { controlVerdicts } from "../../src/review/verdicts.ts";
import { folderOf, PARTNER, TODAY } from "./fleet.ts";

export const NOW = new Date("2026-11-24T18:56:00.000Z");

/** The review of one subscription; by default everything passes, before and after. */
export interface Planned {
  readonly coverage?: PlanCoverage;
  readonly plan?: string;
  /** The judgements after the apply, by control. */
  readonly after?: Readonly<Record<string, Judgement>>;
  /** The judgements before it; a missing control was unchanged. */
  readonly before?: Readonly<Record<string, Judgement["status"]>>;
  readonly changes?: readonly ResourceChange[];
  readonly drift?: readonly Drift[];
}

/** Returns a review like the reviewer's, for plans with these results. */
export function reviewOf(
  fleet: Pick<Fleet, "subscriptions">,
  planned: (subscription: Subscription, index: number) => Planned = () => ({}),
  problems: readonly PlanProblem[] = [],
): Review {
  const groups = new Groups();
  const subscriptions = fleet.subscriptions.map((subscription, index) =>
    subscriptionReview(subscription, planned(subscription, index), groups),
  );
  const tally = new FindingsTally();
  for (const { findings } of subscriptions) tally.add(findings);
  return {
    source: "plan",
    generatedAt: NOW.toISOString(),
    summary: tally.summary(),
    controls: controlVerdicts(subscriptions),
    subscriptions,
    groups: groups.list(),
    retired: [],
    problems,
    complete:
      problems.length === 0 && subscriptions.every(({ coverage }) => coverage.state !== "not-reviewed"),
  };
}

function subscriptionReview(
  subscription: Subscription,
  planned: Planned,
  groups: Groups,
): SubscriptionReview {
  const {
    after = {},
    before = {},
    changes = [],
    coverage = { state: "reviewed" },
    drift = [],
    plan,
  } = planned;
  const controls = CONTROLS.filter((control) => control.enabled?.(subscription.baseline) !== false);
  const judged = controls.map((control) => {
    const unknown: Judgement = { status: "unknown", message: "reason" in coverage ? coverage.reason : "" };
    const judgement = coverage.state === "not-reviewed" ? unknown : (after[control.id] ?? PASS);
    return { control, judgement };
  });
  const findings = judged.map(({ control, judgement }) => findingOf(subscription, control, judgement));
  const was = judged.map(({ control, judgement }) => {
    const status = before[control.id] ?? judgement.status;
    return { control, judgement: { ...judgement, status } };
  });
  return {
    subscription,
    ...(plan === undefined ? {} : { plan }),
    coverage,
    findings,
    movements: movementsOf(subscription, coverage.state === "reviewed" ? was : undefined, findings),
    changes: groups.add(subscription, changes),
    drift,
  };
}

const PASS: Judgement = { status: "pass", message: "as the fleet asks" };

export const NO_CONTACT: Judgement = {
  status: "fail",
  message: 'there is no security contact named "default"',
  fix: "declare a SecurityContact for the subscription",
};

/** A change of the budget's amount; all values can be replaced. */
export function resourceChange(overrides: Partial<ResourceChange> = {}): ResourceChange {
  return {
    address: "azurerm_consumption_budget_subscription.budget",
    type: "azurerm_consumption_budget_subscription",
    actions: ["update"],
    baseline: true,
    deposed: false,
    attributes: [{ path: "amount", before: "1000", after: "1200", sensitive: false }],
    warnings: [],
    ...overrides,
  };
}

/** Returns a subscription's id for a number. */
export function guid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** A fleet whose customers all have the same number of subscriptions, without exceptions. */
export function fleetOfSize(customers: number, subscriptionsEach: number): Fleet {
  const files = Array.from({ length: customers }, (_, customer) => {
    const subscriptions = Array.from({ length: subscriptionsEach }, (__, index) => {
      return `  - { id: ${guid(customer * subscriptionsEach + index + 1)}, name: sub-${index + 1} }\n`;
    });
    const text = `customer: customer-${customer + 1}\ndisplayName: Customer ${customer + 1}\ntenantId: ${guid(9e9 + customer)}\nsubscriptions:\n${subscriptions.join("")}`;
    return [`customers/customer-${customer + 1}.yaml`, text] as const;
  });
  return loaded({ "partner.yaml": PARTNER, ...Object.fromEntries(files) });
}

/** Four customers with nine subscriptions; one exception is valid, and one has ended. */
export function smallFleet(): Fleet {
  return loaded({
    "partner.yaml": PARTNER,
    "customers/contoso.yaml": `customer: contoso
displayName: Contoso Ltd
tenantId: ${guid(9000)}
subscriptions:
  - { id: ${guid(1)}, name: prod }
  - { id: ${guid(2)}, name: dev }
  - { id: ${guid(3)}, name: sandbox }
exceptions:
  - control: cost-anomaly-alert
    subscriptions: [sandbox]
    reason: Sandbox is reset every night; the alert only ever fires on the reset
    approvedBy: bob@fabrikam.example
    expires: 2026-12-06
`,
    "customers/fourth-coffee.yaml": `customer: fourth-coffee
displayName: Fourth Coffee
tenantId: ${guid(9001)}
subscriptions:
  - { id: ${guid(4)}, name: shop }
  - { id: ${guid(5)}, name: roastery }
  - { id: ${guid(6)}, name: data }
exceptions:
  - control: budget
    subscriptions: [data]
    reason: Budget is agreed anew after the migration
    approvedBy: alice@fabrikam.example
    expires: 2026-11-01
`,
    "customers/bellows.yaml": `customer: bellows
displayName: Bellows & Partners
tenantId: ${guid(9002)}
subscriptions:
  - { id: ${guid(7)}, name: law }
`,
    "customers/lucerne.yaml": `customer: lucerne
displayName: Lucerne Publishing
tenantId: ${guid(9003)}
subscriptions:
  - { id: ${guid(8)}, name: web }
  - { id: ${guid(9)}, name: archive }
`,
  });
}

function loaded(files: Readonly<Record<string, string>>): Fleet {
  const result = loadFleet(folderOf(files), { today: TODAY, expiredExceptions: "keep" });
  if (!result.ok) throw new Error(result.problems.map(formatProblem).join("\n"));
  return result.fleet;
}

/** A pull request with several findings, on the small fleet. */
export function smallReview(fleet: Fleet = smallFleet()): Review {
  const contact = "azapi_resource.security_contact";
  const raised = resourceChange({ warnings: ["raises the budget's amount from 1000 to 1200"] });
  const plans: Readonly<Record<string, Planned>> = {
    "contoso/prod": { changes: [raised] },
    "contoso/dev": { changes: [raised] },
    "contoso/sandbox": {
      changes: [
        raised,
        resourceChange({
          address: "azurerm_cost_anomaly_alert.anomaly",
          type: "azurerm_cost_anomaly_alert",
          actions: ["delete"],
          attributes: [],
          warnings: ["deletes the cost anomaly alert"],
        }),
      ],
    },
    "fourth-coffee/shop": {
      after: { "security-contact": NO_CONTACT },
      before: { "security-contact": "pass" },
      changes: [
        resourceChange({
          address: contact,
          type: "azapi_resource",
          actions: ["delete"],
          attributes: [],
          warnings: ["deletes the security contact"],
        }),
      ],
    },
    "fourth-coffee/data": {
      after: { budget: { status: "fail", message: "there is no budget", fix: "declare a Budget" } },
    },
    "bellows/law": {
      before: { "security-contact": "fail" },
      changes: [
        resourceChange({
          address: contact,
          type: "azapi_resource",
          actions: ["import", "update"],
          importId: `/subscriptions/${guid(7)}/providers/Microsoft.Security/securityContacts/default?api-version=2023-12-01-preview`,
          attributes: [
            {
              path: "body.properties.emails",
              before: "old@bellows.example",
              after: "soc@fabrikam.example",
              sensitive: false,
            },
            { path: "body.properties.isEnabled", before: "false", after: "true", sensitive: false },
          ],
        }),
      ],
    },
    "lucerne/web": {
      coverage: {
        state: "not-reviewed",
        reason: "the plan ended with an error: it holds only a part of the changes",
      },
      plan: "plans/lucerne-web.json",
    },
    "lucerne/archive": {
      coverage: { state: "no-plan" },
      drift: [
        {
          address: "azurerm_monitor_action_group.operations",
          type: "azurerm_monitor_action_group",
          action: "update",
          baseline: true,
          attributes: [
            {
              path: "email_receiver[0].email_address",
              before: "noc@fabrikam.example",
              after: "me@lucerne.example",
              sensitive: false,
            },
          ],
        },
      ],
    },
  };
  return reviewOf(fleet, ({ customer, name }) => plans[`${customer.key}/${name}`] ?? {});
}

/** A pull request that changes most of 5,000 subscriptions in the same way, and a few differently. */
export function largeReview(fleet: Fleet): Review {
  return reviewOf(fleet, (subscription, index) => {
    const raised = resourceChange();
    if (index % 1700 === 5) {
      return {
        after: { "security-contact": NO_CONTACT },
        before: { "security-contact": "pass" },
        changes: [
          resourceChange({
            address: "azapi_resource.security_contact",
            type: "azapi_resource",
            actions: ["delete"],
            attributes: [],
            warnings: ["deletes the security contact"],
          }),
        ],
      };
    }
    if (index % 100 === 50) return { coverage: { state: "no-plan" } };
    if (index % 450 === 7)
      return {
        coverage: {
          state: "not-reviewed",
          reason: "the plan ended with an error: it holds only a part of the changes",
        },
        plan: `plans/${subscription.id}.json`,
      };
    if (index % 40 === 3)
      return {
        after: {
          "service-health-alert": {
            status: "fail",
            message: "no working alert covers Security, Billing",
            fix: "declare an alert for Security, Billing on the subscription",
          },
        },
        changes: [raised],
      };
    if (index % 900 === 20)
      return {
        changes: [
          raised,
          resourceChange({
            address: `azurerm_resource_group.extra["team-${index}"]`,
            type: "azurerm_resource_group",
            actions: ["delete"],
            baseline: false,
            attributes: [],
          }),
        ],
      };
    if (index % 7 === 1) return {};
    return { changes: [raised] };
  });
}
