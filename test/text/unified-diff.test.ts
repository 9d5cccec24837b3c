import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { unifiedDiff } from "../../src/text/unified-diff.ts";
import { temporaryFolder } from "../support/stack.ts";

const lines = (...all: string[]) => all.map((line) => `${line}\n`).join("");
const TEN = lines(..."abcdefghij");

test.each([
  ["a line more in the middle", TEN, TEN.replace("e\n", "e\nnew\n")],
  ["lines more at the end", TEN, `${TEN}x\ny\n`],
  ["a line more at the start", TEN, `new\n${TEN}`],
  ["a changed line and a removed line", TEN, TEN.replace("c\n", "C\n").replace("h\n", "")],
  ["a repeated line", lines("a", "a"), lines("a", "a", "a")],
  ["no line end at the end", "a\nb", "a\nb\nc"],
  ["CRLF", "a\r\nb\r\n", "a\r\nnew\r\nb\r\n"],
  ["a new file", undefined, TEN],
])("git applies %s", (_, before, after) => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "fleet"));
  const file = join(folder, "fleet", "one.yaml");
  if (before !== undefined) writeFileSync(file, before);
  writeFileSync(join(folder, "patch"), unifiedDiff("fleet/one.yaml", before, after));
  execFileSync("git", ["apply", "--whitespace=nowarn", "patch"], { cwd: folder });
  expect(readFileSync(file, "utf8")).toBe(after);
});

test("equal texts have no patch", () => {
  expect(unifiedDiff("one.yaml", TEN, TEN)).toBe("");
});
