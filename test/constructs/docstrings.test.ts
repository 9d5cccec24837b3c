import { runInThisContext } from "node:vm";
import { expect, test } from "vitest";
import * as constructs from "../../constructs/index.ts";
import { App, TerraformStack } from "../../src/engine/cdktf.ts";
import { CONSTRUCTS } from "../../tools/pages/construct-pages.ts";
import { exportsOf } from "../../tools/pages/exports.ts";

const INDEX = "constructs/index.ts";
const exported = exportsOf(new URL("../../", import.meta.url), [INDEX]).get(INDEX)?.exports ?? [];
const props = exported.flatMap((one) => one.props.map((prop) => ({ of: one.name, ...prop })));
const named = ({ name, of }: { readonly name: string; readonly of: string }) => `${of}.${name}`;

test("every export has a description", () => {
  expect(exported.length).toBeGreaterThan(40);
  expect(exported.filter(({ text }) => text === "").map(({ name }) => name)).toEqual([]);
});

test("every prop has a description", () => {
  expect(props.map(named)).toContain("ActionGroupProps.emails");
  // The members of an object within the props are also props.
  expect(props.map(named)).toContain("BaselineContacts.phone");
  expect(props.filter(({ text }) => text.trim() === "").map(named)).toEqual([]);
});

test("every optional prop states its default, as a value or as words after a hyphen", () => {
  const optional = props.filter(({ optional }) => optional);
  expect(optional.length).toBeGreaterThan(30);
  expect(optional.filter((prop) => prop.default === undefined).map(named)).toEqual([]);
  const words = /^(?:- \S.*|"[^"]*"|\[[^\]]*\]|-?\d+|true|false)$/s;
  expect(optional.filter((prop) => !words.test(prop.default ?? "")).map(named)).toEqual([]);
});

test("no required prop states a default", () => {
  const required = props.filter(({ optional }) => !optional);
  expect(required.filter((prop) => prop.default !== undefined).map(named)).toEqual([]);
});

test.each(CONSTRUCTS)("the example of %s declares it", (name) => {
  const example = exported.find((one) => one.name === name)?.example;
  expect(example).toContain(`new ${name}(stack, `);
  const stack = new TerraformStack(new App(), "example");
  // Excludes the action group itself: the example of one declares a variable of the same name.
  const actionGroup = {
    actionGroupId: "/subscriptions/0/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/ag",
  };
  const scope = { ...constructs, stack };
  const run: unknown = runInThisContext(
    `(function ({ ${Object.keys(scope).join(", ")} }, actionGroup) { { ${example} } })`,
  );
  if (typeof run !== "function") throw new Error("not a function");
  run(scope, actionGroup);
  const made = stack.node.findAll().map((child) => child.constructor.name);
  expect(made).toContain(name);
});
