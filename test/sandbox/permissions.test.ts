import { beforeAll, expect, test } from "vitest";
import { isPermitted, OPERATION_GROUPS } from "../../src/adopt/onboard/index.ts";
import { DEFAULT_TENANT_ID, READER_CLIENT_ID } from "../../src/sandbox/index.ts";
import { type Client, field, refusal, SCOPE, startedClient } from "./client.ts";

const LIST = `${SCOPE}/providers/Microsoft.Authorization/permissions@2022-04-01`;
let client: Client;
beforeAll(async () => {
  client = await startedClient();
});

async function permissions(token?: string) {
  const { body, status } = await client.arm(`GET ${LIST}`, token === undefined ? {} : { token });
  expect(status).toBe(200);
  const value = field(body, "value");
  if (!Array.isArray(value)) throw new Error("no list");
  return value;
}

test("a deployer may do everything that the baseline needs, but not assign roles", async () => {
  const given = await permissions();
  for (const operation of OPERATION_GROUPS.flatMap(({ reads, writes }) => [...reads, ...writes])) {
    expect(isPermitted(given, operation), operation).toBe(true);
  }
  expect(isPermitted(given, "Microsoft.Authorization/roleAssignments/write")).toBe(false);
});

test("the reader may only read", async () => {
  const given = await permissions(await client.token(DEFAULT_TENANT_ID, READER_CLIENT_ID));
  for (const { reads, writes } of OPERATION_GROUPS) {
    expect(reads.every((operation) => isPermitted(given, operation))).toBe(true);
    expect(writes.some((operation) => isPermitted(given, operation))).toBe(false);
  }
});

test("permissions are read-only, in any case, and require a token", async () => {
  expect((await client.arm(`GET ${LIST.toLowerCase()}`)).status).toBe(200);
  expect((await client.arm(`PUT ${LIST}`, { body: {} })).status).toBe(405);
  expect(await client.arm(`GET ${LIST}`, { token: null })).toMatchObject(
    refusal(401, "AuthenticationFailed"),
  );
});
