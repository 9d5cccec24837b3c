import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ArmResource, Unknown } from "../../../src/evidence/index.ts";
import { PlanFormatError, readPlan } from "../../../src/evidence/plan/index.ts";

const A = "00000000-0000-0000-0000-00000000000a";
const B = "00000000-0000-0000-0000-00000000000b";

interface Entry {
  readonly type?: string;
  readonly name: string;
  readonly module?: string;
  readonly index?: string | number;
  readonly after?: unknown;
  readonly before?: unknown;
  readonly unknown?: unknown;
  readonly actions?: readonly string[];
}

const CONTACT = "azurerm_security_center_contact";
const GROUP = "azurerm_monitor_action_group";
const ALERT = "azurerm_monitor_activity_log_alert";

function entry({
  actions = ["create"],
  after = null,
  before = null,
  index,
  module,
  name,
  type = CONTACT,
  unknown = {},
}: Entry) {
  const key = index === undefined ? "" : `[${JSON.stringify(index)}]`;
  return {
    address: `${module === undefined ? "" : `${module}.`}${type}.${name}${key}`,
    ...(module === undefined ? {} : { module_address: module }),
    ...(index === undefined ? {} : { index }),
    mode: "managed",
    type,
    name,
    change: { actions, before, after, after_unknown: unknown },
  };
}

const configured = (name: string, expressions: unknown, type = CONTACT, provider = "azurerm") => ({
  address: `${type}.${name}`,
  mode: "managed",
  type,
  name,
  provider_config_key: provider,
  expressions,
});

const provider = (subscription_id: unknown, more = {}) => ({
  name: "azurerm",
  expressions: { subscription_id },
  ...more,
});
const constant = (value: unknown) => ({ constant_value: value });
const references = (...all: string[]) => ({ references: all });

function plan(resource_changes: unknown[], configuration: unknown = {}, more = {}) {
  return { format_version: "1.2", resource_changes, configuration, ...more };
}

const contact = { name: "default", email: "soc@fabrikam.example" };

describe("the subscription of a resource", () => {
  test("its provider's constant", () => {
    const evidence = readPlan(
      plan([entry({ name: "c", after: contact })], {
        provider_config: { azurerm: provider(constant(A.toUpperCase())) },
        root_module: { resources: [configured("c", {})] },
      }),
    );
    expect([...evidence.after.keys()]).toEqual([A]);
    expect(evidence.after.get(A)?.resources[0]?.id).toBe(
      `/subscriptions/${A}/providers/Microsoft.Security/securityContacts/default`,
    );
  });

  test("aliased providers: a root variable with a value, and one with its default", () => {
    const evidence = readPlan(
      plan(
        [entry({ name: "a", after: contact }), entry({ name: "b", after: contact })],
        {
          provider_config: {
            "azurerm.a": provider(references("var.first"), { alias: "a" }),
            "azurerm.b": provider(references("var.second"), { alias: "b" }),
          },
          root_module: {
            resources: [configured("a", {}, CONTACT, "azurerm.a"), configured("b", {}, CONTACT, "azurerm.b")],
            variables: { first: {}, second: { default: B } },
          },
        },
        { variables: { first: { value: A } } },
      ),
    );
    expect([...evidence.after.keys()]).toEqual([A, B]);
    expect(evidence.providers).toEqual([
      { key: "azurerm.a", subscriptionId: A },
      { key: "azurerm.b", subscriptionId: B },
    ]);
  });

  test("passed into a module, and from that into another", () => {
    const inner = {
      resources: [configured("c", {}, CONTACT, "module.outer.module.inner:azurerm")],
      variables: { subscription: {} },
    };
    const outer = {
      module_calls: { inner: { expressions: { subscription: references("var.id") }, module: inner } },
      variables: { id: {} },
    };
    const evidence = readPlan(
      plan(
        [entry({ name: "c", module: "module.outer.module.inner", after: contact })],
        {
          provider_config: {
            "module.outer.module.inner:azurerm": provider(references("var.subscription"), {
              module_address: "module.outer.module.inner",
            }),
          },
          root_module: {
            module_calls: {
              outer: { expressions: { id: references("var.ids.prod", "var.ids") }, module: outer },
            },
          },
        },
        { variables: { ids: { value: { prod: A } } } },
      ),
    );
    expect([...evidence.after.keys()]).toEqual([A]);
  });

  test("a module's resource falls back to the provider of the module above", () => {
    const evidence = readPlan(
      plan([entry({ name: "c", module: 'module.m["x"]', after: contact })], {
        provider_config: { azurerm: provider(constant(A)) },
        root_module: {
          module_calls: { m: { module: { resources: [configured("c", {}, CONTACT, "m:azurerm")] } } },
        },
      }),
    );
    expect([...evidence.after.keys()]).toEqual([A]);
  });

  test("its own scope takes precedence over its provider", () => {
    const after = {
      type: "Microsoft.Security/securityContacts@2023-12-01-preview",
      name: "default",
      parent_id: `/subscriptions/${B}`,
      body: JSON.stringify({ properties: { emails: "a@b.example" } }),
    };
    const evidence = readPlan(
      plan([entry({ type: "azapi_resource", name: "c", after })], {
        provider_config: { azapi: { name: "azapi", expressions: { subscription_id: constant(A) } } },
        root_module: { resources: [configured("c", {}, "azapi_resource", "azapi")] },
      }),
    );
    expect(evidence.after.get(B)?.resources[0]?.properties).toEqual({ emails: "a@b.example" });
  });

  test("without a configured subscription, the ids of the state decide, or else the caller", () => {
    const state = {
      type: CONTACT,
      name: "old",
      mode: "managed",
      address: `${CONTACT}.old`,
      values: { id: `/subscriptions/${A}/x`, ...contact },
    };
    const changes = [entry({ name: "c", after: contact })];
    const known = readPlan(
      plan(changes, {}, { prior_state: { values: { root_module: { resources: [state] } } } }),
    );
    expect([...known.after.keys()]).toEqual([A]);
    expect(known.after.get(A)?.resources).toHaveLength(2);
    expect([...readPlan(plan(changes), B).after.keys()]).toEqual([B]);
    expect(readPlan(plan(changes)).unplaced.after.map(({ address }) => address)).toEqual([`${CONTACT}.c`]);
  });

  test("a state of one subscription under a provider for another is misplaced", () => {
    const before = { id: `/subscriptions/${A}/resourceGroups/rg`, name: "rg" };
    const evidence = readPlan(
      plan(
        [entry({ type: "azurerm_resource_group", name: "rg", before, after: before, actions: ["no-op"] })],
        {
          provider_config: { azurerm: provider(constant(B)) },
          root_module: { resources: [configured("rg", {}, "azurerm_resource_group")] },
        },
      ),
    );
    expect(evidence.misplaced).toEqual([
      { address: "azurerm_resource_group.rg", stateSubscription: A, providerSubscription: B },
    ]);
  });
});

describe("values known only after apply", () => {
  const group = {
    name: "ag",
    resource_group_name: "rg",
    email_receiver: [{ name: "noc", email_address: "noc@x.example" }],
  };
  const alert = {
    name: "al",
    resource_group_name: "rg",
    scopes: [`/subscriptions/${A}`],
    action: [{}],
    criteria: [{ category: "ServiceHealth" }],
  };
  const groupId = (name: string) =>
    `/subscriptions/${A}/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/${name}`;

  function alertWith(
    expression: unknown,
    changes: unknown[] = [entry({ type: GROUP, name: "ops", after: group, unknown: { id: true } })],
  ) {
    const evidence = readPlan(
      plan(
        [
          ...changes,
          entry({ type: ALERT, name: "al", after: alert, unknown: { action: [{ action_group_id: true }] } }),
        ],
        {
          provider_config: { azurerm: provider(constant(A)) },
          root_module: {
            resources: [
              configured("ops", {}, GROUP),
              configured("al", { action: [{ action_group_id: expression }], criteria: [{}] }, ALERT),
            ],
          },
        },
      ),
    );
    const found = evidence.after.get(A)?.resources.find(({ address }) => address === `${ALERT}.al`);
    return actionGroupOf(found);
  }

  test("the id of a resource that the same plan creates is computed", () => {
    expect(alertWith(references(`${GROUP}.ops.id`, `${GROUP}.ops`))).toBe(groupId("ag"));
    expect(
      alertWith({ constant_value: `\${${GROUP}.ops.id}`, references: [`${GROUP}.ops.id`, `${GROUP}.ops`] }),
    ).toBe(groupId("ag"));
  });

  test("of an instance by count or for_each too", () => {
    const instances = [0, 1].map((index) =>
      entry({
        type: GROUP,
        name: "ops",
        index,
        after: { ...group, name: `ag${index}` },
        unknown: { id: true },
      }),
    );
    expect(alertWith(references(`${GROUP}.ops[1].id`, `${GROUP}.ops[1]`, `${GROUP}.ops`), instances)).toBe(
      groupId("ag1"),
    );
  });

  test("anything else waits for what it refers to", () => {
    expect(alertWith(references("random_id.x.hex", "random_id.x"))).toEqual(new Unknown("random_id.x.hex"));
    expect(alertWith(references("var.on", `${GROUP}.ops.id`, `${GROUP}.ops`))).toEqual(
      new Unknown(`var.on, ${GROUP}.ops.id`),
    );
    expect(alertWith(constant("${var.a ? 1 : 2}"))).toEqual(new Unknown("var.a ? 1 : 2"));
  });

  test("a circular reference does not end the reading", () => {
    const self = { ...group, name: undefined };
    const changes = [entry({ type: GROUP, name: "ops", after: self, unknown: { id: true, name: true } })];
    const evidence = readPlan(
      plan(changes, {
        provider_config: { azurerm: provider(constant(A)) },
        root_module: {
          resources: [configured("ops", { name: references(`${GROUP}.ops.id`, `${GROUP}.ops`) }, GROUP)],
        },
      }),
    );
    expect(evidence.after.get(A)?.resources[0]?.name).toBeInstanceOf(Unknown);
  });

  test("through a module's output", () => {
    const module = {
      resources: [configured("ops", {}, GROUP, "azurerm")],
      outputs: { id: { expression: references(`${GROUP}.ops.id`, `${GROUP}.ops`) } },
    };
    const evidence = readPlan(
      plan(
        [
          entry({ type: GROUP, name: "ops", module: "module.m", after: group, unknown: { id: true } }),
          entry({ type: ALERT, name: "al", after: alert, unknown: { action: [{ action_group_id: true }] } }),
        ],
        {
          provider_config: { azurerm: provider(constant(A)) },
          root_module: {
            module_calls: { m: { module } },
            resources: [
              configured(
                "al",
                { action: [{ action_group_id: references("module.m.id", "module.m") }] },
                ALERT,
              ),
            ],
          },
        },
      ),
    );
    expect(actionGroupOf(evidence.after.get(A)?.resources[1])).toBe(groupId("ag"));
  });

  test("blocks of a set are matched by their known values", () => {
    const after = {
      name: "b",
      subscription_id: `/subscriptions/${A}`,
      notification: [
        { threshold: 100, operator: "GreaterThan", contact_emails: ["a@b.example"] },
        { threshold: 50, operator: "GreaterThan", contact_emails: [null] },
      ],
    };
    const notification = (threshold: number, emails: unknown) => ({
      threshold: constant(threshold),
      contact_emails: emails,
    });
    const evidence = readPlan(
      plan(
        [
          entry({
            type: "azurerm_consumption_budget_subscription",
            name: "b",
            after,
            unknown: { notification: [{}, { contact_emails: [true] }] },
          }),
        ],
        {
          root_module: {
            resources: [
              configured(
                "b",
                {
                  notification: [
                    notification(50, references("terraform_data.x.output")),
                    notification(100, constant(["a@b.example"])),
                  ],
                },
                "azurerm_consumption_budget_subscription",
              ),
            ],
          },
        },
      ),
    );
    expect(JSON.stringify(evidence.after.get(A)?.resources)).toContain(
      '{"waitsFor":"terraform_data.x.output"}',
    );
  });

  test("without a configuration, the awaited expression is unknown", () => {
    const evidence = readPlan(
      plan([entry({ name: "c", after: { name: "default" }, unknown: { email: true } })]),
      A,
    );
    expect(evidence.after.get(A)?.resources[0]?.properties).toMatchObject({ email: new Unknown() });
  });
});

describe("before and after", () => {
  const id = `/subscriptions/${A}/providers/Microsoft.Security/securityContacts/default`;
  const before = { id, ...contact };
  test.each([
    ["delete", ["delete"], null, 0],
    ["forget", ["forget"], null, 0],
    ["update", ["update"], { ...before, email: "b@x.example" }, 1],
    ["replace", ["delete", "create"], contact, 1],
    ["no-op", ["no-op"], before, 1],
  ])("%s", (_, actions, after, count) => {
    const evidence = readPlan(plan([entry({ name: "c", actions, before, after })]));
    expect(evidence.before.get(A)?.resources).toHaveLength(1);
    expect(evidence.after.get(A)?.resources.length ?? 0).toBe(count);
  });

  test("a refresh-only plan keeps the state, at any depth of modules", () => {
    const resource = {
      address: `module.a.module.b.${CONTACT}.c`,
      mode: "managed",
      type: CONTACT,
      name: "c",
      values: before,
    };
    const prior_state = {
      values: {
        root_module: {
          child_modules: [
            { address: "module.a", child_modules: [{ address: "module.a.module.b", resources: [resource] }] },
          ],
        },
      },
    };
    const evidence = readPlan(plan([], {}, { prior_state }));
    expect(evidence.after.get(A)?.resources).toEqual(evidence.before.get(A)?.resources);
    expect(evidence.after.get(A)?.resources).toHaveLength(1);
  });

  test("deposed objects and data sources are not evidence", () => {
    const deposed = { ...entry({ name: "c", actions: ["delete"], before }), deposed: "abc" };
    const data = { ...entry({ name: "d", actions: ["read"], after: before }), mode: "data" };
    expect(readPlan(plan([deposed, data])).resources).toEqual([]);
  });
});

describe("versions of the format", () => {
  test.each(["0.1", "0.2", "1.0", "1.2", "1.99", undefined])("%s is read", (format_version) => {
    expect(readPlan({ format_version, resource_changes: [] }).resources).toEqual([]);
  });

  test.each(["2.0", "10.1", "x", 1])("%s is refused", (format_version) => {
    expect(() => readPlan({ format_version, resource_changes: [] })).toThrow(PlanFormatError);
  });
});

test("keys such as __proto__ are names like any other", () => {
  const json = `{"resource_changes":[{"type":"${CONTACT}","name":"__proto__","change":{"actions":["create"],"after":{"name":"default","__proto__":{"email":"x"}},"after_unknown":{"__proto__":{"y":true}}}}],"configuration":{"root_module":{"module_calls":{"__proto__":{}}}}}`;
  const evidence = readPlan(JSON.parse(json), A);
  expect(evidence.after.get(A)?.resources[0]?.properties).toMatchObject({ email: null });
});

test("any JSON in a plan's parts is read as evidence", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (change, configuration, prior_state) => {
      const json = plan([{ type: CONTACT, name: "c", change }, change], configuration, { prior_state });
      expect(readPlan(json).resources.length).toBeGreaterThan(0);
    }),
  );
});

function actionGroupOf(alert: ArmResource | undefined): unknown {
  const json = JSON.parse(
    JSON.stringify(alert?.properties ?? {}, (_, value) =>
      value instanceof Unknown ? { unknown: value.waitsFor } : value,
    ),
  );
  const id = json.actions?.actionGroups?.[0]?.actionGroupId;
  return typeof id === "object" ? new Unknown(id.unknown) : id;
}
