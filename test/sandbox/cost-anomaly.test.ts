import { beforeEach, expect, test } from "vitest";
import { DEFAULT_TENANT_ID } from "../../src/sandbox/index.ts";
import { anomaly } from "./bodies.ts";
import { type Client, field, refusal, SCOPE, startedClient } from "./client.ts";

const ALERTS = `${SCOPE}/providers/Microsoft.CostManagement/scheduledActions`;

let now: Date;
let client: Client;
beforeEach(async () => {
  now = new Date("2026-11-24T12:00:00Z");
  client = await startedClient({ now: () => now });
});

const put = (body: object, name = "anomaly") => client.arm(`PUT ${ALERTS}/${name}@2023-08-01`, { body });

test("an anomaly alert shows its scope, its eTag, and an id without the leading slash", async () => {
  expect(await put(anomaly())).toMatchObject({
    status: 201,
    body: {
      id: `${ALERTS.slice(1)}/anomaly`,
      eTag: expect.any(String),
      kind: "InsightAlert",
      properties: { scope: SCOPE.slice(1), status: "Enabled", notificationEmail: "finops@fabrikam.example" },
    },
  });
});

test("an anomaly alert expires with its schedule, and is enabled again when it is renewed", async () => {
  await put(anomaly());
  now = new Date("2027-11-24T03:06:23Z");
  const token = await client.token(DEFAULT_TENANT_ID, "later");
  const status = async () =>
    field((await client.arm(`GET ${ALERTS}/anomaly@2023-08-01`, { token })).body, "properties", "status");
  expect(await status()).toBe("Expired");
  const schedule = { frequency: "Daily", startDate: "2027-11-24T03:06:23Z", endDate: "2028-11-24T03:06:23Z" };
  await client.arm(`PUT ${ALERTS}/anomaly@2023-08-01`, { token, body: anomaly({ schedule }) });
  expect(await status()).toBe("Enabled");
});

test("a subscription has at most five anomaly alerts", async () => {
  for (const name of ["a", "b", "c", "d", "e"])
    expect(await put(anomaly(), name)).toMatchObject({ status: 201 });
  expect(await put(anomaly(), "f")).toMatchObject(refusal(400, "BadRequest", /at most 5/));
  expect(await put(anomaly(), "e")).toMatchObject({ status: 200 });
});

test("a write with an old eTag is rejected", async () => {
  await put(anomaly());
  expect(await put(anomaly({}, { eTag: '"old"' }))).toMatchObject(refusal(409, "Conflict"));
});

test.each([
  ["no recipient", { notification: { to: [], subject: "s" } }, /1 to 20/],
  [
    "21 recipients",
    { notification: { to: Array.from({ length: 21 }, (_, i) => `a${i}@b.example`), subject: "s" } },
    /1 to 20/,
  ],
  ["no subject", { notification: { to: ["a@b.example"] } }, /subject/],
  [
    "an end before the start",
    { schedule: { frequency: "Daily", startDate: "2027-01-01", endDate: "2026-01-01" } },
    /after its start/,
  ],
  ["no schedule", { schedule: {} }, /frequency/],
])("refused: %s", async (_, properties, message) => {
  const answer = await put(anomaly(properties));
  expect(answer.status).toBe(400);
  expect(field(answer.body, "error", "message")).toMatch(message);
});
