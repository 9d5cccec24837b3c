import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeSubscription } from "../../src/controls/index.ts";
import { buildStacks, defaultBuild } from "../../src/synthesis/build-stacks.ts";
import { Gate } from "../../src/synthesis/index.ts";
import { fleetOf, PARTNER, TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";
import { type Azure, audited, deploy, NotDeployed } from "../support/terraform-model.ts";
import { at, declared, type Edit, must, PROD } from "./support/edits.ts";
import { randomEdits } from "./support/random-edits.ts";

/*
 * A stack that the gate passes is audited clean after its deployment. The stacks are the same at each run, unless
 * GATE_RUNS says how many are to be tried: then they are others each time.
 *
 *     GATE_RUNS=5000 npx vitest run test/synthesis/gate-property.test.ts --testTimeout 600000
 */

const MANY = process.env["GATE_RUNS"];
const RUNS = Number(MANY ?? 300);
const NOW = new Date(`${TODAY}T12:00:00Z`);
const FLEETS = { azurerm: fleetOf(), azapi: fleetOf({ partner: `${PARTNER}provider: azapi\n` }) };

describe.each(["azurerm", "azapi"] as const)("a stack of %s", (provider) => {
  const fleet = FLEETS[provider];
  const subscription = must(fleet.subscriptions[0]);
  const built = buildStacks(temporaryFolder(), defaultBuild, subscription, fleet);
  if ("failure" in built) throw new Error(built.failure);
  const { text } = must(built.stacks[0]);

  function passesGate(json: Record<string, unknown>): boolean {
    const stack = { id: PROD, json, text: JSON.stringify(json), errors: [] };
    const findings = new Gate({ fleet, today: TODAY }).judge(subscription, { stacks: [stack] });
    return findings.every(({ status }) => status === "pass");
  }

  function lacks(azure: Azure): string[] {
    const expected = { baseline: subscription.baseline, today: TODAY };
    return judgeSubscription(audited(azure, PROD), expected)
      .filter(({ judgement }) => judgement.status !== "pass")
      .map(({ control, judgement }) => `${control.id} ${judgement.status}: ${judgement.message}`);
  }

  /** A subscription with existing, weak resources to adopt. */
  function neglected(): Azure {
    const edit: Edit = (json) => {
      const off = (address: string, member: string, value: unknown) => {
        const resource = at(json, declared(address, provider));
        const place = resource.body?.properties ?? resource;
        place[member] = value;
      };
      off("azapi_resource.security_contact", "isEnabled", false);
      off("azapi_resource.security_contact", "emails", "gone@former.example");
      off("azurerm_monitor_activity_log_alert.service_health", "enabled", false);
      off("azurerm_monitor_action_group.action_group", "enabled", false);
      const filter =
        provider === "azapi"
          ? { dimensions: { name: "x", operator: "In", values: ["x"] } }
          : { dimension: [{}] };
      off("azurerm_consumption_budget_subscription.budget", "filter", filter);
    };
    const json = JSON.parse(text);
    edit(json);
    return deploy(json, new Map(), NOW);
  }

  const BEFORE: readonly Azure[] = [new Map(), neglected()];

  test("the model deploys the stack unchanged, and detects missing resources", () => {
    for (const before of BEFORE) expect(lacks(deploy(JSON.parse(text), before, NOW))).toEqual([]);
    expect(lacks(neglected())).not.toEqual([]);
  });

  test("a stack that the gate passes is audited clean after its deployment", () => {
    const count = { deployed: 0, dirty: 0, refused: 0, failed: 0 };
    fc.assert(
      fc.property(randomEdits[provider], fc.nat(BEFORE.length - 1), (edit, state) => {
        const before = must(BEFORE[state]);
        const json = JSON.parse(text);
        edit(json);
        const passes = passesGate(json);
        let azure: Azure;
        try {
          azure = deploy(json, before, NOW);
        } catch (error) {
          if (!(error instanceof NotDeployed)) throw error;
          count.failed += 1;
          return;
        }
        const missing = lacks(azure);
        if (!passes) {
          count.refused += 1;
          if (missing.length > 0) count.dirty += 1;
          return;
        }
        count.deployed += 1;
        expect(missing).toEqual([]);
      }),
      { numRuns: RUNS, ...(MANY === undefined ? { seed: 2026 } : {}) },
    );
    expect(count.deployed / RUNS, JSON.stringify(count)).toBeGreaterThanOrEqual(0.3);
    // Without stacks that would have done harm, the property would say nothing.
    expect(count.dirty, JSON.stringify(count)).toBeGreaterThan(RUNS / 50);
    if (MANY !== undefined) console.log(JSON.stringify(count));
  });
});
