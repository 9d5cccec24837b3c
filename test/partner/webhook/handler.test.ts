import { createServer, type IncomingHttpHeaders, request } from "node:http";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AzureFailure } from "../../../src/azure/failure.ts";
import type { Outgoing } from "../../../src/azure/send.ts";
import type { PartnerEvent, ReceivedEvent } from "../../../src/partner/webhook/event.ts";
import { webhookHandler } from "../../../src/partner/webhook/handler.ts";
import { SigningKeys } from "../../../src/partner/webhook/signing-keys.ts";
import { issue, microsoft } from "./pki.ts";

const NOW = new Date("2026-11-24T12:00:00Z");
const CERTIFICATE =
  "https://3psostorageacct.blob.core.windows.net/cert/pcnotifications-dispatch.microsoft.com.cer";
const SUBSCRIPTION = "00000000-0000-0000-0000-000000000001";

let pki: ReturnType<typeof microsoft>;
beforeAll(() => {
  pki = microsoft();
});

let files: Map<string, Buffer | "unreachable">;
let fetched: Outgoing[];
let alerts: PartnerEvent[];
let messages: string[];
let now: Date;
let forwarding: () => Promise<void>;
let port: number;
let close: () => void;

beforeEach(async () => {
  files = new Map([[CERTIFICATE, Buffer.from(pki.signer.pem + pki.issuing.pem)]]);
  fetched = [];
  alerts = [];
  messages = [];
  now = NOW;
  forwarding = async () => {};
  const handle = webhookHandler({
    now: () => now,
    say: (message) => messages.push(message),
    onAlert: async (event) => {
      alerts.push(event);
      await forwarding();
    },
    keys: new SigningKeys({
      now: () => now,
      roots: [pki.root.x509],
      send: async (outgoing) => {
        fetched.push(outgoing);
        const body = files.get(outgoing.url);
        if (body === "unreachable") throw new AzureFailure("it cannot be reached");
        return {
          status: body === undefined ? 404 : 200,
          body: body ?? Buffer.alloc(0),
          header: () => undefined,
        };
      },
    }),
  });
  const server = createServer((message, response) => void handle(message, response));
  close = () => {
    server.close();
    server.closeAllConnections();
  };
  port = await new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
});
afterEach(() => close());

const event = (parts: object = {}) =>
  JSON.stringify({
    EventName: "azure-fraud-event-detected",
    ResourceUri: `https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=${SUBSCRIPTION}&EventStatus=Active`,
    ResourceName: "fraudEvents",
    AuditUri: null,
    ResourceChangeUtcDate: "2026-11-24T11:59:00.1234567+00:00",
    ...parts,
  });

function signed(body: string | Buffer, signer = pki.signer): Record<string, string> {
  return {
    authorization: `Signature ${signer.sign(Buffer.from(body))}`,
    "x-ms-certificate-url": CERTIFICATE,
    "x-ms-signature-algorithm": "rsa-sha256",
  };
}

function post(
  body: string | Buffer,
  headers: Record<string, string> = signed(body),
  method = "POST",
): Promise<{ status: number; headers: IncomingHttpHeaders }> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** The headers without one, or with another value. */
const without = (body: string, name: string) => {
  const { [name]: _, ...rest } = signed(body);
  return rest;
};
const having = (body: string, more: Record<string, string>) => ({ ...signed(body), ...more });

async function refused(status: number, body: string | Buffer, headers?: Record<string, string>) {
  expect(await post(body, headers ?? signed(body))).toMatchObject({ status });
  expect(alerts).toEqual([]);
  expect(messages).toHaveLength(1);
}

describe("an event that Partner Center signed", () => {
  test("is acknowledged, and handed on with its subscription", async () => {
    expect(await post(event())).toMatchObject({ status: 200 });
    expect(alerts).toMatchObject([
      {
        name: "azure-fraud-event-detected",
        subscriptionId: SUBSCRIPTION,
        changed: new Date("2026-11-24T11:59:00.123Z"),
      },
    ]);
    expect(messages).toEqual([]);
  });

  test("is acknowledged before it is forwarded", async () => {
    let finish = () => {};
    forwarding = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    expect(await post(event())).toMatchObject({ status: 200 });
    finish();
  });

  test("is acknowledged although forwarding fails, which is reported", async () => {
    forwarding = async () => {
      throw new Error("secret");
    };
    expect(await post(event())).toMatchObject({ status: 200 });
    await expect.poll(() => messages).toEqual(["an alert was acknowledged, and forwarding it failed"]);
  });

  test("is handed on once, however often it comes", async () => {
    for (let count = 0; count < 3; count += 1) expect(await post(event())).toMatchObject({ status: 200 });
    await post(event({ ResourceChangeUtcDate: "2026-11-24T11:58:00Z" }));
    expect(alerts).toHaveLength(2);
  });

  test("has its certificate fetched once, and again after six hours", async () => {
    await post(event());
    await post(event({ ResourceName: "b" }));
    expect(fetched).toHaveLength(1);
    now = new Date(NOW.getTime() + 7 * 3_600_000);
    await post(event({ ResourceName: "c" }));
    expect(fetched).toHaveLength(2);
  });

  test("may carry the signature in x-ms-signature", async () => {
    const body = event();
    const { authorization = "", ...rest } = signed(body);
    expect(await post(body, { ...rest, "x-ms-signature": authorization })).toMatchObject({ status: 200 });
  });

  test("of another kind is acknowledged, and not handed on", async () => {
    expect(await post(event({ EventName: "test-created" }))).toMatchObject({ status: 200 });
    expect(alerts).toEqual([]);
  });

  test("without a zone in its date is in UTC", async () => {
    await post(event({ ResourceChangeUtcDate: "2026-11-24T11:59:00.5" }));
    expect(alerts[0]?.changed).toEqual(new Date("2026-11-24T11:59:00.500Z"));
  });

  test("leads to the root by the issuer that the certificate names, fetched without TLS from Microsoft only", async () => {
    const url = "http://www.microsoft.com/pki/issuing.crt";
    const signer = issue({ commonName: "x.microsoft.com", by: pki.issuing, issuerUrl: url });
    files.set(CERTIFICATE, signer.der);
    files.set(url, pki.issuing.der);
    expect(await post(event(), signed(event(), signer))).toMatchObject({ status: 200 });
    expect(fetched.map(({ plain }) => plain)).toEqual([false, true]);
  });
});

describe("refused with 401", () => {
  test("is what is not signed", () => refused(401, event(), without(event(), "authorization")));
  test("is another scheme", () => refused(401, event(), having(event(), { authorization: "Bearer abc" })));
  test("is a signature that is not base64", () =>
    refused(401, event(), having(event(), { authorization: "Signature {}" })));
  test("is a signature of other bytes", () => refused(401, `${event()} `, signed(event())));
  test("is a signature of another key", () => refused(401, event(), signed(event(), pki.issuing)));
  test("is SHA-1", () =>
    refused(
      401,
      event(),
      having(event(), {
        authorization: `Signature ${pki.signer.sign(Buffer.from(event()), "sha1")}`,
        "x-ms-signature-algorithm": "rsa-sha1",
      }),
    ));

  test.each([
    "https://evil.blob.core.windows.net/cert/pcnotifications-dispatch.microsoft.com.cer",
    "https://microsoft.com.evil.example/a.cer",
    "http://3psostorageacct.blob.core.windows.net/cert/a.cer",
    "https://user:pass@3psostorageacct.blob.core.windows.net/a.cer",
    "file:///etc/passwd",
    "https://169.254.169.254/metadata",
    "nonsense",
  ])("is a certificate at %s, which is not even fetched", async (url) => {
    await refused(401, event(), having(event(), { "x-ms-certificate-url": url }));
    expect(fetched).toEqual([]);
  });

  /** Signed well, with a certificate that something is wrong with. */
  const signedBy = async (signer: ReturnType<typeof issue>, file: string, why: RegExp) => {
    files.set(CERTIFICATE, Buffer.from(file));
    await refused(401, event(), signed(event(), signer));
    expect(messages[0]).toMatch(why);
  };

  test("is a certificate that signed itself", () => {
    const own = issue({ commonName: "x.microsoft.com", organization: "Microsoft Corporation" });
    return signedBy(own, own.pem, /does not end at a trusted root/);
  });
  test("is a chain with another root", () => {
    const other = microsoft();
    return signedBy(other.signer, other.signer.pem + other.issuing.pem + other.root.pem, /trusted root/);
  });
  test("is a certificate whose issuer is not an authority", () => {
    const leaf = issue({
      commonName: "y.microsoft.com",
      organization: "Microsoft Corporation",
      by: pki.issuing,
    });
    const below = issue({ commonName: "x.microsoft.com", by: leaf });
    return signedBy(below, below.pem + leaf.pem + pki.issuing.pem, /not a CA/);
  });
  test("is one that has expired", () => {
    const old = issue({ commonName: "x.microsoft.com", by: pki.issuing, to: "2026-11-01" });
    return signedBy(old, old.pem + pki.issuing.pem, /not valid today/);
  });
  test("is one that a trusted authority issued which is not Microsoft's", () => {
    const other = issue({ commonName: "Other", organization: "Other Inc", by: pki.root, authority: true });
    const leaf = issue({ commonName: "x.microsoft.com", by: other });
    return signedBy(leaf, leaf.pem + other.pem, /not issued by Microsoft/);
  });
  test("is one that Microsoft issued to a customer", () => {
    const leaf = issue({ commonName: "evil.azurewebsites.example", by: pki.issuing });
    return signedBy(leaf, leaf.pem + pki.issuing.pem, /not for a name of Microsoft's/);
  });
  test("is a certificate for another purpose", () => {
    const leaf = issue({ commonName: "x.microsoft.com", by: pki.issuing, usages: ["codeSigning"] });
    return signedBy(leaf, leaf.pem + pki.issuing.pem, /another purpose/);
  });
  test("is a file that is not a certificate", () => signedBy(pki.signer, "<html>", /cannot be read/));
  test("is a file of more than 64 KiB", () =>
    signedBy(pki.signer, pki.signer.pem + pki.issuing.pem + " ".repeat(64 * 1024), /cannot be read/));
  test("is an issuer that the certificate names elsewhere, which is not fetched", async () => {
    const url = "http://169.254.169.254/issuing.crt";
    const leaf = issue({ commonName: "x.microsoft.com", by: pki.issuing, issuerUrl: url });
    await signedBy(leaf, leaf.pem, /trusted root/);
    expect(fetched).toHaveLength(1);
  });
});

describe("refused with 400", () => {
  test.each(["x-ms-certificate-url", "x-ms-signature-algorithm"])("is a request without %s", (name) =>
    refused(400, event(), without(event(), name)),
  );
  test.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["no name", event({ EventName: undefined })],
    ["a name that breaks lines", event({ EventName: "a\nb" })],
    ["no date", event({ ResourceChangeUtcDate: "soon" })],
    ["an address that is a number", event({ ResourceUri: 5 })],
    ["nothing", ""],
  ])("is a signed body with %s", (_, body) => refused(400, body));
  test("is a signed body that is not UTF-8", () => refused(400, Buffer.from([0x7b, 0xff, 0x7d])));
});

test.each([
  ["older than a day", "2026-11-23T11:59:59Z"],
  ["from the future", "2026-11-24T12:06:00Z"],
])("403: an event %s, though it is signed", (_, date) =>
  refused(403, event({ ResourceChangeUtcDate: date })),
);

test("413: a body of more than 64 KiB, announced or not", async () => {
  await refused(413, "x".repeat(64 * 1024 + 1));
  const chunked = { ...signed("x"), "transfer-encoding": "chunked" };
  const answer = await post("x".repeat(200_000), chunked).catch(() => ({ status: 413 }));
  expect(answer.status).toBe(413);
  expect(fetched).toEqual([]);
});

test("413: a body without an end is answered before its end", async () => {
  const status = await new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method: "POST" }, (response) => {
      response.resume();
      resolve(response.statusCode);
      outgoing.destroy();
    });
    outgoing.on("error", reject);
    outgoing.write("x".repeat(65 * 1024));
  });
  expect(status).toBe(413);
});

test("405: anything but POST", async () => {
  const answer = await post("", {}, "GET");
  expect(answer).toMatchObject({ status: 405, headers: { allow: "POST" } });
});

test("503: a certificate that cannot be fetched now, and 200 when it can", async () => {
  files.set(CERTIFICATE, "unreachable");
  expect(await post(event())).toMatchObject({ status: 503 });
  files.set(CERTIFICATE, Buffer.from(pki.signer.pem + pki.issuing.pem));
  expect(await post(event())).toMatchObject({ status: 200 });
  expect(alerts).toHaveLength(1);
});

test("503: too many certificates in a minute", async () => {
  const statuses = [];
  for (let count = 0; count < 12; count += 1) {
    const url = `https://3psostorageacct.blob.core.windows.net/cert/${count}.cer`;
    statuses.push((await post(event(), having(event(), { "x-ms-certificate-url": url }))).status);
  }
  expect(fetched).toHaveLength(10);
  expect(statuses.at(-1)).toBe(503);
});

test("the message about a refused request does not contain its data", async () => {
  await post(event({ EventName: "a secret\u001b[31m" }));
  await post("secret", { authorization: "Signature secret", "x-ms-certificate-url": "https://secret" });
  expect(messages.join("\n")).not.toMatch(/secret|\p{Cc}(?<!\n)/u);
});

describe("requests of others", () => {
  const junk = (count: number, body: string) =>
    Promise.all(
      Array.from({ length: count }, (_, index) => {
        const headers = {
          ...signed("something else"),
          "x-ms-certificate-url": `https://x${index}.microsoft.com/`,
        };
        return post(body, headers);
      }),
    );

  test("have no certificate fetched when they are no event of today", async () => {
    expect((await junk(20, "{}")).map(({ status }) => status)).toEqual(Array(20).fill(400));
    await junk(20, event({ ResourceChangeUtcDate: "2026-11-20T12:00:00Z" }));
    expect(fetched).toEqual([]);
    expect(await post(event())).toMatchObject({ status: 200 });
  });

  test("do not push out a certificate that verified an event, nor use up what fetches it", async () => {
    await post(event());
    const others = Array.from({ length: 100 }, (_, index) => `${CERTIFICATE}?${index}`);
    for (const url of others) {
      files.set(url, Buffer.from(pki.signer.pem + pki.issuing.pem));
      await post(event(), { ...signed("something else"), "x-ms-certificate-url": url });
    }
    now = new Date(NOW.getTime() + 1_000);
    expect(await post(event({ ResourceName: "b" }))).toMatchObject({ status: 200 });
    now = new Date(NOW.getTime() + 7 * 3_600_000);
    files.set(CERTIFICATE, "unreachable");
    const later = event({ ResourceName: "c", ResourceChangeUtcDate: now.toISOString() });
    expect(await post(later)).toMatchObject({ status: 200 });
  });
});

test("each sender has a budget of its own", async () => {
  const keys = new SigningKeys({
    now: () => now,
    roots: [pki.root.x509],
    send: async ({ url }) => {
      const body = files.get(url);
      const isThere = body !== undefined && body !== "unreachable";
      return { status: isThere ? 200 : 404, body: isThere ? body : Buffer.alloc(0), header: () => undefined };
    },
  });
  for (let index = 0; index < 10; index += 1) {
    const asked = keys.key(`https://x${index}.microsoft.com/`, "192.0.2.1");
    await expect(asked).rejects.toThrow("cannot be fetched");
  }
  await expect(keys.key(CERTIFICATE, "192.0.2.1")).rejects.toThrow("too many");
  expect((await keys.key(CERTIFICATE, "192.0.2.2")).type).toBe("public");
});

describe("a handler that keeps events", () => {
  const handling = async (onEvent: (event: ReceivedEvent) => Promise<boolean>, body: string) => {
    const handle = webhookHandler({
      now: () => now,
      say: (message) => messages.push(message),
      onEvent,
      keys: new SigningKeys({
        now: () => now,
        roots: [pki.root.x509],
        send: async () => ({
          status: 200,
          body: Buffer.from(pki.signer.pem + pki.issuing.pem),
          header: () => undefined,
        }),
      }),
    });
    const server = createServer((message, response) => void handle(message, response));
    port = await new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => {
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
    const { status } = await post(body, { ...signed(body), "content-type": "application/json" });
    server.close();
    server.closeAllConnections();
    return status;
  };

  test("acknowledges an event only when it is kept, with the bytes and the headers of its signature", async () => {
    const kept: ReceivedEvent[] = [];
    const body = event({ EventName: "dap-admin-relationship-terminated", ResourceUri: null });
    const keep = async (one: ReceivedEvent) => {
      kept.push(one);
      return true;
    };
    expect(await handling(keep, body)).toBe(200);
    expect(kept).toMatchObject([{ resourceUri: null, body, headers: signed(body) }]);
  });

  test("answers 503 where it cannot be kept, and 501 where no receiver takes it", async () => {
    const full = async () => {
      throw new Error("the disk is full");
    };
    expect(await handling(full, event())).toBe(503);
    expect(await handling(async () => false, event({ EventName: "invoice-ready" }))).toBe(501);
    expect(messages).toEqual([
      "refused a request with 503: the event cannot be kept: the disk is full",
      "refused a request with 501: no receiver takes invoice-ready",
    ]);
  });
});

test("501: an event of another system, if only alerts are accepted", () =>
  refused(501, event({ EventName: "subscription-updated" })));
