import { describe, expect, it } from "vitest";
import { Unknown, type Value, type ValueMap } from "../../src/evidence/index.ts";
import { adding, arm, baselineOf, changed, coveredSubscription, expecting, without } from "../support/arm.ts";
import { expectFail, expectPass, expectUnknown, judge } from "../support/judging.ts";

const ID = "action-group";
const NAME = "ag-csp-baseline";
const covered = coveredSubscription();
const at = (path: (string | number)[], value?: Value) =>
  judge(ID, changed(covered, NAME, ["properties", ...path], value));
const { contacts } = baselineOf();
/** A fleet without required receivers: any working receiver is enough. */
const anybody = expecting({ contacts: { ...contacts, operations: { emails: [], webhooks: [] } } });
const receiving = (properties: ValueMap) =>
  judge(ID, changed(covered, NAME, ["properties"], properties), anybody);

describe("action-group", () => {
  it("passes a group that notifies every operations contact", () => {
    expectPass(judge(ID, covered));
  });

  it("fails a subscription without an action group", () => {
    expectFail(judge(ID, without(covered, NAME)), "has no action group", {
      parameter: ["contacts", "operations"],
    });
  });

  it("fails a disabled group, once", () => {
    expect(at(["enabled"], false).message).toBe("the action group is disabled");
  });

  it("fails a group that does not send mail to the fleet's addresses", () => {
    const parameter = ["contacts", "operations", "emails"];
    expectFail(at(["emailReceivers"], []), "it does not send mail to noc@fabrikam.example", { parameter });
    expectFail(
      at(["emailReceivers", 0, "emailAddress"], "evil@contoso.example"),
      "it does not send mail to noc",
    );
  });

  it("fails a group whose mail receiver unsubscribed in Azure", () => {
    expectFail(
      at(["emailReceivers", 0, "status"], "Disabled"),
      "it does not send mail to noc@fabrikam.example",
    );
    expectFail(
      at(["emailReceivers", 0, "status"], "NotSpecified"),
      "it does not send mail to noc@fabrikam.example",
    );
    expectPass(at(["emailReceivers", 0, "status"]));
  });

  it("fails a group that does not call the fleet's webhooks, without showing their address", () => {
    const judgement = at(["webhookReceivers"], []);
    expectFail(judgement, 'it does not call the webhook "itsm"', {
      parameter: ["contacts", "operations", "webhooks"],
    });
    expect(JSON.stringify(judgement)).not.toContain("hooks.fabrikam.example");
    for (const other of ["https://evil.example/azure", "https://hooks.fabrikam.example/azure/2"])
      expectFail(at(["webhookReceivers", 0, "serviceUri"], other), 'it does not call the webhook "itsm"');
  });

  it.each([
    "http://x.example https://hooks.example",
    "ftp+https://hooks.example",
    "https:// x",
    "https:///x",
  ])("does not count a webhook at %s", (serviceUri) => {
    expectFail(receiving({ webhookReceivers: [{ serviceUri }] }), "has no working receiver");
  });

  it("passes with one good group among others, with any name", () => {
    const empty = arm("microsoft.insights/actiongroups", "empty", { enabled: true });
    const renamed = changed(covered, NAME, ["name"], "anything");
    expectPass(judge(ID, { ...covered, resources: [empty, ...renamed.resources] }));
  });

  it("requires all contacts in one group", () => {
    const half = changed(covered, NAME, ["properties", "webhookReceivers"], []);
    const other = arm("Microsoft.Insights/actionGroups", "hooks", {
      webhookReceivers: [{ serviceUri: "https://hooks.fabrikam.example/azure" }],
    });
    expectFail(judge(ID, adding(half, other)), "does not");
  });

  it.each([
    ["emailReceivers", { emailAddress: "a@b.example" }],
    ["smsReceivers", { countryCode: "1", phoneNumber: "4255550100" }],
    ["voiceReceivers", { countryCode: "1", phoneNumber: "4255550100" }],
    ["webhookReceivers", { serviceUri: "https://hooks.example/x" }],
    ["azureAppPushReceivers", { emailAddress: "a@b.example" }],
    ["itsmReceivers", { connectionId: "x" }],
    ["automationRunbookReceivers", { automationAccountId: "/subscriptions/x" }],
    ["logicAppReceivers", { resourceId: "/subscriptions/x" }],
    ["azureFunctionReceivers", { functionAppResourceId: "/subscriptions/x" }],
    ["eventHubReceivers", { eventHubName: "x" }],
  ])("counts %s as a working receiver, unless it is empty", (list, receiver) => {
    expectPass(receiving({ [list]: [{}, receiver] }));
    expectFail(receiving({ [list]: [{ name: "empty" }] }), "has no working receiver");
  });

  it.each([
    ["emailReceivers", { emailAddress: "no-address" }],
    ["emailReceivers", { emailAddress: "a@b.example", status: "Disabled" }],
    ["smsReceivers", { countryCode: "1", phoneNumber: "4255550100", status: "Disabled" }],
    ["webhookReceivers", { serviceUri: "http://hooks.example/x" }],
    ["webhookReceivers", { serviceUri: "https://" }],
    ["armRoleReceivers", { roleId: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635" }],
  ])("does not count %s %j", (list, receiver) => {
    expectFail(receiving({ [list]: [receiver] }), "has no working receiver");
  });

  it.each(["smsReceivers", "voiceReceivers"])("accepts a number of %s from seven digits", (list) => {
    const number = (countryCode: string, phoneNumber: string) =>
      receiving({ [list]: [{ countryCode, phoneNumber }] });
    expectFail(number("1", "42555"), "has no working receiver");
    expectPass(number("1", "425555"));
    expectPass(number("+1", "(42) 55-55"));
  });

  it("is unknown for a receiver known only after apply, unless another one is enough", () => {
    const unsure = { emailAddress: new Unknown("azuread_group.noc.mail") };
    expectUnknown(receiving({ emailReceivers: [unsure] }), "waits for azuread_group.noc.mail");
    expectUnknown(receiving({ emailReceivers: new Unknown() }), "properties.emailReceivers");
    expectPass(receiving({ emailReceivers: [unsure, { emailAddress: "a@b.example" }] }));
    expectPass(
      receiving({ emailReceivers: new Unknown(), webhookReceivers: [{ serviceUri: "https://h.example" }] }),
    );
  });
});
