import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PlanFormatError, readPlan } from "../../../src/evidence/plan/index.ts";
import {
  A,
  B,
  CONTACT,
  configured,
  constant,
  contact,
  entry,
  plan,
  provider,
  references,
} from "./plan-json.ts";

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
