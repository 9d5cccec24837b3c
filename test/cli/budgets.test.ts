import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { beforeEach, describe, expect, test } from "vitest";
import { budgetsJsonSchema } from "../../src/budgets/index.ts";
import { type BudgetsOptions, budgets } from "../../src/cli/budgets/run.ts";
import { loadFleet } from "../../src/controls/load-fleet.ts";
import { csv, dailyRated, fileOf, months, PROD, SANDBOX } from "../budgets/support.ts";
import { NOW } from "../sandbox/client.ts";
import { heardConsole } from "../support/console.ts";
import { CONTOSO, folderOf, PARTNER, TODAY } from "../support/fleet.ts";

const COMMENTED = CONTOSO.replace("    name: prod\n", "    name: prod # the shop\n    # keep me\n");

let console: ReturnType<typeof heardConsole>;
let fleet: string;
beforeEach(() => {
  console = heardConsole({}, NOW);
  fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": COMMENTED });
});

const AMOUNTS = { "2026-07": 100, "2026-08": 100, "2026-09": 100 };
const usage = (prod = AMOUNTS, sandbox = AMOUNTS) =>
  fileOf("usage.csv", csv([...months(prod), ...months(sandbox, SANDBOX)].map(dailyRated)));
const run = (options: Partial<BudgetsOptions> = {}) =>
  budgets({ fleet, from: [usage()], ...options }, console);
const amounts = () => {
  const loaded = loadFleet(fleet, { today: TODAY });
  if (!loaded.ok) throw new Error("the fleet is not valid");
  return loaded.fleet.subscriptions.map(({ baseline: { budget } }) => [budget.amount, budget.currency]);
};
const contoso = () => readFileSync(join(fleet, "customers/contoso.yaml"), "utf8");

describe("budgets --from", () => {
  test("proposes an amount for each subscription with its reason, and writes nothing", async () => {
    expect(await run()).toBe(0);
    expect(console.heard.out).toMatch(
      /^contoso\/prod +120 USD \(now 1,000\): the 90th percentile of 3 months \(2026-07 to 2026-09\) is 100\.00/m,
    );
    expect(console.heard.out).toContain(
      "2 subscriptions: 2 with a proposal, 2 of them differ from the fleet",
    );
    expect(console.heard.err).toContain("UnitPrice x Quantity x PCToBCExchangeRate");
    expect(contoso()).toBe(COMMENTED);
  });

  test("reports why it proposes no amount, which lines are in no sum, and which subscriptions are not in the fleet", async () => {
    const other = "00000000-0000-0000-0000-0000000000ff";
    const lines = [
      ...months({ "2026-09": 5 }),
      ...months({ "2026-09": 5 }, other),
      { subscription: "", date: "2026-09-02", amount: 7 },
      { date: "2026-09-02", amount: -1 },
    ];
    await run({ from: [fileOf("usage.csv", csv(lines.map(dailyRated)))] });
    expect(console.heard.out).toMatch(/contoso\/prod +no proposal \(now 1,000\): 1 complete months/);
    expect(console.heard.out).toMatch(
      /contoso\/sandbox +no proposal .*the files have no usage of the subscription/,
    );
    expect(console.heard.err).toContain(
      "1 line without an Azure subscription: 7 USD, not included in any sum",
    );
    expect(console.heard.err).toContain("1 line with a negative cost (credits, refunds): -1 USD");
    expect(console.heard.err).toContain(`1 subscription with usage but not in the fleet: ${other}`);
  });

  test("as JSON is what its schema describes", async () => {
    await run({ format: "json" });
    const report = JSON.parse(console.heard.out);
    const validate = new Ajv2020({ strict: false }).compile(JSON.parse(budgetsJsonSchema()));
    expect([validate(report), validate.errors]).toEqual([true, null]);
    expect(report).toMatchObject({
      schema: "csp-baseline/budgets/v1",
      files: [{ format: "daily-rated-usage", lines: 12 }],
      covers: { first: "2026-07-01", last: "2026-09-30" },
      subscriptions: [
        { subscriptionId: PROD, proposal: { amount: 120 }, check: { status: "never-fires" } },
        {},
      ],
    });
  });

  test("narrows to a part of the fleet", async () => {
    await run({ only: ["*/prod"] });
    expect(console.heard.out).not.toContain("contoso/sandbox");
  });

  test.each([
    [{ months: "0" }, /--months must be a whole number/],
    [{ margin: "-1" }, /--margin/],
    [{ percentile: "101" }, /--percentile/],
    [{ months: "2" }, /--months must be at least --min-months/],
    [{ check: true, write: true }, /not both/],
    [{ from: ["/nowhere"] }, /cannot be read/],
  ])("with %j is a usage error", async (options, message) => {
    await expect(run(options)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });

  test("names the file and the line of what cannot be counted", async () => {
    const file = fileOf(
      "usage.csv",
      csv([dailyRated({ date: "2026-09-01", amount: 1, more: { UnitPrice: "x" } })]),
    );
    await expect(run({ from: [file] })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/usage\.csv: line 1 after the header: UnitPrice must be a number/),
    });
  });
});

describe("budgets --check", () => {
  test("proposes nothing for lines in two currencies, which it names", async () => {
    const lines = months(AMOUNTS).map((line, index) => ({
      ...line,
      currency: index % 2 === 0 ? "USD" : "EUR",
    }));
    await run({ from: [fileOf("usage.csv", csv(lines.map(dailyRated)))] });
    expect(console.heard.out).toMatch(
      /contoso\/prod +no proposal \(now 1,000\): its lines are in EUR and USD: a budget has one currency/,
    );
  });

  test("ends with 1 for budgets that never fire, and 0 where all fit", async () => {
    expect(await run({ check: true })).toBe(1);
    expect(console.heard.out).toMatch(/contoso\/prod +never fires +1,000: 50 % \(500\) was never reached/);
    expect(console.heard.out).toContain("2 budgets: 2 never fires");
    const fitting = { "2026-07": 600, "2026-08": 100, "2026-09": 100 };
    expect(await run({ check: true, from: [usage(fitting, fitting)] })).toBe(0);
  });

  test("names a currency that is not that of the fleet", async () => {
    const partner = PARTNER.replace("amount: 1000,", "amount: 1000, currency: EUR,");
    fleet = folderOf({ "partner.yaml": partner, "customers/contoso.yaml": CONTOSO });
    await run({ check: true });
    expect(console.heard.err).toContain(
      "contoso/prod: the fleet has a budget in EUR, and its usage is in USD",
    );
  });
});

describe("budgets --write", () => {
  test("puts one amount for all into partner.yaml", async () => {
    expect(await run({ write: true })).toBe(0);
    expect(amounts()).toEqual([
      [120, "USD"],
      [120, "USD"],
    ]);
    expect(contoso()).toBe(COMMENTED);
    expect(readFileSync(join(fleet, "partner.yaml"), "utf8")).toContain(
      "budget: { amount: 120, startMonth: 2026-12, currency: USD }",
    );
    expect(await run({ write: true })).toBe(0);
    expect(console.heard.err).toContain("the fleet has these amounts already");
  });

  test("puts amounts that differ to the subscriptions, with every comment left where it is", async () => {
    const more = { "2026-07": 1000, "2026-08": 1000, "2026-09": 1000 };
    await run({ write: true, from: [usage(more)] });
    expect(amounts()).toEqual([
      [1200, "USD"],
      [120, "USD"],
    ]);
    expect(contoso()).toContain("    name: prod # the shop\n");
    expect(contoso()).toContain("# keep me\n");
  });

  test("puts what is common to a customer into its file, and leaves the others as they are", async () => {
    const northwind = CONTOSO.replace("contoso", "northwind")
      .replaceAll("2222", "3333")
      .replaceAll(/0{11}(?=[12]$)/gm, "00000000001");
    fleet = folderOf({
      "partner.yaml": PARTNER,
      "customers/contoso.yaml": COMMENTED,
      "customers/northwind.yaml": northwind,
    });
    await run({ write: true });
    expect(amounts().map(([amount]) => amount)).toEqual([120, 120, 1000, 1000]);
    expect(contoso()).toMatch(/^baseline: \{ budget: \{ amount: 120, currency: USD \} \}$/m);
  });

  test("keeps the place of an amount that a subscription has of its own", async () => {
    const own = COMMENTED.replace("name: sandbox", "name: sandbox\n    baseline: { budget: { amount: 7 } }");
    fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": own });
    await run({ write: true });
    expect(amounts().map(([amount]) => amount)).toEqual([120, 120]);
    expect(contoso()).toContain("baseline: { budget: { amount: 120, currency: USD } }");
  });

  test("writes nothing for a subscription without a proposal", async () => {
    await run({
      write: true,
      from: [usage(AMOUNTS, { "2026-07": 0, "2026-08": 0, "2026-09": 3 })],
      minMonths: "3",
    });
    expect(amounts().map(([amount]) => amount)).toEqual([120, 10]);
    await run({ write: true, from: [fileOf("u.csv", csv(months({ "2026-09": 9000 }).map(dailyRated)))] });
    expect(amounts().map(([amount]) => amount)).toEqual([120, 10]);
  });

  test("refuses a file that is written in a way that only people can edit", async () => {
    const alias = CONTOSO.replace(
      "    name: prod\n",
      "    name: prod\n    baseline: &a { budget: { amount: 7 } }\n",
    ).replace("    name: sandbox\n", "    name: sandbox\n    baseline: *a\n");
    fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": alias });
    await expect(run({ write: true })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/contoso\.yaml: it cannot be edited safely.*nothing was written/),
    });
    expect(contoso()).toBe(alias);
  });
});
