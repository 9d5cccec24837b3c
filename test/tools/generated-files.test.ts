import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generatedFiles } from "../../tools/generated-files.ts";

const ROOT = new URL("../../", import.meta.url);

test.each(generatedFiles(ROOT))('%s equals the output of "npm run generate"', (path, text) => {
  expect(readFileSync(new URL(path, ROOT), "utf8")).toBe(text);
});
