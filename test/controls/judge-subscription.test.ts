import { describe, expect, it } from "vitest";
import { CONTROL_IDS, REQUIRED_CONTROLS } from "../../src/controls/control-ids.ts";
import { CONTROLS, type Control, judgeSubscription, securityContact } from "../../src/controls/index.ts";
import { UnknownValueError } from "../../src/evidence/index.ts";
import { coveredSubscription, expecting } from "../support/arm.ts";

const covered = coveredSubscription();
const throwing = (error: unknown): Control => ({
  ...securityContact,
  check: () => {
    throw error;
  },
});
const judgementOf = (control: Control) => judgeSubscription(covered, expecting(), [control])[0]?.judgement;

describe("judgeSubscription", () => {
  it("passes a covered subscription by every control, in the catalogue's order", () => {
    const judged = judgeSubscription(covered, expecting());
    expect(judged.map(({ control, judgement }) => [control.id, judgement.status])).toEqual(
      CONTROL_IDS.map((id) => [id, "pass"]),
    );
  });

  it("fails an empty subscription by every control, with a fix", () => {
    const judged = judgeSubscription({ ...covered, resources: [] }, expecting());
    for (const { control, judgement } of judged) {
      expect(judgement, control.id).toMatchObject({
        status: "fail",
        fix: expect.any(String),
        parameter: expect.any(Array),
      });
    }
    expect(judged).toHaveLength(CONTROLS.length);
  });

  it("leaves out optional controls that the baseline does not switch on", () => {
    const off = { activityLogExport: false, defenderPlans: false, policyAssignments: false } as const;
    const judged = judgeSubscription(covered, expecting(off));
    expect(judged.map(({ control }) => control.id)).toEqual(REQUIRED_CONTROLS);
  });

  it("judges every source the same way", () => {
    const statuses = (source: "stack" | "plan" | "azure") =>
      judgeSubscription(coveredSubscription(source), expecting()).map(({ judgement }) => judgement.status);
    expect(new Set([...statuses("stack"), ...statuses("plan"), ...statuses("azure")])).toEqual(
      new Set(["pass"]),
    );
  });

  it("is unknown for a subscription whose resources are unreadable, with the reason", () => {
    const reason = "403, needs Microsoft.Security/securityContacts/read";
    const unreadable = [{ type: "microsoft.security/securitycontacts", reason }];
    const [contact, budget] = judgeSubscription({ ...covered, resources: [], unreadable }, expecting());
    expect(contact?.judgement).toEqual({
      status: "unknown",
      message: `Microsoft.Security/securityContacts cannot be read: ${reason}`,
    });
    expect(budget?.judgement.status).toBe("fail");
  });

  it("is unknown for alerts whose action groups are unreadable, but fails alerts that cannot count", () => {
    const unreadable = [{ type: "Microsoft.Insights/actionGroups", reason: "403" }];
    const statusOf = (evidence: typeof covered) =>
      judgeSubscription({ ...evidence, unreadable }, expecting()).map(({ judgement }) => judgement.status);
    expect(statusOf(covered)).toEqual(expect.arrayContaining(["unknown"]));
    expect(statusOf(covered)).not.toContain("fail");
    const disabled = covered.resources.map((resource) => {
      return resource.name === "service-health" ? { ...resource, properties: { condition: {} } } : resource;
    });
    expect(statusOf({ ...covered, resources: disabled })).toContain("fail");
  });

  it("turns a control that throws into a failure of one line", () => {
    const judgement = judgementOf(throwing(new Error("boom\n    at check (control.ts:1:1)\u001b[31m")));
    expect(judgement?.status).toBe("fail");
    expect(judgement?.message).toMatch(/^the control failed to judge: boom at check \P{Cc}*$/u);
    expect(judgementOf(throwing("no error at all"))?.message).toContain("the control failed to judge");
  });

  it("is unknown for a control that reads an unknown value", () => {
    expect(judgementOf(throwing(new UnknownValueError("properties.x", "a.b")))).toEqual({
      status: "unknown",
      message: "properties.x is known only after apply (waits for a.b)",
      path: "properties.x",
    });
  });

  it("still judges the other controls", () => {
    const judged = judgeSubscription(covered, expecting(), [throwing(new Error("boom")), ...CONTROLS]);
    expect(judged.filter(({ judgement }) => judgement.status === "pass")).toHaveLength(CONTROLS.length);
  });
});
