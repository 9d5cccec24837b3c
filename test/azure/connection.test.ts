import { expect, test } from "vitest";
import { connect } from "../../src/azure/connection.ts";
import { connectTo, endpointsAt, loopback, subscriptionId } from "../audit/support/loopback.ts";

const PATH = `/subscriptions/${subscriptionId(1)}/providers/Microsoft.Consumption/budgets?api-version=2023-05-01`;

test("follows every page of a list with the tenant's token", async () => {
  const server = await loopback(({ url }) => {
    const page = Number(/page=(\d)/.exec(url)?.[1] ?? 0);
    const nextLink = page < 2 ? `${server.origin}${PATH}&page=${page + 1}` : null;
    return { body: { value: [{ name: `budget-${page}` }], nextLink } };
  });
  const connection = await connectTo(server);
  expect(await connection.list(PATH)).toEqual([
    { name: "budget-0" },
    { name: "budget-1" },
    { name: "budget-2" },
  ]);
  expect(server.received.map(({ headers }) => headers.authorization)).toEqual(
    Array.from({ length: 3 }, () => "Bearer token-of-11111111-1111-1111-1111-111111111111"),
  );
  expect(connection.throttle.counts).toEqual({ sent: 3, throttled: 0 });
});

test("sends a throttled request again after the time that Azure requests", async () => {
  let refused = 0;
  const server = await loopback(() => {
    if (refused++ === 0)
      return { status: 429, headers: { "retry-after": "1" }, body: { error: { code: "TooManyRequests" } } };
    return { body: { value: [] } };
  });
  const connection = await connectTo(server);
  const start = performance.now();
  expect(await connection.list(PATH)).toEqual([]);
  expect(performance.now() - start).toBeGreaterThanOrEqual(990);
  expect(connection.throttle.counts).toEqual({ sent: 2, throttled: 1 });
});

test.each([
  [
    { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } },
    "it answered 403 AuthorizationFailed: no",
    403,
  ],
  [
    { status: 401, body: { error: { code: "ExpiredAuthenticationToken", message: "old" } } },
    "it answered 401 ExpiredAuthenticationToken: old",
    401,
  ],
  [
    { status: 404, headers: { "content-type": "text/html" }, body: "<html>gone\u001b[31m</html>" },
    "it answered 404",
    404,
  ],
  [{ body: '{"value": [' }, "its answer is not JSON", undefined],
  [{ body: { values: [] } }, "its answer has no list", undefined],
  [
    { body: { value: [], nextLink: "https://evil.example/steal" } },
    "the address of its next page is on another server",
    undefined,
  ],
])("%j results in a failure with one line", async (answer, message, status) => {
  const connection = await connectTo(await loopback(() => answer));
  await expect(connection.list(PATH)).rejects.toMatchObject({ name: "AzureFailure", message });
  if (status !== undefined) await expect(connection.list(PATH)).rejects.toMatchObject({ status });
});

test("reports an unreachable server", async () => {
  const server = await loopback(() => ({}));
  const connection = await connectTo({ ...server, origin: "https://127.0.0.1:9" });
  await expect(connection.list(PATH)).rejects.toThrow(/^it cannot be reached: .*ECONNREFUSED/);
});

test("reports Entra's reason for a failed sign-in, without secrets", async () => {
  const server = await loopback(() => ({}));
  const { AuthenticationError } = await import("@azure/identity");
  const connection = await connect({
    endpoints: endpointsAt(server.origin),
    tenantId: "t",
    certificateAuthority: server.certificate,
    credential: {
      getToken: async () => {
        throw new AuthenticationError(400, {
          error: "unauthorized_client",
          error_description:
            "AADSTS700016: Application 'x' was not found in the directory. Trace ID: 42 Correlation ID: 7",
        });
      },
    },
  });
  await expect(connection.list(PATH)).rejects.toThrow(
    /^signing in failed: AADSTS700016: Application 'x' was not found in the directory\. \(the tenant has not consented/,
  );
  expect(server.received).toEqual([]);
});

test("follows Resource Graph's pages and reports incomplete answers", async () => {
  const server = await loopback(({ body }) => {
    const { options } = JSON.parse(body);
    if (options.$skipToken === undefined) {
      return {
        body: { totalRecords: 2, count: 1, data: [{ a: 1 }], resultTruncated: "false", $skipToken: "next" },
      };
    }
    return {
      headers: { "x-ms-tenant-subscription-limit-hit": "true" },
      body: { totalRecords: 2, count: 1, data: [{ a: 2 }], resultTruncated: "false" },
    };
  });
  const connection = await connectTo(server);
  expect(await connection.query("resources", [subscriptionId(1)])).toEqual({
    rows: [{ a: 1 }],
    skipToken: "next",
    cut: undefined,
  });
  expect(await connection.query("resources", undefined, "next")).toMatchObject({
    rows: [{ a: 2 }],
    cut: "it answered for the first 10,000 subscriptions only",
  });
  expect(JSON.parse(server.received[0]?.body ?? "")).toMatchObject({
    subscriptions: [subscriptionId(1)],
    options: { $top: 1000, resultFormat: "objectArray" },
  });
});

test("reports a truncated answer without a token for the rest", async () => {
  const server = await loopback(() => ({
    body: { totalRecords: 5000, count: 1000, data: [], resultTruncated: "true" },
  }));
  const connection = await connectTo(server);
  expect(await connection.query("resources", [subscriptionId(1)])).toMatchObject({
    cut: "it cut its answer off",
  });
});

test("requests a token once, and does not read or repeat an answer that is too large", async () => {
  const server = await loopback(() => ({ body: { value: ["x".repeat(2000)] } }));
  let tokens = 0;
  const connection = await connect({
    endpoints: endpointsAt(server.origin),
    tenantId: "t",
    certificateAuthority: server.certificate,
    maxBytes: 1000,
    credential: {
      getToken: async () => {
        tokens += 1;
        return { token: "t", expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    },
  });
  for (let time = 0; time < 2; time += 1)
    await expect(connection.list(PATH)).rejects.toThrow("its answer is larger than 1000 bytes");
  expect(server.received).toHaveLength(2);
  expect(tokens).toBe(1);
});

test("fails at once for an untrusted certificate, without sending a token", async () => {
  const [server, other] = [await loopback(() => ({})), await loopback(() => ({}))];
  const connection = await connectTo({ ...server, certificate: other.certificate });
  await expect(connection.list(PATH)).rejects.toThrow(/^it cannot be reached: .*certificate/);
  expect(connection.throttle.counts.sent).toBe(1);
  expect(server.received).toEqual([]);
});

test("repeats a query of Resource Graph after a failure of the server, although it is a POST", async () => {
  let tries = 0;
  const server = await loopback(() => (tries++ === 0 ? { status: 502 } : { body: { data: [{ a: 1 }] } }));
  const connection = await connectTo(server);
  expect(await connection.query("resources")).toMatchObject({ rows: [{ a: 1 }], cut: undefined });
});
