import { describe, expect, it } from "vitest";
import "../../src/testing/vitest.ts";
import {
  AzurermProvider,
  MonitorActionGroup,
  ResourceGroup,
  TerraformDataSource,
  TerraformResource,
  type TerraformStack,
  Testing,
} from "#engine";
import { azureStack, emptyStack, failureOf, terraformData } from "./support.ts";

function baselineStack(): TerraformStack {
  const stack = emptyStack();
  new AzurermProvider(stack, "azurerm", {
    features: [{}],
    subscriptionId: "00000000-0000-0000-0000-000000000001",
  });
  const group = new ResourceGroup(stack, "group", {
    name: "rg-baseline",
    location: "westeurope",
    tags: { managedBy: "csp-baseline", env: "prod" },
  });
  new MonitorActionGroup(stack, "ops", {
    name: "ag-ops",
    shortName: "ops",
    resourceGroupName: group.name,
    emailReceiver: [
      { name: "noc", emailAddress: "noc@fabrikam.example", useCommonAlertSchema: true },
      { name: "soc", emailAddress: "soc@fabrikam.example" },
    ],
  });
  new TerraformDataSource(stack, "current", { terraformResourceType: "azurerm_subscription" });
  return stack;
}

describe("what is received", () => {
  it("may be a stack, its JSON or the parsed JSON", () => {
    const stack = baselineStack();
    const json = Testing.synth(stack);
    for (const received of [stack, json, JSON.parse(json)]) {
      expect(received).toHaveResource(ResourceGroup);
      expect(received).not.toHaveResource("azurerm_key_vault");
    }
  });

  it.each([
    ["a text", "rg-baseline", /a text that is not JSON: "rg-baseline"/],
    ["JSON of another kind", "[1]", /JSON of another kind: \[1\]/],
    ["nothing", undefined, /found undefined/],
    ["a list", [], /found a list/],
    ["a map of something else", { name: "x" }, /none of Terraform's sections: \["name"\]/],
    ["an app", Testing.app(), /an object of class App; .* of an app one of its stacks/],
  ])("is refused when it is %s, also by a negated assertion", (_what, received, message) => {
    expect(() => expect(received).toHaveResource(ResourceGroup)).toThrow(message);
    expect(() => expect(received).not.toHaveResource(ResourceGroup)).toThrow(message);
    expect(() => expect(received).not.toBeValidTerraform()).toThrow(message);
  });
});

describe("the type", () => {
  it("may be a provider class, a Terraform name or that in camelCase", () => {
    const stack = baselineStack();
    expect(stack).toHaveResource(ResourceGroup);
    expect(stack).toHaveResource("azurerm_resource_group");
    expect(stack).toHaveResource("azurermResourceGroup");
    expect(stack).toHaveDataSource("azurerm_subscription");
    expect(stack).toHaveProvider(AzurermProvider);
    expect(stack).toHaveProvider("azurerm");
  });

  it("is refused when a class has none", () => {
    // @ts-expect-error The base class is of no type.
    expect(() => expect(baselineStack()).toHaveResource(TerraformResource)).toThrow(
      'expected a provider class (its static tfResourceType) or a name such as "azurerm_resource_group", ' +
        "found the class TerraformResource, which has none",
    );
    // @ts-expect-error A type is a text.
    expect(() => expect(baselineStack()).toHaveResource(7)).toThrow("found 7");
  });

  it("that is absent is answered with the types there are", () => {
    const stack = baselineStack();
    terraformData(stack, "a", 1);
    terraformData(stack, "b", 2);
    const { message, expected } = failureOf(() => expect(stack).toHaveResource("azurerm_key_vault"));
    expect(message).toBe(
      [
        "expected stack 'contoso' to have resource azurerm_key_vault, but it only has:",
        "  azurerm_monitor_action_group",
        "  azurerm_resource_group",
        "  terraform_data (2)",
      ].join("\n"),
    );
    expect(expected).toBeUndefined();
  });

  it("that is there as another kind of block is answered with the matcher to use", () => {
    const stack = baselineStack();
    const { message } = failureOf(() => expect(stack).toHaveResourceWithProperties("azurerm_subscription"));
    expect(message).toContain("azurerm_subscription exists as a data source: use toHaveDataSource");
    expect(failureOf(() => expect(emptyStack()).toHaveDataSource(ResourceGroup)).message).toContain(
      "but it has no data source at all",
    );
  });

  it("that should be absent is answered with its addresses", () => {
    const { message } = failureOf(() => expect(baselineStack()).not.toHaveDataSource("azurerm_subscription"));
    expect(message).toBe(
      "expected stack 'contoso' to have no data source azurerm_subscription, but it has:\n  data.azurerm_subscription.current",
    );
  });
});

describe("the properties", () => {
  it("may be in camelCase or snake_case, and a part of what is there", () => {
    const stack = baselineStack();
    expect(stack).toHaveResourceWithProperties(ResourceGroup, { tags: { env: "prod" } });
    expect(stack).toHaveResourceWithProperties(MonitorActionGroup, { shortName: "ops" });
    expect(stack).toHaveResourceWithProperties(MonitorActionGroup, { short_name: "ops" });
    expect(stack).toHaveResourceWithProperties(MonitorActionGroup, {
      emailReceiver: [{ emailAddress: "noc@fabrikam.example" }, { name: "soc" }],
    });
    expect(stack).toHaveProviderWithProperties(AzurermProvider, {
      subscriptionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(stack).toHaveDataSourceWithProperties("azurerm_subscription");
  });

  it("may be references of the stack", () => {
    const stack = azureStack();
    const group = new ResourceGroup(stack, "group", { name: "rg", location: "westeurope" });
    new MonitorActionGroup(stack, "ops", { name: group.id, shortName: "ops", resourceGroupName: group.name });
    const properties = { resourceGroupName: group.name, name: group.id };
    expect(stack).toHaveResourceWithProperties(MonitorActionGroup, properties);
    expect(stack).toHaveResourceWithProperties(MonitorActionGroup, {
      resourceGroupName: `\${azurerm_resource_group.group.name}`,
    });
    expect(stack).not.toHaveResourceWithProperties(MonitorActionGroup, { resourceGroupName: group.location });
  });

  it("that differ are shown as a diff with the closest resource, cut down to what was asked", () => {
    const stack = baselineStack();
    new ResourceGroup(stack, "other", { name: "rg-other", location: "northeurope" });
    const { message, expected, actual } = failureOf(() =>
      expect(stack).toHaveResourceWithProperties(ResourceGroup, {
        name: expect.stringMatching(/^rg-/),
        location: "westeurope",
        tags: { env: "test" },
      }),
    );
    expect(message).toBe(
      [
        "expected stack 'contoso' to have resource azurerm_resource_group with the given properties, but all 2 differ (closest first):",
        "  azurerm_resource_group.group",
        '    tags.env: expected "test", found "prod"',
        "  azurerm_resource_group.other",
        '    location: expected "westeurope", found "northeurope" (and 1 more difference)',
      ].join("\n"),
    );
    expect(expected).toStrictEqual({ name: "rg-baseline", location: "westeurope", tags: { env: "test" } });
    expect(actual).toStrictEqual({ name: "rg-baseline", location: "westeurope", tags: { env: "prod" } });
  });

  it("are compared with the resource that has most of them, not the one with the fewest missing", () => {
    const stack = baselineStack();
    new MonitorActionGroup(stack, "fin", { name: "ag-fin", shortName: "fin", resourceGroupName: "rg" });
    const { message } = failureOf(() =>
      expect(stack).toHaveResourceWithProperties(MonitorActionGroup, {
        emailReceiver: [
          { name: "noc", emailAddress: "x" },
          { name: "soc", emailAddress: "y" },
        ],
      }),
    );
    expect(message).toContain(
      "(closest first):\n  azurerm_monitor_action_group.ops\n    email_receiver[0].email_address: ",
    );
  });

  it("that should not be there are answered with the addresses that have them", () => {
    const { message } = failureOf(() =>
      expect(baselineStack()).not.toHaveResourceWithProperties(ResourceGroup, {
        location: expect.anything(),
      }),
    );
    expect(message).toBe(
      'expected stack \'contoso\' to have no resource azurerm_resource_group with the properties {"location":"Anything"}, ' +
        "but it has:\n  azurerm_resource_group.group",
    );
  });

  it("of many resources are answered with the ten closest", () => {
    const stack = emptyStack();
    for (let index = 0; index < 25; index += 1) terraformData(stack, `d${index}`, index);
    const { message } = failureOf(() =>
      expect(stack).toHaveResourceWithProperties("terraform_data", { input: -1 }),
    );
    expect(message.match(/terraform_data\.d/g)).toHaveLength(10);
    expect(message).toContain("  and 15 more");
  });

  it("of a provider are looked for in each of its configurations", () => {
    const stack = emptyStack();
    new AzurermProvider(stack, "one", { features: [{}], subscriptionId: "a" });
    new AzurermProvider(stack, "two", { features: [{}], subscriptionId: "b", alias: "second" });
    expect(stack).toHaveProviderWithProperties(AzurermProvider, { alias: "second", subscriptionId: "b" });
    const { message } = failureOf(() =>
      expect(stack).toHaveProviderWithProperties("azurerm", { subscriptionId: "c" }),
    );
    expect(message).toContain("  provider.azurerm\n");
    expect(message).toContain("  provider.azurerm.second\n");
  });

  it.each([
    [{ name: /^rg/ }, "the expected property 'name' is a RegExp: write expect.stringMatching(/^rg/)"],
    [{ tags: { a: [() => 1] } }, "the expected property 'tags.a[0]' is a function"],
    [{ tags: new Map() }, "the expected property 'tags' is a Map"],
  ])("that no stack can hold are refused", (properties, message) => {
    const stack = baselineStack();
    expect(() => expect(stack).not.toHaveResourceWithProperties(ResourceGroup, properties)).toThrow(message);
  });
});
