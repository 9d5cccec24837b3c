import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderOf } from "../../support/fleet.ts";

const SCRIPT = join(import.meta.dirname, "../../../tools/check/prose.mjs");
const LIST = `# Words

| not | but |
|---|---|
| \`somebody\` | the role |
| \`is no X\` | "is not a" |
`;

function repository(): {
  git: (...args: string[]) => void;
  check: () => { status: number | null; stderr: string };
  cwd: string;
} {
  const cwd = folderOf({
    "CONTRIBUTING.md": LIST,
    "README.md": "Somebody was here before.\n",
    "src/a.ts": "",
  });
  const git = (...args: string[]) => {
    const identity = [
      "-c",
      "user.name=test",
      "-c",
      "user.email=test@example.com",
      "-c",
      "commit.gpgsign=false",
    ];
    const { status, stderr } = spawnSync("git", [...identity, ...args], { cwd, encoding: "utf8" });
    expect(status, stderr).toBe(0);
  };
  git("init", "-q", "-b", "main");
  git("add", ".");
  git("commit", "-qm", "first");
  const check = () => spawnSync(process.execPath, [SCRIPT], { cwd, encoding: "utf8" });
  return { git, check, cwd };
}

describe("the check of words", () => {
  test("passes existing lines and plain lines", () => {
    const { check, cwd } = repository();
    writeFileSync(join(cwd, "README.md"), "Somebody was here before.\nIt is no longer there.\n");
    const { status, stderr } = check();
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  test("fails an added line with its place, committed or not", () => {
    const { check, cwd, git } = repository();
    git("checkout", "-qb", "change");
    writeFileSync(join(cwd, "src/a.ts"), "// fine\n// Somebody else\n");
    git("commit", "-qam", "second");
    writeFileSync(join(cwd, "README.md"), "It is no GUID.\nSomebody was here before.\n");
    const { status, stderr } = check();
    expect(stderr).toContain('src/a.ts:2: "somebody": write the role');
    expect(stderr).toContain('README.md:1: "is no X": write "is not a"');
    expect(stderr).toContain("2 words");
    expect(status).toBe(1);
  });

  test("does not match parts of words", () => {
    const { check, cwd } = repository();
    writeFileSync(join(cwd, "src/a.ts"), "reachesSomebody(group);\n");
    expect(check().status).toBe(0);
  });

  test("fails without a list, and reports when there is nothing to compare with", () => {
    const cwd = folderOf({ "CONTRIBUTING.md": "# Words\n" });
    const run = (env = {}) =>
      spawnSync(process.execPath, [SCRIPT], { cwd, encoding: "utf8", env: { ...process.env, ...env } });
    expect(run().status).toBe(1);
    writeFileSync(join(cwd, "CONTRIBUTING.md"), LIST);
    const { status, stderr } = run({ GIT_CEILING_DIRECTORIES: cwd });
    expect(stderr).toContain("nothing to compare with");
    expect(status).toBe(0);
  });
});
