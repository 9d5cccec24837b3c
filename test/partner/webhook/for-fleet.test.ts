import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type FleetWebhookOptions, fleetReceiver } from "../../../src/partner/webhook/index.ts";
import { loopback } from "../../audit/support/loopback.ts";
import { fleetOf, PARTNER } from "../../support/fleet.ts";
import { temporaryFolder } from "../../support/stack.ts";
import { NOW } from "../support.ts";
import { microsoft } from "./pki.ts";

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

const SUBSCRIPTION = "00000000-0000-0000-0000-000000000002";

/** Partner Center, an operations contact and the system that shares the registration, over real connections. */
async function world(options: Omit<FleetWebhookOptions, "roots" | "now">, statuses: readonly number[] = []) {
  const pki = microsoft();
  let count = 0;
  // One server for all: where the certificate is, the contact's, and the other system's.
  const server = await loopback(({ method }) =>
    method === "GET"
      ? { body: pki.signer.pem + pki.issuing.pem }
      : { status: statuses[count++] ?? 204, body: "" },
  );
  const partner = PARTNER.replace(
    "operations: { emails: [noc@fabrikam.example] }",
    `operations: { webhooks: [{ name: itsm, uri: "${server.origin}/itsm" }] }`,
  );
  const messages: string[] = [];
  const made = await fleetReceiver(fleetOf({ partner }), {
    now: () => NOW,
    say: (message) => messages.push(message),
    roots: [pki.root.x509],
    certificateHosts: ["127.0.0.1"],
    certificateAuthority: server.certificate,
    ...options,
    ...(options.forwardTo === undefined
      ? {}
      : { forwardTo: { ...options.forwardTo, url: `${server.origin}/billing?key=k` } }),
  });
  const receiver = createServer((request, response) => void made.handle(request, response));
  closing.push(() => {
    void made.stop();
    receiver.close();
    receiver.closeAllConnections();
  });
  const port = await new Promise<number>((resolve) => {
    receiver.listen(0, "127.0.0.1", () => {
      const address = receiver.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const post = async (parts: object = {}) => {
    const body = JSON.stringify({
      EventName: "azure-fraud-event-detected",
      ResourceUri: `https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=${SUBSCRIPTION}`,
      ResourceChangeUtcDate: NOW.toISOString(),
      ...parts,
    });
    const headers = {
      "content-type": "application/json",
      authorization: `Signature ${pki.signer.sign(Buffer.from(body))}`,
      "x-ms-certificate-url": `${server.origin}/signer.cer`,
      "x-ms-signature-algorithm": "rsa-sha256",
    };
    return {
      body,
      status: (await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body })).status,
    };
  };
  const posted = () => server.received.filter(({ method }) => method === "POST");
  return { post, posted, messages, made };
}

test.each([false, true])(
  "an alert that Partner Center signed reaches the operations contact (journal: %s)",
  async (kept) => {
    const { post, posted, messages } = await world(kept ? { journal: temporaryFolder() } : {});
    expect((await post()).status).toBe(200);
    expect((await post()).status).toBe(200);
    await expect.poll(() => posted().length).toBe(1);
    expect(JSON.parse(posted()[0]?.body ?? "")).toMatchObject({ subscriptionName: "sandbox" });
    expect(messages).toEqual([]);
  },
);

test("a customer that exceeded its spending budget reaches the contact that customers share", async () => {
  const { post, posted } = await world({ journal: temporaryFolder() });
  const ResourceUri = "https://api.partnercenter.microsoft.com/v1/customers/usagerecords";
  expect((await post({ EventName: "usagerecords-thresholdExceeded", ResourceUri })).status).toBe(200);
  await expect.poll(() => posted().length).toBe(1);
  expect(JSON.parse(posted()[0]?.body ?? "")).toMatchObject({
    event: "usagerecords-thresholdExceeded",
    customer: null,
  });
});

test("a test event is acknowledged and reported, and goes to no contact", async () => {
  const { post, posted, messages } = await world({ journal: temporaryFolder() });
  expect((await post({ EventName: "test-created" })).status).toBe(200);
  expect(messages).toEqual(["the test event arrived"]);
  expect(posted()).toEqual([]);
});

describe("an event of another system", () => {
  const OTHER = { EventName: "dap-admin-relationship-terminated", ResourceUri: null };

  test("is refused where it cannot be forwarded, and never acknowledged unseen", async () => {
    const { post, messages } = await world({ journal: temporaryFolder() });
    expect((await post(OTHER)).status).toBe(501);
    expect(messages).toEqual([
      "refused a request with 501: no receiver takes dap-admin-relationship-terminated",
    ]);
  });

  test("arrives there unchanged, with the headers that prove its signature", async () => {
    const { post, posted } = await world({ journal: temporaryFolder(), forwardTo: { url: "" } });
    const { body, status } = await post(OTHER);
    expect(status).toBe(200);
    await expect.poll(() => posted().length).toBe(1);
    expect(posted()[0]).toMatchObject({ url: "/billing?key=k", body });
    expect(posted()[0]?.headers).toMatchObject({
      authorization: expect.stringMatching(/^Signature /),
      "x-ms-signature-algorithm": "rsa-sha256",
    });
  });

  test("does not take ours away: with `all` both receive an alert", async () => {
    const { post, posted } = await world({ journal: temporaryFolder(), forwardTo: { url: "", all: true } });
    await post();
    await expect
      .poll(() =>
        posted()
          .map(({ url }) => url)
          .sort(),
      )
      .toEqual(["/billing?key=k", "/itsm"]);
  });
});

test("an alert whose receiver is unreachable is stored without its address", async () => {
  const journal = temporaryFolder();
  const { post, made } = await world({ journal }, [404]);
  expect((await post()).status).toBe(200);
  await expect
    .poll(async () => (await made.journal?.list("pending"))?.entries[0]?.failure)
    .toBe('"itsm": it answered 404');
  const [file = ""] = readdirSync(join(journal, "pending"));
  expect(readFileSync(join(journal, "pending", file), "utf8")).not.toContain("/itsm");
});
