import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { filesNamed, writeAllWhole, writeWhole } from "../../src/cli/files.ts";
import { cspBaseline } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

test("a folder selects the files in it, at any depth, without hidden folders and links", () => {
  const folder = folderOf({ "b.json": "", "a/c.json": "", ".git/d.json": "", "e.txt": "" });
  symlinkSync(folder, join(folder, "loop"));
  const missing = join(folder, "missing.json");
  const named = filesNamed([folder, missing, missing], { file: (name) => name.endsWith(".json") });
  expect(named).toEqual([join(folder, "a/c.json"), join(folder, "b.json"), missing]);
});

test("a file is written completely, and its folders are created", () => {
  const path = join(temporaryFolder(), "deep", "er", "x.txt");
  writeWhole(path, ["one ", "two"]);
  expect(readFileSync(path, "utf8")).toBe("one two");
});

test("a failure midway leaves the file unchanged, and no file beside it", () => {
  const folder = temporaryFolder();
  const path = join(folder, "x.txt");
  writeFileSync(path, "before");
  function* failing(): Generator<string> {
    yield "half";
    throw new Error("no more");
  }
  expect(() => writeWhole(path, failing())).toThrow(`cannot write ${path}: no more`);
  expect(readdirSync(folder)).toEqual(["x.txt"]);
  expect(readFileSync(path, "utf8")).toBe("before");
});

test.each([
  ["review", ["--plans", ".", "--output"]],
  ["report", ["--output"]],
  ["audit", ["--from", "list.json", "--format", "json", "--output"]],
])("%s into a place that cannot be written ends with 3 and one line", (verb, args) => {
  const cwd = folderOf({
    "fleet/partner.yaml": PARTNER,
    "fleet/customers/contoso.yaml": CONTOSO,
    "list.json": "[]",
  });
  writeFileSync(join(cwd, "occupied"), "");
  mkdirSync(join(cwd, "empty"));
  const { status, stderr } = cspBaseline([verb, ...args, "occupied/x"], { cwd });
  expect(status).toBe(3);
  expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^csp-baseline: cannot write occupied\/x: [^\n]+$/);
  expect(stderr).not.toMatch(/an error of the program|^\s+at /m);
});

test("of several files all are written or none", () => {
  const folder = folderOf({ "a.yaml": "old", "b.yaml/in-the-way": "" });
  const [a, b, c] = ["a.yaml", "b.yaml", "new/c.yaml"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const change = (path: string, before?: string) => ({ path, text: "new", before });
  expect(() => writeAllWhole([change(a, "old"), change(c), change(b)])).toThrow(`cannot write ${b}: `);
  expect(readFileSync(a, "utf8")).toBe("old");
  expect(filesNamed([folder], { file: () => true })).toEqual([a, join(folder, "b.yaml/in-the-way")]);

  writeAllWhole([change(a, "old"), change(c)]);
  expect([a, c].map((path) => readFileSync(path, "utf8"))).toEqual(["new", "new"]);
});

test("a link stays a link, and its target is written", () => {
  const folder = folderOf({ "real.yaml": "old" });
  const link = join(folder, "link.yaml");
  symlinkSync(join(folder, "real.yaml"), link);
  writeAllWhole([{ path: link, text: "new", before: "old" }]);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, "real.yaml"), "utf8")).toBe("new");
});

test("entries of a named folder that match by name but are not regular files are reported", () => {
  const folder = folderOf({ "real/a.json": "{}", "more/b.json": "{}" });
  symlinkSync(join(folder, "real", "a.json"), join(folder, "more", "link.json"));
  symlinkSync(join(folder, "real"), join(folder, "more", "linked"));
  symlinkSync(join(folder, "real"), join(folder, "more", ".hidden"));
  symlinkSync(join(folder, "nowhere"), join(folder, "more", "x.txt"));
  const told: string[] = [];
  const wanted = {
    file: (name: string) => name.endsWith(".json"),
    onIrregular: (path: string, kind: string) => told.push(`${basename(path)}: ${kind}`),
  };
  expect(filesNamed([join(folder, "more")], wanted)).toEqual([join(folder, "more", "b.json")]);
  expect(told).toEqual(["link.json: a symbolic link", "linked: a symbolic link"]);
});

const onPosix = test.runIf(process.platform !== "win32");

onPosix("a link stays a link, and what it leads to is written, there or not", () => {
  const folder = folderOf({ "there.txt": "before" });
  for (const [link, target] of [
    ["a", "there.txt"],
    ["b", "new.txt"],
  ] as const) {
    symlinkSync(target, join(folder, link));
    writeWhole(join(folder, link), "after");
    expect(lstatSync(join(folder, link)).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, target), "utf8")).toBe("after");
  }
  symlinkSync("loop", join(folder, "loop"));
  expect(() => writeWhole(join(folder, "loop"), "x")).toThrow(/^cannot write .*loop: /);
});

onPosix.each([0o600, 0o640, 0o755])("the permissions of a file that is there are kept: %i", (mode) => {
  const path = join(folderOf({ "x.txt": "before" }), "x.txt");
  chmodSync(path, mode);
  writeWhole(path, "after");
  expect([lstatSync(path).mode & 0o777, readFileSync(path, "utf8")]).toEqual([mode, "after"]);
});

onPosix("a pipe's reader gets the text, and the pipe stays", () => {
  const folder = temporaryFolder();
  const pipe = join(folder, "pipe");
  const module = fileURLToPath(new URL("../../dist/src/cli/files.js", import.meta.url));
  const script = `import(${JSON.stringify(module)}).then((files) => files.writeWhole(process.argv[1], "through"))`;
  const { stdout } = spawnSync(
    "sh",
    ["-c", 'mkfifo "$1"; cat "$1" & "$2" -e "$3" "$1"; wait', "sh", pipe, process.execPath, script],
    { encoding: "utf8" },
  );
  expect(stdout).toBe("through");
  expect(lstatSync(pipe).isFIFO()).toBe(true);
  expect(readdirSync(folder)).toEqual(["pipe"]);
});

onPosix("standard output is written to by its name, also where it is a file", () => {
  const folder = temporaryFolder();
  const module = fileURLToPath(new URL("../../dist/src/cli/files.js", import.meta.url));
  const script = `import(${JSON.stringify(module)}).then((files) => files.writeWhole("/dev/stdout", "through"))`;
  const out = join(folder, "out.txt");
  spawnSync("sh", [
    "-c",
    '(echo before; "$1" -e "$2"; echo after) >> "$3"',
    "sh",
    process.execPath,
    script,
    out,
  ]);
  expect(readFileSync(out, "utf8")).toBe("before\nthroughafter\n");
  expect(existsSync("/dev/stdout")).toBe(true);
});
