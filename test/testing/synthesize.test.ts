import { describe, expect, it } from "vitest";
import "../../src/testing/vitest.ts";
import { Annotations, Aspects, ResourceGroup, TerraformStack, Testing } from "#engine";
import * as cdktf from "../../src/engine/cdktf.ts";
import * as cdktn from "../../src/engine/cdktn.ts";
import { matchers, synthesize } from "../../src/testing/index.ts";
import { azureStack, emptyStack, terraformData } from "./support.ts";

describe("synthesize", () => {
  it("gives the parsed JSON of a stack, without metadata", () => {
    const stack = emptyStack();
    terraformData(stack, "one", { a: 1 });
    expect(synthesize(stack)).toEqual({ resource: { terraform_data: { one: { input: { a: 1 } } } } });
  });

  it("invokes aspects", () => {
    const stack = azureStack();
    new ResourceGroup(stack, "group", { name: "rg", location: "westeurope" });
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof ResourceGroup) node.tags = { owner: "soc" };
      },
    });
    expect(stack).toHaveResourceWithProperties(ResourceGroup, { tags: { owner: "soc" } });
  });

  it("runs validations, so that no matcher passes on a stack that would not synthesize", () => {
    const stack = emptyStack();
    const one = terraformData(stack, "one", 1);
    one.node.addValidation({ validate: () => ["the budget has no amount"] });
    for (const matcher of Object.values(matchers)) {
      expect(() => matcher(stack, "terraform_data")).toThrow("[contoso/one] the budget has no amount");
    }
  });

  it("explains how to test a stack that is incomplete", () => {
    const stack = emptyStack();
    new ResourceGroup(stack, "group", { name: "rg", location: "westeurope" });
    expect(() => synthesize(stack)).toThrow(
      /without a matching provider construct[\s\S]*pass Testing\.synth\(stack\)/,
    );
    expect(Testing.synth(stack)).toHaveResource(ResourceGroup);
  });

  it("refuses error annotations, as app.synth() does", () => {
    const stack = emptyStack();
    Annotations.of(terraformData(stack, "one", 1)).addError("no contact");
    expect(() => synthesize(stack)).toThrow(
      /^stack 'contoso' does not synthesize: [\s\S]*\[contoso\/one\] no contact/,
    );
  });

  it("resolves a reference to another stack into its remote state", () => {
    const app = Testing.app();
    const producer = terraformData(new TerraformStack(app, "producer"), "one", 1);
    const consumer = new TerraformStack(app, "consumer");
    terraformData(consumer, "two", producer.getStringAttribute("id"));
    expect(consumer).toHaveDataSource("terraform_remote_state");
    expect(consumer).toHaveResourceWithProperties("terraform_data", {
      input: expect.stringContaining("data.terraform_remote_state."),
    });
  });
});

describe.each([
  ["cdktf", cdktf],
  ["cdktn", cdktn],
])("a stack made with %s, whatever the engine of this library", (_name, engine) => {
  it("is synthesized with its own aspects, validations and references", () => {
    const app = engine.Testing.app();
    const producer = new engine.TerraformStack(app, "producer");
    const stack = new engine.TerraformStack(app, "stack");
    const options = { terraformResourceType: "terraform_data" };
    const far = new engine.TerraformResource(producer, "far", options);
    const near = new engine.TerraformResource(stack, "near", options);
    near.addOverride("input", far.getStringAttribute("id"));
    const other = new engine.TerraformResource(stack, "other", options);
    const reference = near.getStringAttribute("output");
    engine.Aspects.of(stack).add({
      visit: (node) => (node === other ? other.addOverride("input", { refersTo: reference }) : undefined),
    });
    expect(stack).toHaveResourceWithProperties("terraform_data", { input: { refersTo: reference } });
    expect(stack).toHaveResourceWithProperties("terraform_data", {
      input: expect.stringContaining("data.terraform_remote_state."),
    });
    expect(stack).not.toHaveResourceWithProperties("terraform_data", { input: reference });
    other.node.addValidation({ validate: () => ["not good"] });
    expect(() => synthesize(stack)).toThrow("[stack/other] not good");
  });
});
