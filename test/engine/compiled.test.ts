import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as cdktf from "../../src/engine/cdktf.ts";
import * as cdktn from "../../src/engine/cdktn.ts";

test.each([
  ["cdktf", cdktf],
  ["cdktn", cdktn],
])("the compiled %s requires its packages, and exports what the source exports", async (name, source) => {
  const file = new URL(`../../dist/src/engine/${name}.js`, import.meta.url);
  expect(readFileSync(file, "utf8")).not.toMatch(/^export .* from/m);
  const { disableCreationStacks: compiled, ...classes } = await import(file.href);
  const { disableCreationStacks, ...expected } = source;
  expect(String(compiled)).toContain(disableCreationStacks.name);
  expect(classes).toEqual(expected);
});
