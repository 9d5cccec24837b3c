import { beforeEach, describe, expect, test } from "vitest";
import { budget, notification } from "./bodies.ts";
import { type Client, field, refusal, SCOPE, startedClient } from "./client.ts";

const PATH = `${SCOPE}/providers/Microsoft.Consumption/budgets/monthly@2019-10-01`;

let now: Date;
let client: Client;
beforeEach(async () => {
  now = new Date("2026-11-24T12:00:00Z");
  client = await startedClient({ now: () => now });
});

const put = (properties: object = {}) => client.arm(`PUT ${PATH}`, { body: budget(properties) });
const from = (startDate: string, endDate?: string) => ({
  timePeriod: { startDate, ...(endDate && { endDate }) },
});
const many = (actual: number, forecasted = 0) => ({
  notifications: Object.fromEntries(
    Array.from({ length: actual + forecasted }, (_, index) => {
      const thresholdType = index < actual ? "Actual" : "Forecasted";
      return [`n${index}`, notification({ threshold: 10 + index, thresholdType })];
    }),
  ),
});

test("a budget ends ten years after its start by default, and shows the current spend", async () => {
  expect(await put()).toMatchObject({
    status: 201,
    body: {
      type: "Microsoft.Consumption/budgets",
      properties: {
        timePeriod: { startDate: "2026-12-01T00:00:00Z", endDate: "2036-12-01T00:00:00Z" },
        currentSpend: { amount: 0 },
      },
    },
  });
});

test("a budget is readable with the other versions of its API", async () => {
  await put();
  expect(await client.arm(`GET ${PATH.replace("2019-10-01", "2023-05-01")}`)).toMatchObject({ status: 200 });
});

describe("a budget's filter", () => {
  const dimensions = { name: "ResourceGroupName", operator: "In", values: ["rg-shop"] };
  const tags = { name: "env", operator: "In", values: ["prod"] };

  test.each([
    ["one condition", { dimensions }, 201],
    ["two conditions", { and: [{ dimensions }, { tags }] }, 201],
    ["a list of one", { and: [{ dimensions }] }, 400],
    ["another operator", { dimensions: { ...dimensions, operator: "NotIn" } }, 400],
    ["no values", { tags: { ...tags, values: [] } }, 400],
    ["no name", { tags: { operator: "In", values: ["x"] } }, 400],
  ])("with %s is answered as Azure's schema has it", async (_, filter, status) => {
    expect(await put({ filter })).toMatchObject({ status });
  });
});

describe("a new budget's start", () => {
  test.each([
    ["this month", "2026-11-01T00:00:00Z", 201],
    ["in a year", "2027-11-01T00:00:00Z", 201],
    ["last month", "2026-10-01T00:00:00Z", 400],
    ["later than in a year", "2027-12-01T00:00:00Z", 400],
    ["not the first of a month", "2026-12-02T00:00:00Z", 400],
    ["not at midnight", "2026-12-01T01:00:00Z", 400],
    ["not a date", "soon", 400],
  ])("%s", async (_, start, status) => {
    expect(await put(from(start))).toMatchObject({ status });
  });

  test("may lie in the current quarter when that is the grain", async () => {
    const quarterly = { ...from("2026-10-01T00:00:00Z"), timeGrain: "Quarterly" };
    expect(await put(quarterly)).toMatchObject({ status: 201 });
    expect(await put({ ...quarterly, timeGrain: "Annually" })).toMatchObject({ status: 200 });
  });
});

describe("an existing budget", () => {
  beforeEach(async () => {
    await put();
  });

  test("keeps its start, with Azure's error message", async () => {
    const message = /^Start date of budgets cannot be updated/;
    expect(await put(from("2027-01-01T00:00:00Z"))).toMatchObject(refusal(400, "400", message));
  });

  test("can be updated long after its start", async () => {
    now = new Date("2028-03-05T12:00:00Z");
    const token = await client.token("11111111-1111-1111-1111-111111111111", "later");
    const answer = await client.arm(`PUT ${PATH}`, { token, body: budget({ amount: 5 }) });
    expect(answer).toMatchObject({ status: 200, body: { properties: { amount: 5 } } });
  });

  test("is rejected with its old start after it was deleted", async () => {
    await client.arm(`DELETE ${PATH}`);
    now = new Date("2027-01-01T00:00:00Z");
    const token = await client.token("11111111-1111-1111-1111-111111111111", "later");
    const message = /before the current time grain period/;
    expect(await client.arm(`PUT ${PATH}`, { token, body: budget() })).toMatchObject(
      refusal(400, "400", message),
    );
  });

  test("has no PATCH", async () => {
    expect(await client.arm(`PATCH ${PATH}`, { body: budget() })).toMatchObject(
      refusal(405, "MethodNotAllowed"),
    );
  });
});

test("a budget has up to five notifications of each type", async () => {
  expect(await put(many(5))).toMatchObject({ status: 201 });
  expect(await put(many(6))).toMatchObject(
    refusal(400, "400", /up to 5 notifications of Actual cost; found 6/),
  );
  expect(await put(many(5, 5))).toMatchObject({ status: 200 });
  expect(await put(many(1, 6))).toMatchObject(refusal(400, "400", /of Forecasted cost; found 6/));
});

test.each([
  [
    "a notification without a recipient",
    { notifications: { n: notification({ contactEmails: [] }) } },
    /at least one contact/,
  ],
  [
    "an invalid recipient",
    { notifications: { n: notification({ contactEmails: ["soc"] }) } },
    /e-mail address/,
  ],
  ["a threshold of zero", { notifications: { n: notification({ threshold: 0 }) } }, /threshold/],
  ["an unknown operator", { notifications: { n: notification({ operator: "LessThan" }) } }, /operator/],
  ["an amount of zero", { amount: 0 }, /above zero/],
  ["an unknown grain", { timeGrain: "Weekly" }, /timeGrain/],
  ["an end before the start", from("2026-12-01T00:00:00Z", "2026-11-30T00:00:00Z"), /after the start/],
])("refused: %s", async (_, properties, message) => {
  const answer = await put(properties);
  expect(answer.status).toBe(400);
  expect(field(answer.body, "error", "message")).toMatch(message);
});

test("a group or a role counts as a recipient", async () => {
  const roles = notification({ contactEmails: [], contactRoles: ["Owner"] });
  expect(await put({ notifications: { n: roles } })).toMatchObject({ status: 201 });
});
