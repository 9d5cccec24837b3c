import { describe, expect, test } from "vitest";
import { Unknown } from "../../../src/evidence/index.ts";
import { readPlan } from "../../../src/evidence/plan/index.ts";
import {
  A,
  ALERT,
  actionGroupOf,
  CONTACT,
  configured,
  constant,
  contact,
  entry,
  GROUP,
  plan,
  provider,
  references,
} from "./plan-json.ts";

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
