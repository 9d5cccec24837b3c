import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { codeVersion } from "../../src/synthesis/index.ts";
import { temporaryFolder } from "../support/stack.ts";

test("code and settings count for the version of the code; types alone and other files do not", () => {
  const app = temporaryFolder();
  const write = (name: string, text: string) => writeFileSync(join(app, name), text);
  const version = () => codeVersion(join(app, "src", "main.js"), []);
  mkdirSync(join(app, "src"));
  write("package.json", "{}");
  write("src/main.js", "1;");
  const first = version();
  expect(first).toBeDefined();
  write("src/main.d.ts", "export {};");
  write("README.md", "words");
  expect(version()).toBe(first);
  write("src/names.json", "[]");
  const second = version();
  expect(second).not.toBe(first);
  write("src/other.ts", "2;");
  expect(version()).not.toBe(second);
});
