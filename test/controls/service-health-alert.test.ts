import { describe, it } from "vitest";
import { Unknown, type Value } from "../../src/evidence/index.ts";
import {
  adding,
  alert,
  any,
  changed,
  coveredSubscription,
  equals,
  GROUP_ID,
  SCOPE,
  without,
} from "../support/arm.ts";
import { expectFail, expectPass, expectUnknown, judge } from "../support/judging.ts";

const ID = "service-health-alert";
const EVENT = "properties.incidentType";
const CATEGORY = equals("category", "ServiceHealth");
const REGIONS = {
  field: "properties.impactedServices[*].ImpactedRegions[*].RegionName",
  containsAny: ["West Europe"],
};
const covered = coveredSubscription();
const bare = without(covered, "service-health");
const withAlerts = (...alerts: ReturnType<typeof alert>[]) => judge(ID, adding(bare, ...alerts));
const withMember = (member: string, value?: Value) =>
  judge(ID, changed(covered, "service-health", ["properties", member], value));

describe("service-health-alert", () => {
  it("passes an alert on all five event types", () => {
    expectPass(judge(ID, covered));
  });

  it("fails a subscription without an alert", () => {
    expectFail(
      judge(ID, bare),
      "no working alert covers Service Health events of type Incident, Maintenance",
      {
        parameter: ["serviceHealth"],
      },
    );
  });

  it("treats an alert without an event filter as covering all events", () => {
    expectPass(withAlerts(alert("all", [CATEGORY])));
  });

  it("combines the coverage of several alerts, in every form of condition", () => {
    expectPass(
      withAlerts(
        alert("one", [CATEGORY, equals(EVENT, "incident")]),
        alert("two", [CATEGORY, any(EVENT, "Maintenance", "Security")]),
        alert("three", [
          CATEGORY,
          { field: EVENT, containsAny: ["Informational", "ActionRequired"], equals: null },
        ]),
      ),
    );
  });

  it("does not count a narrowed alert, and accepts one beside the required alert", () => {
    const narrowed = [
      alert("regions", [CATEGORY, REGIONS]),
      alert("levels", [CATEGORY, equals("level", "Critical")]),
    ];
    for (const one of narrowed) expectFail(withAlerts(one), "no working alert covers Service Health events");
    expectPass(judge(ID, adding(covered, ...narrowed)));
  });

  it("fails for the event types that no alert covers, and names them", () => {
    expectFail(
      withAlerts(alert("one", [CATEGORY, any(EVENT, "Incident", "Security")])),
      "Maintenance, Informational and ActionRequired",
    );
  });

  it("combines two filters on the event type with a logical and", () => {
    expectFail(
      withAlerts(alert("one", [CATEGORY, equals(EVENT, "Incident"), equals(EVENT, "Security")])),
      "Incident",
    );
  });

  it("does not count an alert that is filtered by regions or services, and names the filter", () => {
    expectFail(
      withAlerts(alert("west", [CATEGORY, REGIONS])),
      "not counted: west, because it is filtered by regions",
      {
        path: "properties.condition",
      },
    );
    const services = { field: "properties.impactedServices[*].ServiceName", containsAny: ["Storage"] };
    expectFail(withAlerts(alert("storage", [CATEGORY, services])), "filtered by services");
    expectFail(withAlerts(alert("status", [CATEGORY, equals("status", "Resolved")])), "filtered by status");
    const mixed = { anyOf: [equals("level", "Error"), equals(EVENT, "Incident")] };
    expectFail(withAlerts(alert("mixed", [CATEGORY, mixed])), "filtered by level or properties.incidentType");
    expectFail(withAlerts(alert("odd", [CATEGORY, {}])), "filtered by a condition without a field");
  });

  it("ignores a filtered alert where another one covers everything", () => {
    expectPass(withAlerts(alert("west", [CATEGORY, REGIONS]), alert("all", [CATEGORY])));
  });

  it("does not count a disabled alert in any notation", () => {
    expectFail(withMember("enabled", false), "because it is disabled", { path: "properties.enabled" });
    expectFail(withMember("enabled", "False"), "because it is disabled");
    expectPass(withMember("enabled"));
  });

  it.each([
    [[]],
    [[`${SCOPE}/resourceGroups/rg`]],
    [[SCOPE.replace("0001", "0002")]],
    [[SCOPE, `${SCOPE}/resourceGroups/rg`]],
  ])("does not count an alert with the scopes %j", (scopes) => {
    expectFail(withMember("scopes", scopes), "not exactly this subscription", { path: "properties.scopes" });
  });

  it("accepts the subscription's id in any case, with a slash after it", () => {
    expectPass(withMember("scopes", [`${SCOPE.toUpperCase()}/`]));
  });

  it("does not count an alert without a working receiver", () => {
    const groups = (...ids: Value[]) => ({ actionGroups: ids.map((actionGroupId) => ({ actionGroupId })) });
    expectFail(withMember("actions"), "it has no action group");
    expectFail(withMember("actions", groups()), "it has no action group");
    expectFail(withMember("actions", groups("ag-csp-baseline")), "its action group has no working receiver");
    expectFail(withMember("actions", groups(`${GROUP_ID}-gone`)), "its action group has no working receiver");
    expectPass(withMember("actions", groups(`${GROUP_ID}-gone`, GROUP_ID.toUpperCase())));
    const silent = changed(covered, "ag-csp-baseline", ["properties"], { enabled: true });
    expectFail(judge(ID, silent), "its action group has no working receiver");
    const off = changed(covered, "ag-csp-baseline", ["properties", "enabled"], false);
    expectFail(judge(ID, off), "its action group has no working receiver");
  });

  it("is unknown for a group of another subscription and one that a plan does not manage", () => {
    const actions = (actionGroupId: Value) => ({ actionGroups: [{ actionGroupId }] });
    expectUnknown(
      withMember("actions", actions(GROUP_ID.replace("0001", "0002"))),
      "in another subscription and is not visible to the source",
    );
    const path = ["properties", "actions"];
    const unmanaged = (source: "plan" | "stack") =>
      judge(ID, changed(coveredSubscription(source), "service-health", path, actions(`${GROUP_ID}-other`)));
    expectUnknown(unmanaged("plan"), "not part of this plan");
    expectFail(unmanaged("stack"), "its action group has no working receiver");
    expectUnknown(
      withMember("actions", actions(new Unknown("azurerm_monitor_action_group.x.id"))),
      "actionGroupId",
    );
  });

  it("is unknown for an alert whose conditions are known after apply", () => {
    const unsure = [CATEGORY, equals(EVENT, new Unknown("var.event"))];
    expectUnknown(withAlerts(alert("unsure", unsure)), "condition.allOf[1].equals");
    expectUnknown(
      withAlerts(alert("unsure", [equals("category", new Unknown())])),
      "condition.allOf[0].equals",
    );
    expectPass(withAlerts(alert("unsure", unsure), alert("all", [CATEGORY])));
  });

  it("fails where the unknown alert could not count", () => {
    const unsure = alert("unsure", [CATEGORY, equals(EVENT, new Unknown())], { enabled: false });
    expectFail(withAlerts(unsure), "because it is disabled");
  });

  it("fails where the unknown alert covers too little", () => {
    const unsure = alert("unsure", [CATEGORY, equals(EVENT, "Incident")], { enabled: new Unknown() });
    expectFail(withAlerts(unsure), "no working alert covers Service Health events");
    const others = alert("rest", [
      CATEGORY,
      any(EVENT, "Maintenance", "Informational", "ActionRequired", "Security"),
    ]);
    expectUnknown(withAlerts(unsure, others), "properties.enabled");
  });

  it("ignores alerts of other categories", () => {
    expectFail(
      withAlerts(alert("other", [equals("category", "Security"), equals(EVENT, new Unknown())])),
      "no working alert covers",
    );
  });
});
