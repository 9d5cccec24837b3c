import { createServer } from "node:http";
import { afterAll, expect, test } from "vitest";
import { fleetWebhook } from "../../../src/partner/webhook/index.ts";
import { loopback } from "../../audit/support/loopback.ts";
import { fleetOf, PARTNER } from "../../support/fleet.ts";
import { NOW } from "../support.ts";
import { microsoft } from "./pki.ts";

const closing: (() => void)[] = [];
afterAll(() => {
  for (const close of closing) close();
});

test("an alert that Partner Center signed reaches the operations contact, over real connections", async () => {
  const pki = microsoft();
  // One server for both: where the certificate is, and the contact's.
  const server = await loopback(({ method }) =>
    method === "GET" ? { body: pki.signer.pem + pki.issuing.pem } : { status: 204, body: "" },
  );
  const partner = PARTNER.replace(
    "operations: { emails: [noc@fabrikam.example] }",
    `operations: { webhooks: [{ name: itsm, uri: "${server.origin}/itsm" }] }`,
  );
  const said: string[] = [];
  const handle = await fleetWebhook(fleetOf({ partner }), {
    now: () => NOW,
    say: (message) => said.push(message),
    roots: [pki.root.x509],
    certificateHosts: ["127.0.0.1"],
    certificateAuthority: server.certificate,
  });
  const receiver = createServer((request, response) => void handle(request, response));
  closing.push(() => {
    receiver.close();
    receiver.closeAllConnections();
  });
  const port = await new Promise<number>((resolve) => {
    receiver.listen(0, "127.0.0.1", () => {
      const address = receiver.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  const body = JSON.stringify({
    EventName: "azure-fraud-event-detected",
    ResourceUri:
      "https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=00000000-0000-0000-0000-000000000002",
    ResourceChangeUtcDate: NOW.toISOString(),
  });
  const headers = {
    authorization: `Signature ${pki.signer.sign(Buffer.from(body))}`,
    "x-ms-certificate-url": `${server.origin}/signer.cer`,
    "x-ms-signature-algorithm": "rsa-sha256",
  };
  const post = async () =>
    (await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body })).status;
  expect(await post()).toBe(200);
  expect(await post()).toBe(200);
  await expect.poll(() => server.received.filter(({ method }) => method === "POST").length).toBe(1);
  expect(JSON.parse(server.received.at(-1)?.body ?? "")).toMatchObject({ subscriptionName: "sandbox" });
  expect(said).toEqual([]);
});
