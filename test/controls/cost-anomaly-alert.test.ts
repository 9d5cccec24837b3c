import { describe, it } from "vitest";
import { Unknown, type Value } from "../../src/evidence/index.ts";
import { adding, arm, changed, coveredSubscription, expecting, SCOPE, without } from "../support/arm.ts";
import { expectFail, expectPass, expectUnknown, judge } from "../support/judging.ts";

const ID = "cost-anomaly-alert";
const covered = coveredSubscription();
const at = (path: (string | number)[], value?: Value) =>
  judge(ID, changed(covered, "cost-anomaly", ["properties", ...path], value));
const VIEW = `${SCOPE}/providers/Microsoft.CostManagement/views/ms:DailyAnomalyByResourceGroup`;

describe("cost-anomaly-alert", () => {
  it("passes a daily anomaly alert to the fleet's billing addresses", () => {
    expectPass(judge(ID, covered));
  });

  it("fails a subscription without one, also where a scheduled report is of the same type", () => {
    expectFail(judge(ID, without(covered, "cost-anomaly")), "has no cost anomaly alert");
    expectFail(judge(ID, changed(covered, "cost-anomaly", ["kind"], "Email")), "has no cost anomaly alert");
  });

  it.each([
    [["status"], "Disabled", 'status is "Disabled"'],
    [["status"], undefined, "not Enabled"],
    [
      ["viewId"],
      `${SCOPE}/providers/Microsoft.CostManagement/views/other`,
      "ms:DailyAnomalyByResourceGroup of this subscription",
    ],
    [["viewId"], VIEW.replace("0001", "0002"), "of this subscription"],
    [["viewId"], undefined, "of this subscription"],
    [["notification", "to"], [], "no e-mail address"],
    [["notification", "to"], undefined, "no e-mail address"],
    [["notification", "to"], ["finops@fabrikam.example", "no-address"], '"no-address"'],
    [["notification", "to"], ["evil@contoso.example"], "does not reach finops@fabrikam.example"],
    [["schedule", "frequency"], "Weekly", "not run daily"],
    [["schedule", "endDate"], "2026-12-09T00:00:00Z", "it ended on"],
  ])("fails %j of %j", (path, value, message) => {
    expectFail(at(path, value), message);
  });

  it("names the fleet's addresses where they are not the recipients", () => {
    expectFail(at(["notification", "to"], ["a@b.example"]), "reach", {
      parameter: ["contacts", "billing", "emails"],
    });
  });

  it("passes a stack, which has no schedule, and a view in any case", () => {
    expectPass(at(["schedule"]));
    expectPass(at(["viewId"], VIEW.toUpperCase()));
  });

  it("fails once the year has passed that azurerm gives it", () => {
    expectPass(judge(ID, covered, expecting({}, "2027-11-24")));
    expectFail(judge(ID, covered, expecting({}, "2027-11-25")), "one year after its last renewal");
  });

  it("passes with one good alert among others", () => {
    const other = arm(
      "Microsoft.CostManagement/scheduledActions",
      "other",
      { status: "Disabled" },
      { kind: "InsightAlert" },
    );
    expectPass(judge(ID, adding({ ...covered, resources: [other] }, ...covered.resources)));
  });

  it("is unknown for recipients or a kind known only after apply", () => {
    expectUnknown(at(["notification", "to"], new Unknown()), "properties.notification.to");
    expectUnknown(judge(ID, changed(covered, "cost-anomaly", ["kind"], new Unknown())), "kind");
  });
});
