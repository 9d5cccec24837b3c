import { expect, test } from "vitest";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { inProcess } from "./in-process.ts";

const fleetWith = (partner = PARTNER, contoso = CONTOSO) =>
  folderOf({ "partner.yaml": partner, "customers/contoso.yaml": contoso });
const check = (fleet: string, ...args: string[]) => inProcess(["check", "--fleet", fleet, ...args]);

test("a problem has its line of the file below it, with a caret under the place", async () => {
  const fleet = fleetWith(PARTNER.replace("amount: 1000", "amount: 0"));
  const { err, status } = await check(fleet);
  expect(status).toBe(2);
  expect(err.split("\n").slice(0, 3)).toEqual([
    expect.stringContaining("partner.yaml:13:13 baseline.budget.amount: must be at least 1"),
    "  13 |   budget: { amount: 0, startMonth: 2026-12 }",
    "     |             ^",
  ]);
});

test("a secret in the line is not shown, and JSON has no line", async () => {
  const hook = 'webhooks: [{ name: "", uri: "https://hooks.fabrikam.example/T0/s3cr3t" }]';
  const fleet = fleetWith(PARTNER.replace("emails: [noc@fabrikam.example]", hook));
  const { err } = await check(fleet);
  expect(err).toContain("https://hooks.fabrikam.example/...");
  expect(err).not.toContain("s3cr3t");
  expect((await check(fleet, "--format", "json")).out).not.toContain("s3cr3t");
});

test("only a verb that writes files reports that nothing was written", async () => {
  const fleet = fleetWith(PARTNER.replace("role:", "rule:"));
  for (const verb of [["check"], ["list"], ["explain", "prod"], ["audit"]])
    expect((await inProcess([...verb, "--fleet", fleet])).err).toMatch(/problems? in the fleet\n$/);
  expect((await inProcess(["synth", "--fleet", fleet, "--out", `${fleet}/out`])).err).toMatch(
    /in the fleet; nothing was written\n$/,
  );
});

test("the line of a file that add would have written is shown as it would be", async () => {
  const fleet = fleetWith();
  const id = "00000000-0000-0000-0000-00000000000a";
  const args = ["add", "subscription", "contoso", "--id", id, "--name", "prod", "--fleet", fleet];
  expect((await inProcess(args)).err).toContain("  10 |     name: prod\n     |     ^");
});

test("a problem of a whole file has no line", async () => {
  const { err } = await check(folderOf({ "partner.yaml": PARTNER }));
  expect(err).not.toContain(" | ");
});

test.each([
  ['amount: "1000"', 'must be a number (found "1000"). Write 1000, without quotes.'],
  ["amount: 1000 EUR", "Write amount: 1000, and currency: EUR as a separate key."],
  ["amount: 1,000", "In braces a comma ends a value: write the number without separators and currency."],
  ["amount: 1000, actual: 80", "must be a list (found 80). Write it as a list: [80]."],
])("the usual mistake %s is explained", async (amount, message) => {
  const { err, status } = await check(fleetWith(PARTNER.replace("amount: 1000", amount)));
  expect(status).toBe(2);
  expect(err).toContain(message);
});

test("a number with separators outside braces, and a single address where a list belongs", async () => {
  const block = PARTNER.replace(
    "budget: { amount: 1000, startMonth: 2026-12 }",
    "budget:\n    amount: 1,000",
  );
  expect((await check(fleetWith(block))).err).toContain(
    "Write 1000: without quotes, separators or a currency.",
  );
  const single = PARTNER.replace("[soc@fabrikam.example]", "soc@fabrikam.example");
  expect((await check(fleetWith(single))).err).toContain('Write it as a list: ["soc@fabrikam.example"].');
});
