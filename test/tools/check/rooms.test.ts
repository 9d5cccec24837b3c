import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderOf } from "../../support/fleet.ts";

const SCRIPT = join(import.meta.dirname, "../../../tools/check/rooms.mjs");
const TABLE = `| room | content | may import |
|---|---|---|
| \`constructs/\` | constructs | \`engine\` |
| \`engine\` | the engine | - |
| \`fleet\` | the fleet | - |
| \`controls\` | judging | \`fleet\` |
| \`cli\` | verbs | all |
`;
const check = (files: Readonly<Record<string, string>>) => {
  const cwd = folderOf({
    "src/README.md": TABLE,
    "constructs/a.ts": 'import { b } from "#engine";\n',
    "stacks/.keep": "",
    "src/controls/a.ts": 'import { b } from "../fleet/b.ts";\n',
    ...files,
  });
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT], { cwd, encoding: "utf8" });
  return { status, stderr };
};

describe("the check of rooms", () => {
  test("passes imports of the table, within a room, and of a room that may import all", () => {
    const own = {
      "src/fleet/c.ts": 'export { b } from "./b.ts";\n',
      "src/cli/a/b.ts": 'import "../../fleet/b.ts";\n',
    };
    expect(check(own)).toEqual({ status: 0, stderr: "" });
  });

  test.each([
    ["an import", 'import { b } from "../controls/b.ts";'],
    ["an import of types", 'import type { B } from "../controls/b.ts";'],
    ["an export", 'export * from "../controls/b.ts";'],
    ["an import for its effects", 'import "../controls/b.ts";'],
    ["a dynamic import", 'const b = await import("../controls/b.ts");'],
    ["an import over several lines", 'import {\n  b,\n} from "../controls/b.ts";'],
  ])("fails %s upwards", (_, text) => {
    const { status, stderr } = check({ "src/fleet/a.ts": `${text}\n` });
    expect(stderr).toContain('src/fleet/a.ts: fleet may not import controls ("../controls/b.ts")');
    expect(status).toBe(1);
  });

  test("fails a room that is not in the table", () => {
    const { status, stderr } = check({ "src/attic/a.ts": "export {};\n" });
    expect(stderr).toContain("the table has no row for the room attic");
    expect(status).toBe(1);
  });

  test("fails an import of the engine that the table does not allow", () => {
    expect(check({ "src/fleet/a.ts": 'import { App } from "#engine";\n' }).stderr).toContain(
      "fleet may not import engine",
    );
  });
});
