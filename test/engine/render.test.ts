import fc from "fast-check";
import { expect, test } from "vitest";
import {
  Annotations,
  App,
  Aspects,
  MonitorActionGroup,
  ResourceGroup,
  TerraformOutput,
  TerraformStack,
  Token,
  Tokenization,
} from "#engine";
import { renderStack } from "../../src/engine/render.ts";
import { resolveTokens } from "../../src/engine/resolve.ts";
import { forgettingTokens } from "../../src/engine/token-scope.ts";
import { stackWithProviders, temporaryFolder } from "../support/stack.ts";

/** A stack with everything on which resolution has to do something. */
function stackWithTokens(): TerraformStack {
  const stack = stackWithProviders();
  const group = new ResourceGroup(stack, "rg", {
    name: "rg-x",
    location: "westeurope",
    tags: { plain: "x", reference: "${var.tag}", [`key-${1}`]: "y" },
  });
  const other = new MonitorActionGroup(stack, "ag", {
    name: `ag-${group.name}-${Token.asString(Token.asNumber(group.getNumberAttribute("number")))}`,
    resourceGroupName: group.name,
    shortName: "x",
    emailReceiver: [{ name: "a", emailAddress: group.location }],
    webhookReceiver: [],
    lifecycle: { ignoreChanges: ["tags"] },
    dependsOn: [group],
    count: group.getNumberAttribute("how_many"),
  });
  other.addOverride("tags", { undone: undefined, list: [undefined, group.id, 1.5e300], nothing: null });
  new TerraformOutput(stack, "out", { value: group.tags, sensitive: true });
  stack.addOverride("terraform.required_version", ">= 1.7.0");
  stack.addOverride("locals", { a: group.id, text: "3e5 and 1.2e+30, not a token" });
  return stack;
}

test("a stack resolves to what the engine resolves it to", () => {
  const [ours, theirs] = [stackWithTokens(), stackWithTokens()];
  theirs.prepareStack();
  // The engine adds a backend of its own to a stack without one.
  const { json } = renderStack(ours);
  const { backend: _, ...terraform } = theirs.toTerraform().terraform;
  expect(JSON.parse(JSON.stringify(json))).toEqual(
    JSON.parse(JSON.stringify({ ...theirs.toTerraform(), terraform })),
  );
});

test("any plain value resolves to what the engine resolves it to", () => {
  const stack = stackWithProviders();
  const engine = (value: unknown) =>
    Tokenization.resolve(value, {
      scope: stack,
      preparing: true,
      resolver: {
        resolveToken: () => "",
        resolveString: () => "",
        resolveList: () => "",
        resolveNumberList: () => "",
        resolveMap: () => "",
      },
    });
  // The engine refuses a number in the form of a token that it does not know.
  const outcome = (resolved: () => unknown) => {
    try {
      return { value: resolved() };
    } catch (error) {
      return { refused: String(error) };
    }
  };
  const token = -1.8881545897087e289;
  fc.assert(
    fc.property(fc.object({ withNullPrototype: false, maxDepth: 4 }), (value) => {
      expect(outcome(() => resolveTokens(stack, value))).toEqual(outcome(() => engine(value)));
    }),
    { examples: [[{ a: { b: [1, token] } }], [{ [`${token}`]: 1 }]] },
  );
});

test("aspects of the stack are invoked", () => {
  const stack = stackWithTokens();
  Aspects.of(stack).add({
    visit(construct) {
      if (construct instanceof ResourceGroup) construct.name = "by-aspect";
    },
  });
  expect(renderStack(stack).json).toMatchObject({
    resource: { azurerm_resource_group: { rg: { name: "by-aspect" } } },
  });
});

test("failed validations and error annotations are all reported, warnings only noted", () => {
  const stack = stackWithTokens();
  stack.node.addValidation({ validate: () => ["first", "second"] });
  Annotations.of(stack.node.findChild("rg")).addError("third");
  Annotations.of(stack).addWarning("a warning");
  const { annotations, errors } = renderStack(stack);
  expect(errors).toEqual(["[app-stack] first", "[app-stack] second", "[app-stack/rg] third"]);
  expect(annotations.map(({ message }) => message)).toEqual(["a warning", "third"]);
});

test("a reference to another stack is an error", () => {
  const app = new App({ outdir: temporaryFolder(), stackTraces: false });
  const [one, two] = [new TerraformStack(app, "one"), new TerraformStack(app, "two")];
  const group = new ResourceGroup(one, "rg", { name: "rg-x", location: "westeurope" });
  new ResourceGroup(two, "rg", { name: group.name, location: "westeurope" });
  const { errors } = renderStack(two);
  expect(errors).toContain("[two] depends on stack one: stacks must be independent");
});

test("a stack with its own resolution is resolved by it", () => {
  class Own extends TerraformStack {
    override toTerraform(): unknown {
      return { locals: { own: true } };
    }
  }
  const stack = new Own(new App({ outdir: temporaryFolder(), stackTraces: false }), "own");
  expect(renderStack(stack).json).toEqual({ locals: { own: true } });
});

test("tokens made in a scope are forgotten after it, and only these", () => {
  const kept = stackWithProviders();
  const group = new ResourceGroup(kept, "rg", { name: "rg-x", location: "westeurope" });
  const id = group.id;
  const lost = forgettingTokens(
    () => new ResourceGroup(stackWithProviders(), "rg", { name: "y", location: "z" }).id,
  );
  expect(resolveTokens(kept, id)).toBe("${azurerm_resource_group.rg.id}");
  expect(() => resolveTokens(kept, lost)).toThrow();
});
