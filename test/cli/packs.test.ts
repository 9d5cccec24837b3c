import { describe, expect, it, test } from "vitest";
import { cspBaseline } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

const fleetWith = (partner: string, contoso = "") =>
  folderOf({ "partner.yaml": `${PARTNER}${partner}`, "customers/contoso.yaml": `${CONTOSO}${contoso}` });

const EXCEPTIONS = `exceptions:
  - { control: activity-log-export, reason: Not worth its cost, approvedBy: bob@fabrikam.example, expires: 2099-03-31 }
  - { control: defender-plans, reason: Not worth its cost, approvedBy: bob@fabrikam.example, expires: 2099-03-31 }
`;

describe("csp-baseline packs", () => {
  it("shows a pack rule by rule, without a fleet too", () => {
    const { status, stdout } = cspBaseline(["packs", "cis-6"], { cwd: temporaryFolder() });
    expect(status).toBe(0);
    expect(stdout).toContain("cis-6  CIS Microsoft Azure Foundations Benchmark 6.0");
    expect(stdout).toMatch(
      /^ {2}asks for defender-plans where defenderPlans\.CloudPosture is of tier Standard\n {4}8\.1\.1\.1 +The Defender plan for cloud security posture \(CSPM\) is on$/m,
    );
    expect(stdout).toMatch(/^ {2}cannot be met: .*\n {4}6\.2 /m);
    expect(stdout).not.toContain("chosen by");
    expect(stdout).not.toContain("amba");
  });

  it("counts the subscriptions that have chosen it and that declare what it asks", () => {
    const fleet = fleetWith("  packs: [amba]\n");
    const { stdout } = cspBaseline(["packs", "--fleet", fleet, "--format", "json"]);
    const report = JSON.parse(stdout);
    expect(report.schema).toBe("csp-baseline/packs/v1");
    const [cis, , amba] = report.packs;
    expect(amba).toMatchObject({ name: "amba", chosenBy: 2, meet: 2, subscriptions: 2 });
    expect(cis).toMatchObject({ name: "cis-6", chosenBy: 0, meet: 0, subscriptions: 2 });
    expect(cis.rules).toContainEqual({
      id: "6.1.1.1",
      title: "A diagnostic setting of the subscription exports the activity log",
      standing: "asked",
      asks: [{ control: "activity-log-export" }],
      meet: 0,
      subscriptions: 2,
    });
    expect(cis.rules).toContainEqual(
      expect.objectContaining({ id: "5.7", standing: "cannot", reason: expect.any(String) }),
    );
  });

  it("rejects unknown packs", () => {
    const { status, stderr } = cspBaseline(["packs", "nist"]);
    expect(status).toBe(2);
    expect(stderr).toBe(
      'csp-baseline: unknown policy pack "nist": the packs are cis-6, psrule, amba, partner-2025\n',
    );
  });
});

describe("a fleet that chooses a pack and does not follow it", () => {
  const fleet = fleetWith("  packs: [cis-6]\n");

  it("is refused by check at the pack's line, once for all subscriptions", () => {
    const { status, stderr } = cspBaseline(["check", "--fleet", fleet]);
    expect(status).toBe(2);
    expect(stderr).toContain(
      "partner.yaml:14:11 baseline.packs: cis-6 (6.1.1.1 and 6.1.1.2) requires activity-log-export, but the baseline switches it off (2 subscriptions). Switch activityLogExport on in the fleet, or except activity-log-export.",
    );
    expect(stderr).toContain("2 problems in the fleet");
  });

  it("is refused by the gate", () => {
    const { status, stdout } = cspBaseline(["synth", "--fleet", fleet, "--out", `${temporaryFolder()}/out`]);
    expect(status).toBe(1);
    expect(stdout).toContain("fail defender-plans: cis-6 (8.1.1.1 and 8.1.2.1) requires defender-plans");
  });

  it("passes with exceptions, which are shown", () => {
    const excepted = fleetWith("  packs: [cis-6]\n", EXCEPTIONS);
    expect(cspBaseline(["check", "--fleet", excepted]).status).toBe(0);
    const out = `${temporaryFolder()}/out`;
    const { status, stdout } = cspBaseline(["synth", "--fleet", excepted, "--out", out, "--format", "json"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout).summary).toMatchObject({ covered: 2, excepted: 4 });
  });

  test("a customer's list replaces the partner's", () => {
    const without = fleetWith("  packs: [cis-6]\n", "baseline: { packs: [] }\n");
    expect(cspBaseline(["check", "--fleet", without]).status).toBe(0);
  });

  test("an unknown pack is refused with a suggestion", () => {
    const { status, stderr } = cspBaseline(["check", "--fleet", fleetWith("  packs: [cis6]\n")]);
    expect(status).toBe(2);
    expect(stderr).toContain(
      'must be one of cis-6, psrule, amba, partner-2025 (found "cis6"). Did you mean "cis-6"?',
    );
  });
});
