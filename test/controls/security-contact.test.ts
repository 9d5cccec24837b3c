import { describe, expect, it } from "vitest";
import { type Evidence, Unknown, type Value } from "../../src/evidence/index.ts";
import { Email } from "../../src/fleet/scalars.ts";
import { adding, arm, baselineOf, changed, coveredSubscription, expecting, without } from "../support/arm.ts";
import { expectFail, expectPass, expectUnknown, judge } from "../support/judging.ts";

const TYPE = "Microsoft.Security/securityContacts";
const covered = coveredSubscription();
const withContact = (path: (string | number)[], value?: Value) =>
  judge("security-contact", changed(covered, "default", ["properties", ...path], value));
const contact = (properties: Parameters<typeof arm>[2], name = "default") =>
  adding(without(covered, "default"), arm(TYPE, name, properties));
const azurerm = expecting({ securityContact: { ...baselineOf().securityContact, api: "azurerm" } });

describe("security-contact", () => {
  it("passes the contact that the fleet asks for", () => {
    expectPass(judge("security-contact", covered));
  });

  it("fails a subscription without a contact", () => {
    expectFail(judge("security-contact", without(covered, "default")), "has no security contact");
  });

  it("fails a contact that is not named default, which Azure ignores", () => {
    const misnamed = contact({ emails: "soc@fabrikam.example", isEnabled: true }, "contact");
    expectFail(judge("security-contact", misnamed), "it is not named default", { path: "name" });
  });

  it("passes the default contact regardless of other contacts", () => {
    expectPass(judge("security-contact", adding(covered, arm(TYPE, "contact", { emails: "" }))));
  });

  it("fails when a second declaration of the default contact is without address", () => {
    const twice = adding(covered, arm(TYPE, "Default", { emails: "", isEnabled: true }));
    expectFail(judge("security-contact", twice), "it has no e-mail address");
  });

  it("fails a contact that is not enabled, or has no value for it", () => {
    expectFail(withContact(["isEnabled"], false), "not enabled", { path: "properties.isEnabled" });
    expectFail(withContact(["isEnabled"]), "not enabled");
  });

  it.each(["", " ; ", undefined])("fails the addresses %j", (emails) => {
    const parameter = ["contacts", "security", "emails"];
    expectFail(withContact(["emails"], emails), "no e-mail address", {
      path: "properties.emails",
      parameter,
    });
  });

  it("fails an invalid address, also beside a valid one", () => {
    expectFail(
      withContact(["emails"], "soc@fabrikam.example;security_contact@replace_me"),
      '"security_contact@replace_me"',
    );
    const stack = changed(
      coveredSubscription("stack"),
      "default",
      ["properties", "emails"],
      "soc@fabrikam.example,b@c.example",
    );
    expectFail(judge("security-contact", stack), "not an e-mail address");
  });

  it.each([
    "soc@fabrikam.example,b@c.example",
    "b@c.example; soc@fabrikam.example,",
    "soc@fabrikam.example, b@c.example",
  ])("is unknown where Azure has %j, and its other addresses do", (emails) => {
    expectUnknown(withContact(["emails"], emails), "commas between addresses");
  });

  it("fails addresses that are also invalid with commas", () => {
    expectFail(withContact(["emails"], "a@b.example,b@c.example"), "not an e-mail address");
    expectFail(withContact(["emails"], "soc@fabrikam.example,no-address"), "not an e-mail address");
  });

  it("fails when an address of the fleet is not among the recipients", () => {
    expectFail(withContact(["emails"], "evil@contoso.example"), "does not reach soc@fabrikam.example");
  });

  it("accepts the fleet's addresses in any case, and additional ones", () => {
    expectPass(withContact(["emails"], "ciso@contoso.example; SOC@Fabrikam.example"));
  });

  it("requires every address of the fleet", () => {
    const emails = ["soc@fabrikam.example", "ciso@fabrikam.example"].map((email) => Email.parse(email));
    const contacts = { ...baselineOf().contacts, security: { emails } };
    expectFail(
      judge("security-contact", covered, expecting({ contacts })),
      "does not reach ciso@fabrikam.example",
    );
  });

  it("fails severities and risks above the fleet's, and passes those below", () => {
    const severity = ["notificationsSources", 0, "minimalSeverity"];
    const risk = ["notificationsSources", 1, "minimalRiskLevel"];
    expectFail(withContact(severity, "High"), "alerts of severity Medium are not mailed", {
      parameter: ["securityContact", "alertSeverity"],
    });
    expectFail(withContact(risk, "Critical"), "attack paths of risk High are not mailed", {
      parameter: ["securityContact", "attackPathRisk"],
    });
    expectFail(withContact(severity, "Sometimes"), "are not mailed");
    expectPass(withContact(severity, "low"));
    expectPass(withContact(risk, "Medium"));
  });

  it("fails a contact without one of the two sources", () => {
    expectFail(withContact(["notificationsSources", 0]), "alerts of severity");
    expectFail(withContact(["notificationsSources", 1]), "attack paths of risk");
    expectFail(withContact(["notificationsSources"]), "attack paths of risk");
  });

  it("fails when the owners are not notified", () => {
    const parameter = ["securityContact", "notifyRoles"];
    expectFail(withContact(["notificationsByRole", "state"], "Off"), "role Owner is not notified", {
      parameter,
    });
    expectFail(withContact(["notificationsByRole", "roles"], ["Contributor"]), "role Owner is not notified");
    expectFail(withContact(["notificationsByRole"]), "role Owner is not notified");
  });

  it("reports all faults at once", () => {
    const judgement = judge("security-contact", contact({ emails: "", isEnabled: false }));
    expect(judgement.message).toMatch(/not enabled; .*no e-mail address; .*severity.*; .*risk.*; .*Owner/);
  });

  it("is unknown for addresses known only after apply, with the expression they wait for", () => {
    const emails = new Unknown("data.azuread_group.soc.mail");
    expectUnknown(withContact(["emails"], emails), "waits for data.azuread_group.soc.mail", {
      path: "properties.emails",
    });
  });

  it("fails with a certain fault despite unknown values", () => {
    const unsure = changed(covered, "default", ["properties", "emails"], new Unknown());
    expectFail(
      judge("security-contact", changed(unsure, "default", ["properties", "isEnabled"], false)),
      "not enabled",
    );
  });

  it("is unknown for a contact whose name or properties are known after apply", () => {
    const properties = new Unknown();
    expectUnknown(judge("security-contact", changed(covered, "default", ["name"], new Unknown())), "name");
    expectUnknown(
      judge("security-contact", changed(covered, "default", ["properties"], properties)),
      "properties",
    );
  });

  describe("in the shape of 2020", () => {
    const shape = {
      emails: "soc@fabrikam.example",
      alertNotifications: { state: "On", minimalSeverity: "Medium" },
      notificationsByRole: { state: "On", roles: ["Owner"] },
    };

    it("fails because it cannot express attack paths", () => {
      const judgement = judge("security-contact", { ...contact(shape), source: "stack" });
      expectFail(judgement, "attack paths of risk High are not mailed");
      expect(judgement.message).not.toContain("severity");
    });

    it("is unknown as an answer of Azure, unless it has another fault", () => {
      expectUnknown(judge("security-contact", contact(shape)), "az rest --url");
      expectFail(judge("security-contact", contact({ ...shape, emails: "" })), "no e-mail address");
    });

    it("passes a fleet that keeps the resource of azurerm", () => {
      expectPass(judge("security-contact", contact(shape), azurerm));
      const off = { ...shape, alertNotifications: { state: "Off", minimalSeverity: "Medium" } };
      expectFail(
        judge("security-contact", contact(off), azurerm),
        "alerts of severity Medium are not mailed",
      );
    });
  });

  describe("in the shape of 2017", () => {
    const shape = {
      email: "soc@fabrikam.example",
      phone: "",
      alertNotifications: "On",
      alertsToAdmins: "On",
    };

    it("fails because it cannot express severity and attack paths", () => {
      const stack: Evidence = { ...contact(shape), source: "stack" };
      expectFail(judge("security-contact", stack), "cannot express severity and attack paths", {
        parameter: ["securityContact", "api"],
      });
      expectUnknown(judge("security-contact", contact(shape)), "API version 2017");
    });

    it("passes a fleet that keeps the resource of azurerm", () => {
      expectPass(judge("security-contact", contact(shape), azurerm));
    });

    it.each([
      [{ email: "" }, "no e-mail address"],
      [{ email: "evil@contoso.example" }, "does not reach soc@fabrikam.example"],
      [{ email: "soc@fabrikam.example;b@c.example" }, "not an e-mail address"],
      [{ alertNotifications: "Off" }, "alerts are not mailed"],
      [{ alertsToAdmins: "Off" }, "owners are not notified"],
    ])("still fails with %j", (change, message) => {
      expectFail(judge("security-contact", contact({ ...shape, ...change }), azurerm), message);
    });

    it("leaves out severity and attack paths where Azure answers in the newer shape", () => {
      const answered = changed(
        covered,
        "default",
        ["properties", "notificationsSources"],
        [{ sourceType: "Alert", minimalSeverity: "High" }],
      );
      expectPass(judge("security-contact", answered, azurerm));
    });
  });
});
