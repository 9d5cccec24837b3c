import { beforeEach, describe, expect, test } from "vitest";
import { type ConnectPartnerOptions, connectPartnerCenter } from "../../../src/partner/connect.ts";
import { listFraudEvents } from "../../../src/partner/partner-center/fraud-events.ts";
import { spendingBudget } from "../../../src/partner/partner-center/spending-budget.ts";
import {
  offeredEvents,
  readRegistration,
  requestTestEvent,
  testDelivery,
  writeRegistration,
} from "../../../src/partner/partner-center/webhook-registration.ts";
import { READER_CLIENT_ID } from "../../../src/sandbox/index.ts";
import { loopback } from "../../audit/support/loopback.ts";
import { CUSTOMER_TENANT, endpointsAt, type PartnerSandbox, partnerSandbox, testClock } from "../support.ts";

let sandbox: PartnerSandbox;
beforeEach(async () => {
  sandbox = await partnerSandbox();
});

/** A connection of a user who consented. */
function asUser(): ConnectPartnerOptions {
  const { credential: _, ...options } = sandbox.options;
  return {
    ...options,
    env: {
      CSP_BASELINE_PARTNER_REFRESH_TOKEN: "sandbox-refresh-token",
      CSP_BASELINE_PARTNER_CLIENT_ID: "app",
      CSP_BASELINE_PARTNER_CLIENT_SECRET: "s",
    },
  };
}

async function answering(body: unknown, status = 200) {
  const server = await loopback(() => ({ status, body }));
  const options = {
    tenantId: "t",
    env: {},
    clock: testClock().clock,
    retries: 1,
    credential: { getToken: async () => ({ token: "t", expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) },
    certificateAuthority: server.certificate,
    endpoints: endpointsAt(server.origin),
  };
  return { server, partnerCenter: await connectPartnerCenter(options) };
}

describe("fraud events", () => {
  test("are read from every page, with the new model's header, in the shape of Graph's alerts", async () => {
    const fraudEvents = Array.from({ length: 230 }, (_, index) => ({
      eventId: `event-${index}`,
      eventStatus: "Active",
      eventTime: "2026-11-23T00:00:00Z",
      severity: "High",
      resolvedReason: "None",
      isTest: "false",
      subscriptionId: "00000000-0000-0000-0000-00000000000A",
      affectedResources: [{ azureResourceId: "/a", type: "t" }],
    }));
    await sandbox.set({ fraudEvents });
    const found = await listFraudEvents(await connectPartnerCenter(asUser(), "user"));
    expect(found).toHaveLength(230);
    expect(found[229]).toMatchObject({
      id: "event-229",
      status: "active",
      severity: "high",
      detected: "2026-11-23T00:00:00Z",
      subscriptionId: "00000000-0000-0000-0000-00000000000a",
      affectedResources: [{ id: "/a", type: "t" }],
      isTest: false,
    });
    expect(found[229]?.resolvedReason).toBeUndefined();
  });

  test("may come as a bare list, and from a server that knows no pages", async () => {
    const events = Array.from({ length: 100 }, (_, index) => ({ eventId: `${index}` }));
    const { partnerCenter, server } = await answering(events);
    expect(await listFraudEvents(partnerCenter)).toHaveLength(100);
    expect(server.received).toHaveLength(2);
    expect(server.received[0]?.headers["x-neweventsmodel"]).toBe("true");
  });

  test("are not for an application alone: 403, and no attempt where no user consented", async () => {
    const application = await connectPartnerCenter(sandbox.options);
    await expect(listFraudEvents(application)).rejects.toMatchObject({ status: 403 });
    const { credential: _, ...anonymous } = sandbox.options;
    await expect(connectPartnerCenter(anonymous, "user")).rejects.toThrow(
      /CSP_BASELINE_PARTNER_REFRESH_TOKEN_FILE/,
    );
  });

  test.each([
    ["no list", { items: 5 }, /no list of fraud events/],
    ["an event without an id", [{ eventStatus: "Active" }], /fraud event without an id/],
    ["no JSON", "<html>", /not JSON/],
  ])("with %s are a failure in words", async (_, body, message) => {
    const { partnerCenter } = await answering(body);
    await expect(listFraudEvents(partnerCenter)).rejects.toThrow(message);
  });
});

describe("the webhook's registration", () => {
  const made = { url: "https://hooks.example/a", events: ["azure-fraud-event-detected", "test-created"] };

  test("is made, then replaced by exactly what is written", async () => {
    const partnerCenter = await connectPartnerCenter(sandbox.options);
    expect(await readRegistration(partnerCenter)).toBeUndefined();
    await writeRegistration(partnerCenter, made, false);
    expect(await readRegistration(partnerCenter)).toEqual(made);
    const next = { url: "https://hooks.example/b", events: ["subscription-updated"] };
    await writeRegistration(partnerCenter, next, true);
    expect(await readRegistration(partnerCenter)).toEqual(next);
  });

  test("is read in the casing of the documentation, and in that of deployed clients", async () => {
    const { partnerCenter } = await answering({ webhookUrl: made.url, webhookEvents: made.events });
    expect(await readRegistration(partnerCenter)).toEqual(made);
  });

  test("that is not written as it was sent is a failure", async () => {
    const { partnerCenter } = await answering({ WebhookUrl: made.url, WebhookEvents: ["test-created"] });
    await expect(writeRegistration(partnerCenter, made, true)).rejects.toThrow(
      "its answer lacks azure-fraud-event-detected",
    );
    await expect(
      writeRegistration(partnerCenter, { ...made, url: "https://b.example/" }, true),
    ).rejects.toThrow(/another address/);
  });

  test("offers events, which is a list of texts", async () => {
    expect(await offeredEvents(await connectPartnerCenter(sandbox.options))).toContain("test-created");
    const { partnerCenter } = await answering({ events: [] });
    await expect(offeredEvents(partnerCenter)).rejects.toThrow("not a list of events");
  });

  test("is tested by an event whose delivery can be followed", async () => {
    const partnerCenter = await connectPartnerCenter(sandbox.options);
    await expect(requestTestEvent(partnerCenter)).rejects.toThrow(/Register for test-created/);
    await writeRegistration(partnerCenter, made, false);
    await sandbox.set({ webhookAnswer: "OK" });
    const id = await requestTestEvent(partnerCenter);
    expect(await testDelivery(partnerCenter, id)).toEqual({
      status: "completed",
      results: [{ code: "OK", message: "" }],
    });
  });

  test("needs the permission, and names it", async () => {
    const reader = await partnerSandbox(READER_CLIENT_ID);
    const partnerCenter = await connectPartnerCenter(reader.options);
    await expect(writeRegistration(partnerCenter, made, false)).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining("Access denied"),
    });
  });

  test("is not sent twice when the connection breaks", async () => {
    const partnerCenter = await connectPartnerCenter(sandbox.options);
    sandbox.client.sandbox.addFault({ method: "POST", path: "/registration", disconnect: true, times: null });
    await expect(writeRegistration(partnerCenter, made, false)).rejects.toThrow();
    expect(
      sandbox.client.sandbox
        .requests()
        .filter(({ method, path }) => method === "POST" && path.endsWith("/registration")),
    ).toHaveLength(1);
  });

  test("that is not a number is reported with a message", async () => {
    const { partnerCenter } = await answering({ WebhookUrl: 5 });
    await expect(readRegistration(partnerCenter)).rejects.toThrow(/not a registration of a webhook/);
  });
});

test("a spending budget is a number, or none", async () => {
  await sandbox.set({ usageBudgets: { [CUSTOMER_TENANT]: { Amount: 250 } } });
  const partnerCenter = await connectPartnerCenter(sandbox.options);
  expect(await spendingBudget(partnerCenter, CUSTOMER_TENANT)).toBe(250);
  await sandbox.set({ usageBudgets: {} });
  expect(await spendingBudget(partnerCenter, CUSTOMER_TENANT)).toBeUndefined();
  await expect(spendingBudget(partnerCenter, "33333333-3333-3333-3333-333333333333")).rejects.toMatchObject({
    status: 404,
  });
});

test("a throttled request is repeated after the requested wait", async () => {
  sandbox.client.sandbox.addFault({ path: "/usagebudget", status: 429, retryAfter: 5 });
  const partnerCenter = await connectPartnerCenter(sandbox.options);
  await spendingBudget(partnerCenter, CUSTOMER_TENANT);
  expect(sandbox.waits).toEqual([5]);
});
