import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startSandbox } from "../../src/sandbox/index.ts";
import { temporaryFolder } from "../support/stack.ts";
import { budget, contact } from "./bodies.ts";
import { field, refusal, SCOPE, SUBSCRIPTION, startedClient } from "./client.ts";

const BUDGET = `${SCOPE}/providers/Microsoft.Consumption/budgets/monthly@2019-10-01`;
const CONTACT = `${SCOPE}/providers/Microsoft.Security/securityContacts/default@2023-12-01-preview`;

test("resources survive a restart, including eTags and registrations", async () => {
  const stateFolder = temporaryFolder();
  const before = await startedClient({ stateFolder });
  const { body } = await before.arm(`PUT ${BUDGET}`, { body: budget() });
  await before.arm(`PUT ${CONTACT}`, { body: contact() });
  await before.arm(`DELETE ${CONTACT}`);
  await before.arm(`POST ${SCOPE}/providers/Microsoft.Security/unregister@2022-09-01`);
  await before.close();

  const after = await startedClient({ stateFolder });
  const read = await after.arm(`GET ${BUDGET}`);
  expect(read).toMatchObject({
    status: 200,
    body: { eTag: field(body, "eTag"), properties: { amount: 1000 } },
  });
  expect(await after.arm(`GET ${CONTACT}`)).toMatchObject(refusal(404, "ResourceNotFound"));
  expect(await after.arm(`PUT ${CONTACT}`, { body: contact() })).toMatchObject(
    refusal(409, "MissingSubscriptionRegistration"),
  );
});

test("a subscription is stored in one file, for its owner only, before the response", async () => {
  const stateFolder = temporaryFolder();
  const client = await startedClient({ stateFolder });
  await client.arm(`PUT ${BUDGET}`, { body: budget() });
  const folder = join(stateFolder, "subscriptions");
  expect(readdirSync(folder)).toEqual([`${SUBSCRIPTION}.json`]);
  expect(statSync(join(folder, `${SUBSCRIPTION}.json`)).mode & 0o077).toBe(0);
});

test("a folder belongs to one sandbox at a time", async () => {
  const stateFolder = temporaryFolder();
  const first = await startedClient({ stateFolder });
  await expect(startSandbox({ stateFolder })).rejects.toThrow(`process ${process.pid}`);
  await first.close();
  await startedClient({ stateFolder });
});

test("a folder of a killed sandbox can be used again", async () => {
  const stateFolder = temporaryFolder();
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(join(stateFolder, "sandbox.pid"), String(pid));
  await startedClient({ stateFolder });
});

test("without a folder, a new sandbox is empty", async () => {
  const before = await startedClient();
  await before.arm(`PUT ${BUDGET}`, { body: budget() });
  const after = await startedClient();
  expect(await after.arm(`GET ${BUDGET}`)).toMatchObject({ status: 404 });
});

describe("a state folder with other content", () => {
  test.each([
    ["invalid JSON", `${SUBSCRIPTION}.json`, "{", /JSON/],
    ["another schema", `${SUBSCRIPTION}.json`, '{"schema":"other"}', /schema/],
    ["an invalid name", "prod.json", "{}", /not a subscription id/],
    [
      "another subscription than its name",
      `${SUBSCRIPTION}.json`,
      JSON.stringify({
        schema: "csp-baseline/sandbox-state/v1",
        subscriptionId: "00000000-0000-0000-0000-000000000002",
        resources: [],
        registrations: {},
      }),
      /another subscription/,
    ],
  ])("%s: is reported, and nothing starts", async (_, name, text, message) => {
    const stateFolder = temporaryFolder();
    mkdirSync(join(stateFolder, "subscriptions"));
    const file = join(stateFolder, "subscriptions", name);
    writeFileSync(file, text);
    await expect(startSandbox({ stateFolder })).rejects.toThrow(message);
    await expect(startSandbox({ stateFolder })).rejects.toThrow(file);
  });
});

test("a subscription that left the fleet stays if it has resources", async () => {
  const tenantId = "11111111-1111-1111-1111-111111111111";
  const empty = SUBSCRIPTION.replace(/1$/, "2");
  const kept = SUBSCRIPTION.replace(/1$/, "3");
  const known = (...ids: string[]) => ({
    directory: { subscriptions: ids.map((id) => ({ id, displayName: id, tenantId })) },
    stateFolder,
  });
  const stateFolder = temporaryFolder();
  const before = await startedClient(known(SUBSCRIPTION, empty, kept));
  await before.arm(`PUT ${BUDGET}`, { body: budget() });
  await before.close();
  // Twice: the second run must remember it too.
  for (let run = 0; run < 2; run += 1) {
    const after = await startedClient(known(kept));
    expect(await after.arm(`GET ${BUDGET}`)).toMatchObject({ status: 200 });
    const gone = BUDGET.replace(SUBSCRIPTION, empty);
    expect(await after.arm(`GET ${gone}`)).toMatchObject(refusal(404, "SubscriptionNotFound"));
    await after.close();
  }
});
