import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { clientScript, joinModules } from "../../../src/output/html/client-script.ts";

test("joins modules into one script with a scope for each", () => {
  const script = joinModules([
    {
      name: "first-one",
      text: 'const SAME = 1;\nexport const a = SAME;\nexport function f() { return "f"; }\n',
    },
    {
      name: "second",
      text: 'import { a as b,\n  f } from "./first-one.js";\nconst SAME = 2;\nout(b + SAME + f());\nexport {};\n',
    },
  ]);
  const values: unknown[] = [];
  runInNewContext(script, { out: (value: unknown) => values.push(value) });
  expect(values).toEqual(["3f"]);
});

test.each([
  ['import everything from "./a.js";\n'],
  ['import * as a from "./a.js";\n'],
  ['import { a } from "elsewhere";\n'],
  ["export default 1;\n"],
  ['export * from "./a.js";\n'],
])("rejects a module that cannot be joined: %s", (text) => {
  expect(() => joinModules([{ name: "one", text }])).toThrow("one of the page's script cannot be joined");
});

test("joins the page's script without a text that ends its element", () => {
  const script = clientScript();
  expect(script).toContain("class HeatMap");
  expect(script).not.toMatch(
    /<\/script|<!--|\b(?:innerHTML|outerHTML|insertAdjacentHTML|eval)\b|document\.write/,
  );
});
