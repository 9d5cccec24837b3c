import { beforeEach, describe, expect, test } from "vitest";
import { connectPartnerGraph } from "../../../src/partner/connect.ts";
import { readScore, type SecurityRequirement, type SecurityScore } from "../../../src/partner/graph/score.ts";
import { judgeRequirement, judgeScore } from "../../../src/partner/score.ts";
import { BUDGETS_NOTE, scoreReport } from "../../../src/partner/score-report.ts";
import { CONTOSO, fleetOf } from "../../support/fleet.ts";
import { NOW, type PartnerSandbox, partnerSandbox } from "../support.ts";

let sandbox: PartnerSandbox;
beforeEach(async () => {
  sandbox = await partnerSandbox();
});

const read = async () => readScore(await connectPartnerGraph(sandbox.options));
const entry = (index: number, more: object = {}) => ({
  id: `r${index}`,
  requirementType: `requirement${index}`,
  complianceStatus: "compliant",
  ...more,
});

describe("the security score", () => {
  test("is read with its requirements, its counts of budgets and its history, oldest first", async () => {
    const score = await read();
    expect(score).toMatchObject({ currentScore: 60, maxScore: 100 });
    expect(score.requirements.map(({ compliant }) => compliant)).toEqual([true, true, false, true, false]);
    expect(score.requirements[4]).toMatchObject({ customersWithSpendBudget: 0, totalCustomers: 1 });
    expect(score.history.map(({ at }) => at)).toEqual([...score.history.map(({ at }) => at)].sort());
  });

  test("has the requirements of every page", async () => {
    await sandbox.set({ requirements: Array.from({ length: 12 }, (_, index) => entry(index)) });
    expect((await read()).requirements).toHaveLength(12);
  });

  test.each([
    ["compliant", true],
    ["noncomplaint", false],
    ["noncompliant", false],
    ["nonCompliant", false],
    ["unknownFutureValue", undefined],
  ])("takes %s for what it is", async (complianceStatus, compliant) => {
    await sandbox.set({ requirements: [entry(1, { complianceStatus })] });
    expect((await read()).requirements[0]?.compliant).toBe(compliant);
  });

  test("shows no address that is not a web page's", async () => {
    await sandbox.set({ requirements: [entry(1, { actionUrl: "javascript:alert(1)" })] });
    expect((await read()).requirements[0]?.actionUrl).toBeUndefined();
  });

  test("without numbers is reported with a message, and a requirement without a type too", async () => {
    await sandbox.set({ score: { currentScore: "60" } });
    await expect(read()).rejects.toThrow(/score has no numbers/);
    await sandbox.set({ score: { currentScore: 1, maxScore: 2 }, requirements: [{ id: "1" }] });
    await expect(read()).rejects.toThrow(/requirement without a type/);
  });
});

describe("partner-security-score", () => {
  const requirement = (parts: Partial<SecurityRequirement> = {}): SecurityRequirement => ({
    requirementType: "mfaEnforcedForAdmins",
    compliant: true,
    complianceStatus: "compliant",
    ...parts,
  });
  const scoreOf = (...requirements: SecurityRequirement[]): SecurityScore => ({
    currentScore: 10,
    maxScore: 20,
    refreshed: undefined,
    requirements,
    history: [],
  });
  const failing = requirement({ compliant: false, complianceStatus: "noncomplaint" });

  test.each([
    ["every requirement is met", [requirement()], "pass", /every requirement is met/],
    ["one is not", [requirement(), failing], "fail", /not met: MFA enforced for admins/],
    ["one in preview is not", [{ ...failing, state: "preview" }], "pass", /every/],
    [
      "one cannot be told",
      [requirement({ compliant: undefined, complianceStatus: "new" })],
      "unknown",
      /; unknown: /,
    ],
    ["none is shown", [], "unknown", /no requirement is shown/],
  ] as const)("when %s", (_, requirements, status, message) => {
    const judgement = judgeScore(scoreOf(...requirements));
    expect(judgement).toMatchObject({ status, message: expect.stringMatching(message) });
  });

  test("each requirement names the place to handle it, and counts customers", () => {
    const budgets = requirement({
      ...failing,
      requirementType: "spendingBudgetSetForCustomerAzureSubscriptions",
      actionUrl: "https://partner.microsoft.com/x",
      customersWithSpendBudget: 1,
      totalCustomers: 3,
    });
    expect(judgeRequirement(budgets)).toEqual({
      status: "fail",
      message:
        "spending budget set for customer Azure subscriptions: not met: 1 of 3 customers have a spending budget in Partner Center",
      fix: "see https://partner.microsoft.com/x",
    });
    expect(judgeRequirement(failing).fix).toContain("Partner Center > Security requirements");
  });

  test("the report has both kinds of budget side by side, and says that they are two", () => {
    const contoso = `${CONTOSO}exceptions:
  - { control: budget, subscriptions: [sandbox], reason: It is reset every night, approvedBy: bob@fabrikam.example, expires: 2027-03-31 }
`;
    const asked = new Map([["contoso", { partnerCenter: 500 }]]);
    const report = scoreReport(scoreOf(failing), fleetOf({ contoso }), NOW, asked);
    expect(report.spendingBudgets).toEqual({
      note: BUDGETS_NOTE,
      customersWithSpendBudget: null,
      totalCustomers: null,
      customers: [{ customer: "contoso", partnerCenter: 500, subscriptions: 2, azureBudgets: 1 }],
    });
    expect(BUDGETS_NOTE).toMatch(/does not document that one counts as the other/);
  });
});
