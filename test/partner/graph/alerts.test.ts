import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connectPartnerGraph } from "../../../src/partner/connect.ts";
import { getAlert, listAlerts, resolveAlert } from "../../../src/partner/graph/alerts.ts";
import { READER_CLIENT_ID } from "../../../src/sandbox/index.ts";
import { type Answer, type Loopback, loopback, type Received } from "../../audit/support/loopback.ts";
import { endpointsAt, type PartnerSandbox, partnerSandbox, testClock } from "../support.ts";

const credential = { getToken: async () => ({ token: "t", expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };

let sandbox: PartnerSandbox;
beforeEach(async () => {
  sandbox = await partnerSandbox();
});

const graph = () => connectPartnerGraph(sandbox.options);

let server: Loopback;
let answers: (request: Received) => Answer;
beforeAll(async () => {
  server = await loopback((request) => answers(request));
});

/** Graph as a server that answers everything so. */
async function answering(given: Answer | ((request: Received) => Answer)) {
  answers = typeof given === "function" ? given : () => given;
  return connectPartnerGraph({
    tenantId: "t",
    env: {},
    clock: testClock().clock,
    retries: 2,
    credential,
    certificateAuthority: server.certificate,
    endpoints: endpointsAt(server.origin),
  });
}

describe("alerts", () => {
  test("are read from every page", async () => {
    const alerts = Array.from({ length: 23 }, (_, index) => ({ id: `alert-${index}`, status: "active" }));
    await sandbox.set({ alerts });
    const found = await listAlerts(await graph());
    expect(found.map(({ id }) => id)).toEqual(alerts.map(({ id }) => id));
  });

  test("are open when they are active or under investigation", async () => {
    await sandbox.set({
      alerts: [
        { id: "1", status: "active" },
        { id: "2", status: "resolved" },
        { id: "3", status: "investigating" },
      ],
    });
    expect((await listAlerts(await graph(), { open: true })).map(({ id }) => id)).toEqual(["1", "3"]);
  });

  test("keep unknown values unchanged, and leave out unreadable ones", async () => {
    await sandbox.set({
      alerts: [
        {
          id: "odd",
          alertType: "TypeOfTheFuture",
          severity: "unknownFutureValue",
          status: "unknownFutureValue",
          isTest: "false",
          detectedDateTime: "yesterday",
          subscriptionId: "00000000-0000-0000-0000-00000000000A",
          affectedResources: [{ resourceId: "/a", resourceType: null }, 7],
          surprise: { deep: true },
        },
        { id: "test", status: "active", isTest: "True" },
      ],
    });
    const [odd, test] = await listAlerts(await graph());
    expect(odd).toMatchObject({
      alertType: "TypeOfTheFuture",
      severity: "unknownFutureValue",
      status: "unknownFutureValue",
      isTest: false,
      subscriptionId: "00000000-0000-0000-0000-00000000000a",
      affectedResources: [{ id: "/a" }],
    });
    expect(odd?.detected).toBeUndefined();
    expect(test?.isTest).toBe(true);
  });

  test("are resolved with a reason", async () => {
    const connected = await graph();
    const [first] = await listAlerts(connected);
    await resolveAlert(connected, first?.id ?? "", "fraud");
    expect(await getAlert(connected, first?.id ?? "")).toMatchObject({
      status: "resolved",
      resolvedReason: "fraud",
    });
  });
});

test("an alert of any shape is read or reported as having no id", async () => {
  const known = fc.constantFrom(
    "id",
    "status",
    "isTest",
    "detectedDateTime",
    "subscriptionId",
    "affectedResources",
    "severity",
  );
  await fc.assert(
    fc.asyncProperty(fc.dictionary(known, fc.jsonValue()), async (value) => {
      const one = {
        get: async () => value,
        patch: async () => undefined,
        list: async function* () {
          yield [value];
        },
      };
      const read = listAlerts(one);
      if (typeof value["id"] === "string" && value["id"] !== "") expect(await read).toHaveLength(1);
      else await expect(read).rejects.toThrow("an alert without an id");
    }),
  );
});

describe("a failure is reported with its cause", () => {
  test("without the permission", async () => {
    const reader = await partnerSandbox(READER_CLIENT_ID);
    const connected = await connectPartnerGraph(reader.options);
    const [first] = await listAlerts(connected);
    await expect(resolveAlert(connected, first?.id ?? "", "ignore")).rejects.toMatchObject({
      name: "AzureFailure",
      status: 403,
      message: expect.stringContaining("Forbidden"),
    });
  });

  test("with a token for something else", async () => {
    const endpoints = { ...sandbox.options.endpoints, graphAudience: sandbox.client.sandbox.origin };
    const connected = await connectPartnerGraph({ ...sandbox.options, endpoints });
    await expect(listAlerts(connected)).rejects.toMatchObject({ status: 401 });
  });

  test("when signing in fails", async () => {
    const failing = {
      getToken: async () => {
        throw Object.assign(new Error("AADSTS700016: no such application. Trace ID: 1"), {
          name: "AuthenticationError",
        });
      },
    };
    const connected = await connectPartnerGraph({ ...sandbox.options, credential: failing });
    await expect(listAlerts(connected)).rejects.toThrow(/^signing in failed: AADSTS700016/);
  });

  test.each([
    ["text", "<html>proxy</html>", "its answer is not JSON"],
    ["no list", { value: { a: 1 } }, "its answer has no list"],
    ["nothing", "", "its answer has no list"],
    ["an alert without an id", { value: [{ status: "active" }] }, "an alert without an id"],
    ["an alert that is none", { value: [null] }, "an alert without an id"],
    [
      "a next page elsewhere",
      { value: [], "@odata.nextLink": "https://evil.example/x" },
      "on another server",
    ],
    ["a next page that is not an address", { value: [], "@odata.nextLink": "::" }, "on another server"],
  ])("for an answer with %s", async (_, body, message) => {
    const connected = await answering({ body });
    await expect(listAlerts(connected)).rejects.toMatchObject({
      name: "AzureFailure",
      message: expect.stringContaining(message),
    });
  });

  test("for an error in HTML, without its markup's meaning", async () => {
    const headers = { "content-type": "text/html" };
    const connected = await answering({ status: 502, body: "<h1>Bad Gateway</h1>", headers });
    await expect(listAlerts(connected)).rejects.toMatchObject({ status: 502, message: "it answered 502" });
  });

  test("for a list without an end, after a thousand pages", async () => {
    const before = server.received.length;
    const connected = await answering(({ headers }) => ({
      body: { value: [], "@odata.nextLink": `https://${headers.host}/beta/security/partner/securityAlerts` },
    }));
    await expect(listAlerts(connected)).rejects.toThrow("more than 1000 pages");
    expect(server.received.length - before).toBe(1000);
  });
});

describe("a refusal for the rate", () => {
  test("is waited for as long as it says, and asked again", async () => {
    sandbox.client.sandbox.addFault({ path: "/securityAlerts", status: 429, retryAfter: 7 });
    expect(await listAlerts(await graph())).toHaveLength(4);
    expect(sandbox.waits).toEqual([7]);
  });

  test("is reported if it lasts, after some attempts", async () => {
    sandbox.client.sandbox.addFault({ path: "/securityAlerts", status: 429, times: null, retryAfter: 3 });
    await expect(listAlerts(await graph())).rejects.toMatchObject({ status: 429 });
    expect(sandbox.waits).toEqual([3, 3, 3, 3]);
  });

  test("is reported at once if it requests a wait of an hour", async () => {
    sandbox.client.sandbox.addFault({ path: "/securityAlerts", status: 429, retryAfter: 3600 });
    await expect(listAlerts(await graph())).rejects.toMatchObject({ status: 429 });
    expect(sandbox.waits).toEqual([]);
  });
});

test("a cut connection is tried again", async () => {
  sandbox.client.sandbox.addFault({ path: "/securityAlerts", disconnect: true });
  expect(await listAlerts(await graph())).toHaveLength(4);
  expect(sandbox.waits).toEqual([1]);
});

test("the other version of Graph is used if the first lacks the API, and remembered", async () => {
  const endpoints = { ...sandbox.options.endpoints, graphVersion: "v1.0" as const };
  const connected = await connectPartnerGraph({ ...sandbox.options, endpoints });
  await listAlerts(connected);
  await listAlerts(connected);
  const versions = sandbox.client.sandbox
    .requests()
    .filter(({ path }) => path.endsWith("/securityAlerts"))
    .map(({ path }) => path.split("/")[1]);
  expect(versions).toEqual(["v1.0", "beta", "beta"]);
});
