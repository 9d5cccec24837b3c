import { expect, test } from "vitest";
import { brakeOf } from "../../src/enforce/brake.ts";

test.each([
  [undefined, 1, 3],
  [undefined, 399, 3],
  [undefined, 400, 4],
  [undefined, 1999, 19],
  [undefined, 2000, 20],
  [undefined, 50_000, 20],
  ["10", 60, 10],
  ["0", 60, 0],
  ["25%", 60, 15],
  ["100%", 60, 60],
])("--max %s of %i subscriptions lets %i through", (text, fleet, expected) => {
  expect(brakeOf(text, fleet)).toBe(expected);
});

test.each(["", "-1", "1.5", "101%", "many", "1 %"])("--max %j is refused", (text) => {
  expect(() => brakeOf(text, 60)).toThrow("--max must be a number of subscriptions or a share such as 5%");
});
