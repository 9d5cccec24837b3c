import { expect, test } from "vitest";
import { SameInstantError } from "../../../src/output/html/index.ts";
import { movementOf } from "../../../src/output/html/movement.ts";
import { reportData } from "../../../src/output/html/report-data.ts";
import { finding, head, historyOf } from "./support.ts";

const on = (day: string, source: "azure" | "stack" = "azure") => ({
  generatedAt: `2026-11-${day}T02:00:00Z`,
  source,
});
const [one, two] = [finding({ subscriptionId: "id-1" }), finding({ subscriptionId: "id-2" })];

test("shows the newest result and compares it with the previous one of the same source", () => {
  const history = historyOf(
    [[one], on("20")],
    [[one, two], on("24")],
    [[two], on("22")],
    [[one], on("23", "stack")],
    [[one], on("21")],
  );
  expect(history.latest.generatedAt).toBe("2026-11-24T02:00:00Z");
  expect(history.previous?.generatedAt).toBe("2026-11-22T02:00:00Z");
  expect(history.heads.map(({ generatedAt }) => generatedAt.slice(8, 10))).toEqual([
    "20",
    "21",
    "22",
    "23",
    "24",
  ]);
});

test("does not compare with a result of another source", () => {
  expect(historyOf([[one], on("24")], [[one], on("23", "stack")]).previous).toBeUndefined();
});

test("rejects two results of one source and instant, also in another notation", () => {
  expect(() => historyOf([[one], on("24")], [[two], { generatedAt: "2026-11-24T02:00:00.000Z" }])).toThrow(
    SameInstantError,
  );
  expect(historyOf([[one], on("24")], [[two], on("24", "stack")]).heads).toHaveLength(2);
});

test("distinguishes newly open and fixed cells from unchanged, excepted and missing ones", () => {
  const at = (id: string, status: "pass" | "fail" | "unknown" | "excepted") =>
    finding({ subscriptionId: id, status });
  const history = historyOf(
    [[at("stays", "fail"), at("fixed", "unknown"), at("excused", "fail"), at("gone", "fail")], on("23")],
    [[at("stays", "unknown"), at("fixed", "pass"), at("excused", "excepted"), at("new", "fail")], on("24")],
  );
  const movement = movementOf(history);
  expect([[...movement.opened], movement.fixed]).toEqual([["budget new"], 1]);
  const data = reportData(history, movement);
  expect(data.fresh.map((cell) => data.ids[cell])).toEqual(["new"]);
  expect(data.since).toBe("2026-11-23T02:00:00Z");
});

test("detects a result whose findings do not match its summary", () => {
  expect(historyOf([[one, two]]).sound).toBe(true);
  expect(historyOf([[one], { summary: head([one, two]).summary }]).sound).toBe(false);
});

test("orders columns as the catalogue does; controls of a later version come last", () => {
  const history = historyOf([
    [
      finding({ control: "a-later-one" }),
      finding(),
      finding({ control: "security-contact" }),
      finding({ control: "stack" }),
    ],
  ]);
  const { controls } = reportData(history, movementOf(history));
  expect(controls.map(({ id }) => id)).toEqual(["stack", "security-contact", "budget", "a-later-one"]);
  expect(controls[1]?.title).toContain("Microsoft can warn");
});
