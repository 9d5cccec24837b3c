import { afterEach, expect, test } from "vitest";
import { readLive } from "../../src/audit/live-evidence.ts";
import { OutOfSightError, resourcesSeen } from "../../src/controls/index.ts";
import { type Evidence, useResourceMappers } from "../../src/evidence/index.ts";
import { fleetOf } from "../support/fleet.ts";
import { type Answer, connectTo, loopback, type Received, subscriptionId } from "./support/loopback.ts";

const LOCKS = "Microsoft.Authorization/locks";
const id = `/subscriptions/${subscriptionId(1)}/providers/${LOCKS}/keep`;

afterEach(() => {
  useResourceMappers([]);
});

/** Reads one subscription from an Azure with these locks only. */
async function evidenceOf(locks: Answer): Promise<{ evidence: Evidence; asked: readonly string[] }> {
  const isOfLocks = ({ url }: Received) => url.toLowerCase().includes("/locks");
  const server = await loopback((request) => (isOfLocks(request) ? locks : { body: { value: [] } }));
  const [subscription] = fleetOf().subscriptions;
  if (subscription === undefined) throw new Error("the fleet is empty");
  const readings = readLive({
    connection: await connectTo(server),
    subscriptions: [subscription],
    inGraph: () => false,
  });
  for await (const { evidence } of readings)
    return { evidence, asked: server.received.filter(isOfLocks).map(({ url }) => url) };
  throw new Error("nothing was read");
}

const keep = { id, name: "keep", type: LOCKS, properties: { level: "ReadOnly" } };

test("an app's custom type is read from Azure as its mapper defines", async () => {
  useResourceMappers([{ type: LOCKS, azure: { apiVersion: "2020-05-01", filter: "atScope()" } }]);
  const { asked, evidence } = await evidenceOf({ body: { value: [keep] } });
  expect(resourcesSeen(evidence, LOCKS)).toMatchObject([{ id, properties: { level: "ReadOnly" } }]);
  expect(asked).toEqual([
    `/subscriptions/${subscriptionId(1)}/providers/${LOCKS}?api-version=2020-05-01&$filter=atScope()`,
  ]);
});

test("an unreadable type is unknown, with the missing permission", async () => {
  useResourceMappers([{ type: LOCKS, azure: { apiVersion: "2020-05-01" } }]);
  const { evidence } = await evidenceOf({
    status: 403,
    body: { error: { code: "AuthorizationFailed", message: "no" } },
  });
  expect(() => resourcesSeen(evidence, LOCKS)).toThrow(OutOfSightError);
  expect(() => resourcesSeen(evidence, LOCKS)).toThrow(
    "the signed-in identity lacks Microsoft.Authorization/locks/read",
  );
});

test("a type without a list in Azure is not requested, and unknown", async () => {
  useResourceMappers([{ type: LOCKS }]);
  const { asked, evidence } = await evidenceOf({ body: { value: [keep] } });
  expect(asked).toEqual([]);
  expect(() => resourcesSeen(evidence, LOCKS)).toThrow(
    `${LOCKS} cannot be read: the app's mapper does not define its list in Azure`,
  );
});
