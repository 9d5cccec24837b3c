import { describe, expect, test } from "vitest";
import { sender } from "../../../src/azure/send.ts";
import { loadFleet } from "../../../src/controls/load-fleet.ts";
import { formatProblem } from "../../../src/fleet/index.ts";
import { parseEvent } from "../../../src/partner/webhook/event.ts";
import { contactTargets, forward, receiversOf } from "../../../src/partner/webhook/forward.ts";
import { loopback } from "../../audit/support/loopback.ts";
import { CONTOSO, fleetOf, folderOf, PARTNER, TODAY } from "../../support/fleet.ts";
import { testClock } from "../support.ts";

const MANAGED = "00000000-0000-0000-0000-000000000001";

const hooks = (...uris: string[]) =>
  `operations: { webhooks: [${uris.map((uri, index) => `{ name: hook-${index}, uri: "${uri}" }`).join(", ")}] }`;

const fleetWith = (...uris: string[]) =>
  fleetOf({ partner: PARTNER.replace("operations: { emails: [noc@fabrikam.example] }", hooks(...uris)) });

function eventOf(subscriptionId: string) {
  const body = {
    EventName: "azure-fraud-event-detected",
    ResourceUri: `https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=${subscriptionId}`,
    ResourceChangeUtcDate: "2026-11-24T11:59:00Z",
  };
  const event = parseEvent(Buffer.from(JSON.stringify(body)));
  if (event === undefined) throw new Error("no event");
  return event;
}

async function forwarded(statuses: readonly number[], id = MANAGED) {
  let count = 0;
  const server = await loopback(() => ({ status: statuses[count++] ?? 200 }));
  const { clock, waits } = testClock();
  const messages: string[] = [];
  const send = await sender({ clock, certificateAuthority: server.certificate });
  const targets = contactTargets(eventOf(id), fleetWith(`${server.origin}/hook?key=s3cret`), send);
  await forward(eventOf(id), targets, (message) => messages.push(message));
  return { received: server.received, messages, waits };
}

describe("an alert is forwarded", () => {
  test("to the operations contact of its subscription, with its names", async () => {
    const { received, messages } = await forwarded([200]);
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: "POST", url: "/hook?key=s3cret" });
    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({
      schema: "csp-baseline/partner-event/v1",
      event: "azure-fraud-event-detected",
      changed: "2026-11-24T11:59:00.000Z",
      subscriptionId: MANAGED,
      subscriptionName: "prod",
      customer: "contoso",
    });
    expect(received[0]?.headers["idempotency-key"]).toBe(eventOf(MANAGED).id);
    expect(messages).toEqual([]);
  });

  test("again, when the receiver is busy or broken", async () => {
    const { received, messages, waits } = await forwarded([503, 500, 429]);
    expect(received).toHaveLength(4);
    expect(new Set(received.map(({ body }) => body)).size).toBe(1);
    expect(waits).toEqual([1, 2, 4]);
    expect(messages).toEqual([]);
  });

  test("stops after some attempts, which is reported without the address", async () => {
    const { received, messages } = await forwarded(Array.from({ length: 20 }, () => 500));
    expect(received).toHaveLength(5);
    expect(messages).toEqual([
      expect.stringMatching(/^event \w{8} did not reach the webhook "hook-0": it answered 500$/),
    ]);
  });

  test("not again when the receiver does not want it", async () => {
    const { received, messages } = await forwarded([404]);
    expect(received).toHaveLength(1);
    expect(messages[0]).toContain("it answered 404");
  });

  test("to the other receivers if one cannot be reached", async () => {
    const server = await loopback(() => ({}));
    const messages: string[] = [];
    const fleet = fleetWith("https://127.0.0.1:9/s3cret", server.origin);
    const send = await sender({ clock: testClock().clock, certificateAuthority: server.certificate });
    await forward(eventOf(MANAGED), contactTargets(eventOf(MANAGED), fleet, send), (message) =>
      messages.push(message),
    );
    expect(server.received).toHaveLength(1);
    expect(messages).toEqual([expect.stringMatching(/"hook-0": it cannot be reached/)]);
    expect(messages.join()).not.toMatch(/s3cret|127\.0\.0\.1/);
  });

  test("is reported as impossible if the contact has no webhook", async () => {
    const messages: string[] = [];
    const none = async () => {
      throw new Error("nothing is sent");
    };
    await forward(eventOf(MANAGED), contactTargets(eventOf(MANAGED), fleetOf(), none), (message) =>
      messages.push(message),
    );
    expect(messages).toEqual([expect.stringContaining("has no receiver")]);
  });
});

describe("of a subscription that is not in the fleet", () => {
  test("the contact that customers share is notified", () => {
    const fleet = fleetWith("https://hooks.example/shared");
    expect(receiversOf(fleet, "00000000-0000-0000-0000-000000000099")).toMatchObject([{ name: "hook-0" }]);
    expect(receiversOf(fleet, undefined)).toHaveLength(1);
  });

  test("no customer's own receiver gets it", () => {
    const own = (uri: string) => `    name: prod\n    baseline: { contacts: { ${hooks(uri)} } }\n`;
    const contoso = CONTOSO.replace("    name: prod\n", own("https://contoso.example/x"));
    const northwind = CONTOSO.replace("contoso", "northwind")
      .replaceAll("2222", "3333")
      .replaceAll(/0{11}(?=[12]$)/gm, "00000000001")
      .replace("    name: prod\n", own("https://northwind.example/x"));
    const folder = folderOf({
      "partner.yaml": PARTNER,
      "customers/contoso.yaml": contoso,
      "customers/northwind.yaml": northwind,
    });
    const loaded = loadFleet(folder, { today: TODAY });
    if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join("\n"));
    expect(receiversOf(loaded.fleet, MANAGED)).toMatchObject([{ uri: "https://contoso.example/x" }]);
    expect(receiversOf(loaded.fleet, undefined)).toEqual([]);
  });
});
