import { describe, expect, test } from "vitest";
import { buildStacks, defaultBuild } from "../../src/synthesis/build-stacks.ts";
import { Gate } from "../../src/synthesis/index.ts";
import { CONTOSO, fleetOf, PARTNER, TODAY } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";
import { ON_AZAPI } from "./attacks/azapi.ts";
import { CREDENTIALS } from "./attacks/credentials.ts";
import { ELSEWHERE } from "./attacks/elsewhere.ts";
import { LOST } from "./attacks/lost.ts";
import { NOT_UNDERSTOOD } from "./attacks/not-understood.ts";
import { PASSING } from "./attacks/passing.ts";
import { SECOND_WRITERS } from "./attacks/second-writers.ts";
import { STATE } from "./attacks/state.ts";
import {
  ANOMALY,
  add,
  addData,
  type Edit,
  HUB,
  must,
  PROD,
  provider,
  STRANGER,
  set,
  template,
} from "./support/edits.ts";

/*
 * Attempts to bypass the gate, each with its effect in Azure and the finding that stops it. They change a stack's JSON,
 * because overrides, aspects, iterators and constructs all end there.
 */

const fleet = fleetOf();
const ALLOWING = fleetOf({
  partner: `${PARTNER}allow:\n  subscriptions: [{ id: ${HUB}, name: hub }]\n  deployments: [azurerm_resource_group_template_deployment.landing_zone]\n`,
});

const AZAPI = fleetOf({ partner: `${PARTNER}provider: azapi\n` });

const texts = new Map(
  [fleet, ALLOWING, AZAPI].map((one) => {
    const built = buildStacks(temporaryFolder(), defaultBuild, must(one.subscriptions[0]), one);
    if ("failure" in built) throw new Error(built.failure);
    return [one, must(built.stacks[0]).text];
  }),
);

/** Returns the gate's findings for prod's changed stack: each finding's control, status and message. */
function judged(edit: Edit, of = fleet): string[] {
  const json = JSON.parse(must(texts.get(of)));
  edit(json);
  const stack = { id: PROD, json, text: JSON.stringify(json), errors: [] };
  return new Gate({ fleet: of, today: TODAY })
    .judge(must(of.subscriptions[0]), { stacks: [stack] })
    .filter(({ status }) => status !== "pass")
    .map(({ control, message, status }) => `${control} ${status}: ${message}`);
}

describe("a stack that lost its baseline", () => {
  test.each(LOST)("%s: %s", (_, __, edit, stopped) => {
    expect(judged(edit).join("\n")).toContain(stopped);
  });
});

describe("unknown arguments on a resource of the baseline", () => {
  test.each(NOT_UNDERSTOOD)("%s: %s", (_, __, edit, stopped) => {
    const reported = judged(edit);
    expect(reported.join("\n")).toContain(stopped);
    expect(reported.join("\n")).toMatch(/^stack fail: /m);
  });
});

describe("a second writer of a resource of the baseline", () => {
  test.each(SECOND_WRITERS)("%s: %s", (_, __, edit, stopped) => {
    expect(judged(edit)).toContainEqual(expect.stringContaining(stopped));
  });
});

describe("a stack whose resources azapi declares", () => {
  test("passes as it is", () => {
    expect(judged(() => {}, AZAPI)).toEqual([]);
  });

  test("passes with a data plane resource of a service", () => {
    const parent = "${azapi_resource.vault.output.properties.vaultUri}";
    const type = "Microsoft.KeyVault/vaults/certificates/contacts@7.3";
    expect(judged(add("azapi_data_plane_resource.x", { type, parent_id: parent, name: "x" }), AZAPI)).toEqual(
      [],
    );
  });

  test.each(ON_AZAPI)("%s: %s", (_, __, edit, stopped) => {
    expect(judged(edit, AZAPI).join("\n")).toContain(stopped);
  });
});

describe("a stack that leaves its subscription", () => {
  test.each(ELSEWHERE)("%s: %s", (_, __, edit, stopped) => {
    expect(judged(edit)).toContainEqual(expect.stringContaining(stopped));
  });
});

describe("a state outside of the fleet's backend", () => {
  test.each(STATE)("%s: %s", (_, __, edit, stopped) => {
    expect(judged(edit)).toContainEqual(expect.stringContaining(stopped));
  });
});

test.each(CREDENTIALS)("rejects a credential without quoting it: %s", (place, edit) => {
  const reported = judged(edit);
  expect(reported).toContain(`stack fail: ${place} puts a credential into the stack`);
  expect(reported.join("\n")).not.toContain("CANARY");
});

describe("common content of stacks passes", () => {
  test.each(PASSING)("%s", (_, edit) => {
    expect(judged(edit)).toEqual([]);
  });
});

describe("only what the fleet allows passes", () => {
  const hub: Edit = (json) => {
    json["provider"]["azurerm"].push({
      alias: "hub",
      subscription_id: HUB,
      tenant_id: STRANGER,
      features: {},
    });
    add("azurerm_virtual_network_peering.back", { provider: "azurerm.hub", name: "back" })(json);
    add("azurerm_role_assignment.hub", { scope: `/subscriptions/${HUB}`, role_definition_name: "Reader" })(
      json,
    );
  };

  test("a subscription under allow.subscriptions", () => {
    expect(judged(hub)).toHaveLength(2);
    expect(judged(hub, ALLOWING)).toEqual([]);
    expect(judged(provider("azurerm", { subscription_id: HUB }), ALLOWING)).toContainEqual(
      expect.stringContaining("points at another subscription"),
    );
  });

  test("a template deployment under allow.deployments", () => {
    const unreadable = template([], { template_content: "${var.template}" });
    expect(judged(unreadable)).toHaveLength(1);
    expect(judged(unreadable, ALLOWING)).toEqual([]);
  });

  test("a central workspace of the baseline may be read", () => {
    const workspace = `/subscriptions/${STRANGER}/resourceGroups/logs/providers/Microsoft.OperationalInsights/workspaces/central`;
    const of = fleetOf({
      contoso: CONTOSO.replace(
        "name: prod",
        `name: prod\n    baseline: { activityLogExport: { workspaceId: ${workspace} } }`,
      ),
    });
    const built = buildStacks(temporaryFolder(), defaultBuild, must(of.subscriptions[0]), of);
    if ("failure" in built) throw new Error(built.failure);
    texts.set(of, must(built.stacks[0]).text);
    expect(judged(addData("azapi_resource", { resource_id: workspace, type: "x" }), of)).toEqual([]);
    expect(
      judged(add("azapi_resource.x", { type: "a.b/c@1", name: "x", parent_id: workspace }), of),
    ).not.toEqual([]);
  });
});

test("reports a resource that does not count only if the subscription lacks something", () => {
  const own = add("azurerm_consumption_budget_subscription.own", { count: 2, name: "own" });
  expect(judged(own)).toEqual([]);
  const lacking: Edit = (json) => {
    own(json);
    delete json["resource"]["azurerm_consumption_budget_subscription"].budget;
    json["import"] = [];
  };
  expect(judged(lacking)).toEqual([
    "stack fail: azurerm_consumption_budget_subscription.own does not count: count or for_each creates several instances",
    "budget fail: the subscription has no budget",
  ]);
});

test("an alert of another stack is not evidence", () => {
  expect(judged(set(ANOMALY, { email_addresses: "${var.x}" }))).toContainEqual(
    expect.stringMatching(/^cost-anomaly-alert unknown/),
  );
});

test("an app cannot change the rules of its judgement", () => {
  const of = fleetOf();
  const subscription = must(of.subscriptions[0]);
  const built = buildStacks(
    temporaryFolder(),
    (app, one, whole) => {
      Object.assign(one.baseline.contacts.security, { emails: ["me@gmail.example.org"] });
      defaultBuild(app, one, whole);
    },
    subscription,
    of,
  );
  const reported = new Gate({ fleet: of, today: TODAY }).judge(subscription, built);
  expect(reported.map(({ message, status }) => `${status}: ${message}`)).toEqual([
    expect.stringMatching(/^fail: .*read only property/),
  ]);
  expect(subscription.baseline.contacts.security.emails).toEqual(["soc@fabrikam.example"]);
});
