import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { shellWord } from "../../src/text/shell-word.ts";

test.each(["plans/s1.tfplan", "a b", "it's", "", "$(touch x)", "*", "a\nb"])(
  "a shell reads the original word: %j",
  (text) => {
    const { stdout } = spawnSync("sh", ["-c", `printf %s ${shellWord(text)}`], { encoding: "utf8" });
    expect(stdout).toBe(text);
  },
);

test("a path without special characters stays readable", () => {
  expect(shellWord("cdktf.out/stacks/s1")).toBe("cdktf.out/stacks/s1");
});
