import { expect, test } from "vitest";
import { page } from "../../src/sandbox/arm/paging.ts";

/** Reads all pages of a list. */
function pagesOf(length: number): number[][] {
  const items = Array.from({ length }, (_, index) => index);
  const pages: number[][] = [];
  let next: string | undefined;
  do {
    const part = page(items, next);
    pages.push([...part.items]);
    next = part.next;
  } while (next !== undefined);
  return pages;
}

test.each([
  [0, 1],
  [5, 1],
  [6, 2],
  [500, 100],
  [501, 84],
  [50_000, 100],
])("a list of %i items has %i pages with every item once", (length, count) => {
  const pages = pagesOf(length);
  expect(pages).toHaveLength(count);
  expect(pages.flat()).toEqual(Array.from({ length }, (_, index) => index));
});
