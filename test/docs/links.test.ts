import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { allPages, ROOT } from "./support/page.ts";

const pages = allPages();
const byPath = new Map(pages.map((page) => [page.path, page]));

test.each(pages.map((page) => [page.path, page] as const))("every link of %s has a target", (_, page) => {
  for (const link of page.links.filter((one) => !/^[a-z]+:/.test(one))) {
    const [file = "", anchor] = decodeURIComponent(link).split("#");
    const path = file === "" ? page.path : normalize(join(dirname(page.path), file)).replaceAll("\\", "/");
    expect(existsSync(`${ROOT}${path}`), `${page.path}: ${link}`).toBe(true);
    if (anchor !== undefined)
      expect([...(byPath.get(path)?.anchors ?? [])], `${page.path}: ${link}`).toContain(anchor);
  }
});

test("the index of the documentation names every page", () => {
  const index = byPath.get("docs/README.md");
  const folders = ["docs/constructs/", "docs/controls/"];
  for (const { path } of pages.filter((page) => page.path.startsWith("docs/"))) {
    if (
      path === "docs/README.md" ||
      folders.some((folder) => path.startsWith(folder) && !path.endsWith("README.md"))
    )
      continue;
    expect(index?.links, path).toContain(path.replace("docs/", ""));
  }
  for (const folder of folders) {
    const inside = byPath.get(`${folder}README.md`);
    for (const { path } of pages.filter(
      (page) => page.path.startsWith(folder) && !page.path.endsWith("README.md"),
    ))
      expect(inside?.links, path).toContain(path.replace(folder, ""));
  }
});
