import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { assertVacant, placeWhole, writeFiles } from "../../../src/adopt/init/place.ts";
import { folderOf } from "../../support/fleet.ts";
import { temporaryFolder } from "../../support/stack.ts";

const FILES = new Map([
  ["a.txt", "A"],
  ["deep/er/b.txt", "B"],
]);
const fill = (staging: string) => writeFiles(staging, FILES);

test("a new folder appears with all its files, and no others", () => {
  const parent = temporaryFolder();
  placeWhole(join(parent, "new/er"), fill);
  expect(readdirSync(parent)).toEqual(["new"]);
  expect(readdirSync(join(parent, "new"))).toEqual(["er"]);
  expect(readFileSync(join(parent, "new/er/deep/er/b.txt"), "utf8")).toBe("B");
});

test("an empty folder, and one with nothing but .git, are filled", () => {
  const folder = folderOf({ ".git/HEAD": "ref" });
  assertVacant(folder);
  placeWhole(folder, fill);
  expect(readdirSync(folder).sort()).toEqual([".git", "a.txt", "deep"]);
  const empty = temporaryFolder();
  assertVacant(empty);
  placeWhole(empty, fill);
  expect(readdirSync(empty).sort()).toEqual(["a.txt", "deep"]);
});

test("other existing files are reported and not changed", () => {
  const folder = folderOf({ ".git/HEAD": "ref", "notes\u001b[31m.txt": "", "b.txt": "" });
  expect(() => assertVacant(folder)).toThrow('it is not empty: it has "b.txt", "notes\\u001b[31m.txt"');
  expect(() => assertVacant(join(folder, "b.txt"))).toThrow("it is a file");
  const many = folderOf(Object.fromEntries([..."abcdefg"].map((name) => [name, ""])));
  expect(() => assertVacant(many)).toThrow('"a", "b", "c", "d", "e" and 2 more');
  const link = join(temporaryFolder(), "link");
  symlinkSync(folder, link);
  expect(() => assertVacant(link)).toThrow("it is a link");
});

test("a failure leaves nothing behind", () => {
  const parent = temporaryFolder();
  mkdirSync(join(parent, "empty"));
  const failing = (staging: string) => {
    writeFileSync(join(staging, "half"), "");
    throw new Error("no space");
  };
  expect(() => placeWhole(join(parent, "new"), failing)).toThrow("no space");
  expect(() => placeWhole(join(parent, "empty"), failing)).toThrow("no space");
  expect(readdirSync(parent)).toEqual(["empty"]);
  expect(readdirSync(join(parent, "empty"))).toEqual([]);
});
