import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folderOf } from "../../support/fleet.ts";

const SCRIPT = join(import.meta.dirname, "../../../tools/check/prose.mjs");
/** The phrase itself must not be in this file, which is checked too. */
const NO = ["is", "no", "X"].join(" ");
const LIST = `# Words

| not | but |
|---|---|
| \`gizmo\` | the part |
| \`${NO}\` | "is not a" |
`;

function repository(): {
  git: (...args: string[]) => void;
  check: () => { status: number | null; stderr: string };
  cwd: string;
} {
  const cwd = folderOf({
    "CONTRIBUTING.md": LIST,
    "README.md": "A page.\n",
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
  test("passes plain lines, untracked files of other types and parts of words", () => {
    const { check, cwd } = repository();
    writeFileSync(join(cwd, "README.md"), "There is no list. It is no longer there.\n");
    writeFileSync(join(cwd, "src/a.ts"), "reachesGizmo(group);\n");
    const { status, stderr } = check();
    expect([status, stderr]).toEqual([0, ""]);
  });

  test("fails every file with its place, committed or not, also across lines", () => {
    const { check, cwd, git } = repository();
    writeFileSync(join(cwd, "src/a.ts"), "// fine\n// Gizmo else\n");
    git("commit", "-qam", "second");
    writeFileSync(join(cwd, "src/b.yml"), `# It ${["is", "no"].join(" ")}\n# GUID.\n`);
    const { status, stderr } = check();
    expect(stderr).toContain('src/a.ts:2: "gizmo": write the part');
    expect(stderr).toContain(`src/b.yml:1: "${NO}": write "is not a"`);
    expect(stderr).toContain("2 texts");
    expect(status).toBe(1);
  });

  test("a sentence of 31 words fails in pages, comments and messages, and one of 30 passes", () => {
    const { check, cwd } = repository();
    const longest = `It${" is".repeat(28)} long.`;
    const tooLong = longest.replace("It is", "It is is");
    const sources = (sentence: string) => {
      writeFileSync(join(cwd, "README.md"), `Short. ${sentence}\n`);
      writeFileSync(join(cwd, "src/a.ts"), `/** ${sentence} */\nsay("${sentence}");\n`);
      writeFileSync(join(cwd, "src/b.yml"), `# ${sentence}\nkey: value\n`);
    };
    sources(longest);
    expect(check()).toMatchObject({ status: 0, stderr: "" });
    sources(tooLong);
    expect(
      check()
        .stderr.match(/^.*: a sentence of 31 words/gm)
        ?.sort(),
    ).toEqual(
      ["README.md:1", "src/a.ts:1", "src/a.ts:2", "src/b.yml:1"].map((at) => `${at}: a sentence of 31 words`),
    );
  });

  test("semicolons, colons and joined texts do not shorten a sentence", () => {
    const { check, cwd } = repository();
    const part = `it${" is".repeat(14)}`;
    writeFileSync(join(cwd, "README.md"), `${part}; ${part}: end.\n`);
    writeFileSync(join(cwd, "src/a.ts"), `say("${part} " +\n  "${part} end.");\n`);
    expect(check().stderr).toMatch(/README\.md:1: a sentence of 31 words.*\nsrc\/a\.ts:1: a sentence of 31/);
  });

  test("code and titles in italics count as one word", () => {
    const { check, cwd } = repository();
    const names = "*A long title of a page*, `a long command with options`, ".repeat(12);
    writeFileSync(join(cwd, "README.md"), `See ${names}and more.\n`);
    expect(check()).toMatchObject({ status: 0, stderr: "" });
  });

  test("accepts an exception, and fails one that matches nothing", () => {
    const { check, cwd } = repository();
    mkdirSync(join(cwd, "tools/check"), { recursive: true });
    const exceptions = [{ path: "src/a.ts", text: "a gizmo", reason: "a quote" }];
    writeFileSync(join(cwd, "tools/check/prose-exceptions.json"), JSON.stringify(exceptions));
    writeFileSync(join(cwd, "src/a.ts"), "// a gizmo\n");
    expect(check().status).toBe(0);
    writeFileSync(join(cwd, "src/a.ts"), "// plain\n");
    expect(check()).toMatchObject({ status: 1, stderr: expect.stringContaining("remove the exception") });
  });

  test("fails without a list, and without git", () => {
    const cwd = folderOf({ "CONTRIBUTING.md": "# Words\n" });
    const env = { ...process.env, GIT_CEILING_DIRECTORIES: cwd };
    const { status, stderr } = spawnSync(process.execPath, [SCRIPT], { cwd, encoding: "utf8", env });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/no table of words[\s\S]*cannot be listed/)]);
  });
});
