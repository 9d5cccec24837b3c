import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderOf } from "../../support/fleet.ts";

const SCRIPT = join(import.meta.dirname, "../../../tools/check/spelling.mjs");

function repository(words: string) {
  const cwd = folderOf({ "README.md": "A page.\n", "src/a.ts": "", "tools/check/words.txt": words });
  expect(spawnSync("git", ["init", "-q"], { cwd }).status).toBe(0);
  const check = () => spawnSync(process.execPath, [SCRIPT], { cwd, encoding: "utf8" });
  return { check, cwd };
}

describe("the check of spelling", () => {
  test("accepts American English, code, links, options and terms of the list", () => {
    const { check, cwd } = repository("azapi\n");
    const page =
      "Its color and behavior. `colour` [page](colour.md) --colour camelColour AZAPI.\n\n    colour\n";
    writeFileSync(join(cwd, "README.md"), page);
    writeFileSync(join(cwd, "src/a.ts"), 'const colour = "colour";\n/** An Azapi resource. */\n');
    expect(check()).toMatchObject({ status: 0, stderr: "" });
  });

  test("fails misspelled and British words in pages, comments, messages and test names, with their lines", () => {
    const { check, cwd } = repository("");
    writeFileSync(join(cwd, "README.md"), "A page.\n\nIts behaviour.\n");
    writeFileSync(join(cwd, "src/a.ts"), 'say("a subscripton is missing");\n// Fine.\n\n/* The colour. */\n');
    writeFileSync(join(cwd, "src/b.yml"), "# The neighbour.\nkey: value\n");
    const { status, stderr } = check();
    const found = stderr.match(/^.*" is not in the dictionary/gm)?.sort();
    expect(found).toEqual([
      'README.md:3: "behaviour" is not in the dictionary',
      'src/a.ts:1: "subscripton" is not in the dictionary',
      'src/a.ts:4: "colour" is not in the dictionary',
      'src/b.yml:1: "neighbour" is not in the dictionary',
    ]);
    expect(status).toBe(1);
  });

  test("fails a term of the list that no text uses", () => {
    const { check } = repository("azapi\n");
    expect(check()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no text uses "azapi": remove it'),
    });
  });
});
