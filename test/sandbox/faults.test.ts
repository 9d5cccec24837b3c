import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/stack.ts";
import { actionGroup, budget } from "./bodies.ts";
import { type Client, field, refusal, SCOPE, startedClient } from "./client.ts";

const LIST = `GET ${SCOPE}/resourceGroups@2023-07-01`;

let client: Client;
beforeEach(async () => {
  client = await startedClient();
  await client.token();
});

const fault = (body: object) => client.call("POST", "/sandbox/faults", { body });

describe("a fault", () => {
  test("throttles once with Retry-After by default", async () => {
    expect(await fault({ status: 429 })).toMatchObject({ status: 201, body: { id: 1 } });
    const answer = await client.arm(LIST);
    expect(answer).toMatchObject(refusal(429, "TooManyRequests"));
    expect(answer.headers["retry-after"]).toBe("1");
    expect(await client.arm(LIST)).toMatchObject({ status: 200 });
  });

  test("applies to matching requests, with the given start and count", async () => {
    await fault({ method: "get", path: "/subscriptions/*/resourcegroups", status: 503, after: 1, times: 2 });
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1) {
      expect(await client.arm(`GET ${SCOPE}@2022-12-01`)).toMatchObject({ status: 200 });
      statuses.push((await client.arm(LIST)).status);
    }
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  test("stays until it is removed if it has no end", async () => {
    await fault({ status: 500, times: null, code: "Broken", message: "as asked" });
    for (let index = 0; index < 3; index += 1) {
      expect(await client.arm(LIST)).toMatchObject(refusal(500, "Broken", /as asked/));
    }
    expect(await client.call("DELETE", "/sandbox/faults")).toMatchObject({ status: 204 });
    expect(await client.arm(LIST)).toMatchObject({ status: 200 });
  });

  test("delays an answer", async () => {
    await fault({ delayMs: 150 });
    const start = performance.now();
    expect(await client.arm(LIST)).toMatchObject({ status: 200 });
    expect(performance.now() - start).toBeGreaterThan(140);
  });

  test("closes the connection", async () => {
    await fault({ disconnect: true });
    await expect(client.arm(LIST)).rejects.toThrow();
    expect(await client.arm(LIST)).toMatchObject({ status: 200 });
  });

  test("can apply to the sign-in", async () => {
    await fault({ path: "/oauth2/v2.0/token", status: 503 });
    expect(
      await client.signIn(client.sandbox.tenantId, { client_id: "a", client_secret: "b" }),
    ).toMatchObject({ status: 503 });
  });

  test.each([{ status: 200 }, { status: 429, retries: 3 }, { times: 0 }, { path: 5 }])(
    "rejects %j",
    async (body) => {
      expect(await fault(body)).toMatchObject({ status: 400 });
    },
  );
});

describe("the record of requests", () => {
  test("contains each request with caller, path and result, and no secrets", async () => {
    const budgetPath = `${SCOPE}/providers/Microsoft.Consumption/budgets/monthly`;
    await client.arm(`PUT ${budgetPath}@2019-10-01`, { body: budget() });
    const wrongForm = { client_secret: "a secret in JSON" };
    await client.call("POST", `/${client.sandbox.tenantId}/oauth2/v2.0/token`, { body: wrongForm });
    const { body } = await client.call("GET", "/sandbox/requests");
    expect(field(body, "value")).toEqual([
      expect.objectContaining({
        number: 1,
        method: "POST",
        path: `/${client.sandbox.tenantId}/oauth2/v2.0/token`,
        code: 200,
      }),
      expect.objectContaining({
        number: 2,
        method: "PUT",
        path: budgetPath,
        api: "2019-10-01",
        tenantId: client.sandbox.tenantId,
        body: budget(),
        code: 201,
      }),
      expect.objectContaining({ number: 3, code: 400 }),
    ]);
    expect(JSON.stringify(body)).not.toMatch(/client_secret|Bearer|eyJ/);
  });

  test("can be read from a number on, and deleted", async () => {
    await client.arm(LIST);
    expect(field((await client.call("GET", "/sandbox/requests?since=1")).body, "value")).toHaveLength(1);
    await client.call("DELETE", "/sandbox/requests");
    expect(field((await client.call("GET", "/sandbox/requests")).body, "value")).toEqual([]);
  });

  test("shows the applied fault", async () => {
    await fault({ status: 429 });
    await client.arm(LIST);
    expect(client.sandbox.requests().at(-1)).toMatchObject({ code: 429, fault: 1 });
  });

  test("is a file of JSON lines beside the state, for its owner only", async () => {
    const stateFolder = temporaryFolder();
    const kept = await startedClient({ stateFolder });
    await kept.arm(LIST);
    const file = join(stateFolder, "requests.jsonl");
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(lines.map((line) => field(JSON.parse(line), "path"))).toEqual([
      expect.stringContaining("/token"),
      `${SCOPE}/resourceGroups`,
    ]);
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});

test("the sandbox's own endpoints explain unknown requests", async () => {
  expect(await client.call("GET", "/sandbox/weather")).toMatchObject({ status: 404 });
});

test("answers hundreds of concurrent requests separately", async () => {
  await client.arm(`PUT ${SCOPE}/resourceGroups/rg@2023-07-01`, { body: { location: "westeurope" } });
  const names = Array.from({ length: 300 }, (_, index) => `ag-${index}`);
  const path = (name: string) =>
    `${SCOPE}/resourceGroups/rg/providers/Microsoft.Insights/actionGroups/${name}@2023-01-01`;
  const answers = await Promise.all(
    names.map((name) => client.arm(`PUT ${path(name)}`, { body: actionGroup({ groupShortName: name }) })),
  );
  expect(answers.map(({ status }) => status)).toEqual(names.map(() => 201));
  const read = await Promise.all(names.map((name) => client.arm(`GET ${path(name)}`)));
  expect(read.map(({ body }) => field(body, "properties", "groupShortName"))).toEqual(names);
});

test.each([
  ["a page of another origin", { Origin: "https://evil.example" }, 403],
  ["a page without an origin", { Origin: "null" }, 403],
  ["a page of another port", { Origin: "https://127.0.0.1:1" }, 403],
  ["a request marked as cross-site", { "Sec-Fetch-Site": "cross-site" }, 403],
  ["a form", { "Content-Type": "application/x-www-form-urlencoded" }, 415],
  ["plain text", { "Content-Type": "text/plain; application/json" }, 415],
  ["no type", { "Content-Type": "" }, 415],
])("%s may not control the sandbox", async (_, headers, status) => {
  const body = { path: "/x", status: 500 };
  expect(await client.call("POST", "/sandbox/faults", { body, headers })).toMatchObject({ status });
  expect(field((await client.call("GET", "/sandbox/faults")).body, "value")).toEqual([]);
});

test("a page of another origin can neither read nor delete", async () => {
  const headers = { Origin: "https://evil.example" };
  for (const method of ["GET", "DELETE"]) {
    expect(await client.call(method, "/sandbox/requests", { headers })).toMatchObject({ status: 403 });
  }
});

test("the sandbox's own pages can control it, with either of its names", async () => {
  const { port } = client.sandbox;
  for (const host of ["127.0.0.1", "localhost"]) {
    const headers = { Origin: `https://${host}:${port}`, "Content-Type": "application/json; charset=utf-8" };
    const body = { path: "/x", status: 500 };
    expect(await client.call("POST", "/sandbox/faults", { body, headers })).toMatchObject({ status: 201 });
  }
});
