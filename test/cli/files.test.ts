import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { filesNamed, writeAllWhole, writeWhole } from "../../src/cli/files.ts";
import { cspBaseline } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";

test("a folder stands for the files in it, at any depth, without hidden folders and links", () => {
  const folder = folderOf({ "b.json": "", "a/c.json": "", ".git/d.json": "", "e.txt": "" });
  symlinkSync(folder, join(folder, "loop"));
  const missing = join(folder, "missing.json");
  const named = filesNamed([folder, missing, missing], (name) => name.endsWith(".json"));
  expect(named).toEqual([join(folder, "a/c.json"), join(folder, "b.json"), missing]);
});

test("a file is written whole, with the folders it is in", () => {
  const path = join(temporaryFolder(), "deep", "er", "x.txt");
  writeWhole(path, ["one ", "two"]);
  expect(readFileSync(path, "utf8")).toBe("one two");
});

test("what fails half-way leaves the file as it was, and nothing beside it", () => {
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
  expect(filesNamed([folder], () => true)).toEqual([a, join(folder, "b.yaml/in-the-way")]);

  writeAllWhole([change(a, "old"), change(c)]);
  expect([a, c].map((path) => readFileSync(path, "utf8"))).toEqual(["new", "new"]);
});

test("a link stays a link: what it leads to is written", () => {
  const folder = folderOf({ "real.yaml": "old" });
  const link = join(folder, "link.yaml");
  symlinkSync(join(folder, "real.yaml"), link);
  writeAllWhole([{ path: link, text: "new", before: "old" }]);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, "real.yaml"), "utf8")).toBe("new");
});
