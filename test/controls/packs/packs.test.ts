import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { CONTROLS, isInForce, judgeSubscription, PACKS } from "../../../src/controls/index.ts";
import { type Evidence, Unknown } from "../../../src/evidence/index.ts";
import { findingOf } from "../../../src/findings/index.ts";
import { type Baseline, PACK_NAMES, type PackName } from "../../../src/fleet/index.ts";
import { baselineOf, changed, coveredSubscription, expecting, withoutType } from "../../support/arm.ts";
import { fleetOf, PARTNER } from "../../support/fleet.ts";

const OFF = { activityLogExport: false, defenderPlans: false, policyAssignments: false } as const;
const TYPES = [...new Set(coveredSubscription().resources.map(({ type }) => type))];

function statuses(evidence: Evidence, baseline: Partial<Baseline>): Map<string, string> {
  const judged = judgeSubscription(evidence, expecting(baseline));
  return new Map(judged.map(({ control, judgement }) => [control.id, judgement.status]));
}

function judge(control: string, baseline: Partial<Baseline>, evidence = coveredSubscription()) {
  return judgeSubscription(evidence, expecting(baseline)).find((one) => one.control.id === control)
    ?.judgement;
}

describe("packs", () => {
  it("require only controls of the catalogue, and name each rule once", () => {
    const known = CONTROLS.map(({ id }) => id);
    for (const { name, rules } of PACKS) {
      expect(new Set(rules.map(({ id }) => id)).size, name).toBe(rules.length);
      for (const rule of rules) {
        for (const { control } of "asks" in rule ? rule.asks : []) expect(known).toContain(control);
      }
    }
    expect(PACKS.map(({ name }) => name)).toEqual(PACK_NAMES);
  });

  it("give a reason for every rule that no control covers", () => {
    for (const rule of PACKS.flatMap(({ rules }) => rules)) {
      const reason = "cannot" in rule ? rule.cannot : "notJudged" in rule ? rule.notJudged : "asked";
      expect(reason.length, rule.id).toBeGreaterThan(0);
    }
  });

  it("do not list a rule that a control cannot satisfy", () => {
    const cannot = new Set(
      CONTROLS.flatMap(({ cannotSatisfy, id }) => cannotSatisfy.map((one) => `${id} ${one.tool} ${one.id}`)),
    );
    const asked = PACKS.flatMap(({ rules, tool }) =>
      rules.flatMap((rule) =>
        "asks" in rule ? rule.asks.map((ask) => `${ask.control} ${tool} ${rule.id}`) : [],
      ),
    );
    expect(asked.filter((one) => cannot.has(one))).toEqual([]);
  });
});

/** From best to worst; a missing judgement is better than any. */
const rank = (status: string) => ["pass", "unknown", "fail"].indexOf(status);
const partOf = <Item>(items: readonly Item[]) => fc.subarray([...items]);

test("a pack never weakens: with it, each judgement is the same or worse", () => {
  const plan = fc.constantFrom({ tier: "Free" }, { tier: "Standard" }, {
    tier: "Standard",
    subplan: "P2",
  } as const);
  const optional = fc.record({
    activityLogExport: fc.constantFrom(false as const, baselineOf().activityLogExport),
    defenderPlans: fc.option(fc.record({ VirtualMachines: plan, CloudPosture: plan, Api: plan }), {
      nil: false,
    }),
    policyAssignments: fc.boolean(),
    securityContact: fc.record({
      api: fc.constantFrom("azapi", "azurerm"),
      alertSeverity: fc.constantFrom("Low", "Medium", "High"),
      attackPathRisk: fc.constantFrom("Low", "Critical"),
      notifyRoles: fc.constantFrom(["Owner"] as const, ["Contributor"] as const),
    }),
  });
  fc.assert(
    fc.property(
      optional,
      partOf(PACK_NAMES),
      partOf(TYPES),
      fc.boolean(),
      (baseline, packs, missing, hidden) => {
        const rest = missing.reduce(withoutType, coveredSubscription());
        const unreadable = missing.map((type) => ({ type, reason: "403" }));
        const evidence = hidden ? { ...rest, unreadable } : rest;
        const settings: Partial<Baseline> = Object(baseline);
        const without = statuses(evidence, { ...settings, packs: [] });
        const withPacks = statuses(evidence, { ...settings, packs });
        for (const [control, status] of without) {
          expect(rank(withPacks.get(control) ?? "missing"), control).toBeGreaterThanOrEqual(rank(status));
        }
        for (const [control, status] of withPacks) if (!without.has(control)) expect(status).toBe("fail");
      },
    ),
  );
});

describe("a chosen pack", () => {
  const cis: readonly PackName[] = ["cis-6"];

  it("makes its controls required", () => {
    expect(judge("activity-log-export", { ...OFF, packs: [] })).toBeUndefined();
    expect(judge("activity-log-export", { ...OFF, packs: cis })).toEqual({
      status: "fail",
      message: "cis-6 (6.1.1.1 and 6.1.1.2) requires activity-log-export, but the baseline switches it off",
      fix: "switch activityLogExport on in the fleet, or except activity-log-export",
      parameter: ["packs", "0"],
    });
    expect(judge("policy-assignments", { ...OFF, packs: cis })).toBeUndefined();
    const [policy] = CONTROLS.filter(({ id }) => id === "policy-assignments");
    const [plans] = CONTROLS.filter(({ id }) => id === "defender-plans");
    const inForce = [policy, plans].map((one) => one && isInForce(one, baselineOf({ ...OFF, packs: cis })));
    expect(inForce).toEqual([false, true]);
  });

  it("rejects weaker settings, with their position", () => {
    const { securityContact } = baselineOf();
    const weak = { ...securityContact, notifyRoles: ["Contributor"] as const };
    expect(judge("security-contact", { securityContact, packs: cis })?.status).toBe("pass");
    const judgement = judge("security-contact", { securityContact: weak, packs: cis });
    expect(judgement).toMatchObject({
      status: "fail",
      message: expect.stringContaining("securityContact.notifyRoles has Owner"),
    });
    expect(
      judge("security-contact", { securityContact: { ...securityContact, api: "azurerm" }, packs: cis }),
    ).toMatchObject({
      message: expect.stringContaining(
        "the baseline is weaker than its policy packs: cis-6 requires that securityContact.api is azapi",
      ),
      parameter: ["securityContact", "api"],
    });
  });

  it("fails a weaker baseline despite unknown evidence", () => {
    const { securityContact } = baselineOf();
    const weak = {
      securityContact: { ...securityContact, notifyRoles: ["Contributor"] as const },
      packs: cis,
    };
    const unsure = changed(coveredSubscription(), "default", ["properties"], new Unknown());
    expect(judge("security-contact", { securityContact, packs: cis }, unsure)?.status).toBe("unknown");
    expect(judge("security-contact", weak, unsure)).toMatchObject({
      status: "fail",
      message: expect.stringMatching(/^the baseline is weaker than its policy packs/),
    });
  });

  it("rejects a plan on Free and a different subplan", () => {
    const free = { VirtualMachines: { tier: "Standard", subplan: "P1" }, Api: { tier: "Free" } } as const;
    const message = judge("defender-plans", { defenderPlans: free, packs: ["psrule"] })?.message;
    expect(message).toContain("defenderPlans.VirtualMachines is of tier Standard and subplan P2");
    expect(message).toContain("the plan Api is not set");
  });

  it("ignores excepted controls, and names its rules in findings", () => {
    const exceptions = `exceptions:
  - { control: activity-log-export, reason: Costs more than it is worth, approvedBy: bob@fabrikam.example, expires: 2027-03-31 }
`;
    const contoso = `customer: contoso
displayName: Contoso Ltd
tenantId: 22222222-2222-2222-2222-222222222222
subscriptions: [{ id: 00000000-0000-0000-0000-000000000001, name: prod }]
${exceptions}`;
    const { subscriptions } = fleetOf({ partner: `${PARTNER}  packs: [partner-2025, cis-6]\n`, contoso });
    const [prod] = subscriptions;
    if (prod === undefined) throw new Error("the fleet is empty");
    const findings = judgeSubscription(coveredSubscription(), {
      baseline: prod.baseline,
      today: "2026-12-10",
    }).map(({ control, judgement }) => findingOf(prod, control, judgement));
    const of = (id: string) => findings.find(({ control }) => control === id);
    expect(of("activity-log-export")?.status).toBe("excepted");
    expect(of("defender-plans")?.status).toBe("fail");
    expect(of("defender-plans")?.references).toContainEqual({ tool: "CIS Azure 6.0", id: "8.1.1.1" });
    expect(of("budget")?.references).toContainEqual({
      tool: "Partner Center",
      id: "guidance: anomalous usage",
    });
    const contact = of("security-contact")?.references.map(({ id, tool }) => `${tool} ${id}`) ?? [];
    expect(new Set(contact).size).toBe(contact.length);
  });
});

test.each(CONTROLS.filter(({ required }) => !required).map(({ id }) => id))(
  "the key of the optional control %s in the baseline is its id in camel case",
  (id) => {
    const key = id.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    expect(Object.keys(baselineOf())).toContain(key);
  },
);
