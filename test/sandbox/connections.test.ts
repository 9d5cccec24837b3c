import { expect, test } from "vitest";
import { SCOPE, startedClient } from "./client.ts";

test("an answer has a length, so that head and body are sent together", async () => {
  const client = await startedClient();
  const { headers } = await client.arm(`GET ${SCOPE}@2022-12-01`);
  expect(Number(headers["content-length"])).toBeGreaterThan(0);
  expect(headers["transfer-encoding"]).toBeUndefined();
});

test("a connection may be idle for longer than Node's five seconds", async () => {
  const client = await startedClient();
  const { headers } = await client.arm(`GET ${SCOPE}@2022-12-01`);
  expect(headers["keep-alive"]).toBe("timeout=120");
});
