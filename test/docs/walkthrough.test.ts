import { expect, test } from "vitest";
import { allPages, flag } from "./support/page.ts";
import { follow, isRunnable, looksLike } from "./support/session.ts";

const pages = allPages().filter(({ path }) => path.startsWith("docs/"));
const walked = pages.filter(({ blocks }) => blocks.some(isRunnable));

test.concurrent.each(walked.map(({ path }) => path))(
  "the commands of %s give the documented output",
  async (path) => {
    const page = pages.find((one) => one.path === path);
    for (const { command, output, place, shown, status, wantedStatus } of await follow(page?.blocks ?? [])) {
      expect(status, `${place}\n${command}\n${output}`).toBe(wantedStatus);
      if (shown === undefined) continue;
      // Compared as texts if they differ, so that the failure shows the difference.
      if (!looksLike(output, shown)) expect(`${place}\n${output.trim()}`).toBe(`${place}\n${shown}`);
    }
  },
  // Pages run in parallel, on machines that may have other work.
  180_000,
);

test("a wrong output or exit code on a page is detected", async () => {
  expect(looksLike("one\ntwo\nthree\n", "one\n…\nthree")).toBe(true);
  expect(looksLike("one\nthree\n", "one\n…\nthree")).toBe(true);
  expect(looksLike("took 12 ms\n", "took … ms")).toBe(true);
  expect(looksLike("one\ntwo\n", "one")).toBe(false);
  expect(looksLike("a.b\n", "a-b")).toBe(false);
  const block = { language: "sh", flags: [], text: "false\ntrue\n", place: "here" };
  expect(await follow([block])).toMatchObject([{ status: 1 }]);
});

test("every block has a known kind", () => {
  const known =
    /^(|sh|console|ts|yaml|json|hcl|text)( (azure|network|terraform|run|partner|customer|baseline|exit=\d|file=\S+))*$/;
  for (const { blocks } of pages)
    for (const block of blocks)
      expect([block.language, ...block.flags].join(" "), block.place).toMatch(known);
});

test("files that a page writes stay in its folder", () => {
  for (const { blocks } of pages)
    for (const block of blocks)
      expect(flag(block, "file") ?? "", block.place).not.toMatch(/^\/|\.\.|^(test|schema)\//);
});
