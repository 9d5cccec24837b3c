import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { CommandError } from "../../../src/cli/exit-codes.ts";
import { webhookJournal } from "../../../src/cli/partner/webhook/journal.ts";
import { type WebhookRegisterOptions, webhookRegister } from "../../../src/cli/partner/webhook/register.ts";
import { webhookServe } from "../../../src/cli/partner/webhook/serve.ts";
import { webhookShow } from "../../../src/cli/partner/webhook/show.ts";
import { webhookTest } from "../../../src/cli/partner/webhook/test-event.ts";
import { EventJournal } from "../../../src/partner/webhook/journal.ts";
import { NOW, type PartnerSandbox, partnerSandbox, testClock } from "../../partner/support.ts";
import { heardConsole } from "../../support/console.ts";
import { CONTOSO, folderOf, PARTNER } from "../../support/fleet.ts";
import { temporaryFolder } from "../../support/stack.ts";

const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
const WITH_WEBHOOK = PARTNER.replace(
  "  role: direct-bill",
  '  role: direct-bill\n  webhook: { url: "https://hooks.example/partner" }',
);
const fleetWithWebhook = folderOf({ "partner.yaml": WITH_WEBHOOK, "customers/contoso.yaml": CONTOSO });
const OWN = ["azure-fraud-event-detected", "usagerecords-thresholdExceeded", "test-created"];
const URL = "https://hooks.example/partner?code=s3cret";
const BILLING = { WebhookUrl: "https://billing.example/pc?key=k3y", WebhookEvents: ["subscription-updated"] };

let sandbox: PartnerSandbox;
let console: ReturnType<typeof heardConsole>;
let folder: string;
beforeEach(async () => {
  sandbox = await partnerSandbox();
  console = heardConsole({}, NOW);
  folder = temporaryFolder();
});

const world = () => ({ connection: sandbox.options });
const registering = (options: Partial<WebhookRegisterOptions> = {}, confirm?: () => Promise<boolean>) =>
  webhookRegister({ fleet, url: URL, save: join(folder, "before.json"), ...options }, console, {
    ...world(),
    ...(confirm === undefined ? {} : { confirm }),
  });
const writes = () =>
  sandbox.client.sandbox
    .requests()
    .filter(({ method, path }) => method !== "GET" && path === "/webhooks/v1/registration");

describe("registering a webhook", () => {
  test("without a registration, registers the events that serve accepts, and shows no key", async () => {
    expect(await webhookShow({ fleet }, console, world())).toBe(1);
    expect(await registering({ yes: true })).toBe(0);
    expect(await webhookShow({ fleet }, console, world())).toBe(0);
    expect(console.heard.out).toContain(`registered for ${OWN.join(", ")}`);
    expect(console.heard.out).toMatch(/registered at hooks\.example\/partner for azure-fraud-event-detected/);
    expect(console.heard.out + console.heard.err).not.toContain("s3cret");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a second time changes nothing and writes nothing", async () => {
    await registering({ yes: true });
    expect(await registering({ yes: true })).toBe(0);
    expect(console.heard.out).toContain("already registered");
    expect(writes()).toHaveLength(1);
  });

  test("does not replace the registration of another system", async () => {
    await sandbox.set({ registration: BILLING });
    expect(await registering({ yes: true })).toBe(1);
    expect(console.heard.out).toMatch(/registered now {2}billing\.example\/pc\nwould be +hooks\.example/);
    expect(console.heard.out).toMatch(/~ subscription-updated {2}\(of another system\)/);
    expect(console.heard.err).toMatch(/nothing was written: another address is registered/);
    expect(console.heard.out + console.heard.err).not.toMatch(/s3cret|k3y/);
    expect(writes()).toEqual([]);
  });

  test("with --merge alone is refused: the other system's events would be dropped", async () => {
    await sandbox.set({ registration: BILLING });
    expect(await registering({ yes: true, merge: true })).toBe(1);
    expect(console.heard.err).toMatch(/subscription-updated would arrive .* --forward-to URL/);
    expect(writes()).toEqual([]);
  });

  test("with --merge and --forward-to keeps every event, and saves what was there", async () => {
    await sandbox.set({
      registration: { ...BILLING, WebhookEvents: ["subscription-updated", "test-created"] },
    });
    expect(await registering({ yes: true, merge: true, forwardTo: BILLING.WebhookUrl })).toBe(0);
    expect(writes()[0]?.body).toEqual({
      WebhookUrl: URL,
      WebhookEvents: ["subscription-updated", "test-created", OWN[0], OWN[1]],
    });
    expect(JSON.parse(readFileSync(join(folder, "before.json"), "utf8"))).toMatchObject({
      WebhookUrl: BILLING.WebhookUrl,
      WebhookEvents: ["subscription-updated", "test-created"],
    });
    expect(console.heard.err).toMatch(
      /billing\.example\/pc had test-created too: start serve with --forward-all/,
    );
  });

  test("with --replace gives the other system up, and --restore ", async () => {
    await sandbox.set({ registration: BILLING });
    expect(await registering({ yes: true, replace: true })).toBe(0);
    expect(console.heard.out).toMatch(/- subscription-updated/);
    expect(writes()[0]?.body).toEqual({ WebhookUrl: URL, WebhookEvents: OWN });
    const restored = await webhookRegister(
      { fleet, restore: join(folder, "before.json"), save: join(folder, "ours.json"), yes: true },
      console,
      world(),
    );
    expect(restored).toBe(0);
    expect(writes()[1]?.body).toEqual(BILLING);
    expect(JSON.parse(readFileSync(join(folder, "ours.json"), "utf8"))).toMatchObject({ WebhookUrl: URL });
  });

  test("at the registered address adds events and keeps the others", async () => {
    await sandbox.set({ registration: { WebhookUrl: URL, WebhookEvents: ["test-created"] } });
    expect(await registering({ yes: true })).toBe(0);
    expect(writes()[0]?.body).toMatchObject({
      WebhookEvents: ["test-created", OWN[0], OWN[1]],
    });
  });

  test("stops when the registration changes between the question and the answer", async () => {
    const answered = registering({}, async () => {
      await sandbox.set({ registration: BILLING });
      return true;
    });
    await expect(answered).rejects.toMatchObject({ exitCode: 3, message: /changed meanwhile/ });
    expect(writes()).toEqual([]);
  });

  test("stops when what is there cannot be saved", async () => {
    await sandbox.set({ registration: BILLING });
    const save = join(folder, "missing", "before.json");
    await expect(registering({ yes: true, replace: true, save })).rejects.toThrow(/nothing was written/);
    expect(writes()).toEqual([]);
  });

  test("is not done without a confirmation or without a terminal", async () => {
    expect(await registering({}, async () => false)).toBe(0);
    await expect(registering()).rejects.toThrow(/add --yes/);
    expect(writes()).toEqual([]);
  });

  test.each([
    [{ url: "http://hooks.example" }, /https/],
    [{ url: "" }, /https/],
    [{ restore: "x.json" }, /--url or --restore/],
    [{ merge: true, replace: true }, /cannot be combined/],
  ])("with %j is a usage error", async (options, message) => {
    await expect(registering({ yes: true, ...options })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(message),
    });
  });

  test.each([
    "{}",
    "no JSON",
    '{"schema":"csp-baseline/webhook-registration/v1","WebhookUrl":"http://a","WebhookEvents":[]}',
  ])("from a file with %s is refused", async (text) => {
    const restore = join(folder, "saved.json");
    writeFileSync(restore, text);
    await expect(webhookRegister({ fleet, restore, yes: true }, console, world())).rejects.toMatchObject({
      exitCode: 2,
    });
  });
});

describe("showing the registration", () => {
  test.each([
    [{ WebhookUrl: URL, WebhookEvents: OWN }, 0, "it is ours"],
    [{ ...BILLING, WebhookEvents: OWN }, 1, "it is not ours: the fleet's address is hooks.example/partner"],
    [{ WebhookUrl: URL, WebhookEvents: ["subscription-updated"] }, 1, "security alerts are not posted"],
    [{ WebhookUrl: URL, WebhookEvents: [...OWN, "invoice-ready"] }, 0, "of another system: invoice-ready"],
  ])("%j ends with %d and says %s", async (registration, status, text) => {
    await sandbox.set({ registration });
    expect(await webhookShow({ fleet: fleetWithWebhook }, console, world())).toBe(status);
    expect(console.heard.out).toContain(text);
  });

  test("without an address in the fleet, the owner of the registration is unknown", async () => {
    await sandbox.set({ registration: { WebhookUrl: URL, WebhookEvents: OWN } });
    expect(await webhookShow({ fleet }, console, world())).toBe(0);
    expect(console.heard.out).toContain("whether it is ours is unknown");
    expect(await webhookShow({ fleet, url: BILLING.WebhookUrl }, console, world())).toBe(1);
  });
});

describe("testing the webhook", () => {
  const testing = (timeout?: string) =>
    webhookTest({ fleet, ...(timeout === undefined ? {} : { timeout }) }, console, {
      ...world(),
      clock: testClock().clock,
    });

  test("ends with 0 when the receiver acknowledged the event", async () => {
    await sandbox.set({ webhookAnswer: "OK" });
    await registering({ yes: true });
    expect(await testing()).toBe(0);
    expect(console.heard.out).toContain("the test event arrived after 2 seconds");
  });

  test("ends with 1 and Partner Center's reason when it did not arrive", async () => {
    await registering({ yes: true });
    expect(await testing()).toBe(1);
    expect(console.heard.out).toContain("not delivered: NotDelivered The sandbox delivers no events.");
  });

  test("ends with 1 when no test events are registered", async () => {
    expect(await testing()).toBe(1);
    expect(console.heard.out).toContain("no webhook is registered");
  });

  test.each(["0", "soon", "3601", "-1"])("does not wait %j seconds", async (timeout) => {
    await expect(testing(timeout)).rejects.toMatchObject({ exitCode: 2 });
  });
});

describe("serving the webhook", () => {
  test("runs until the signal, writes a journal, and rejects unsigned requests", async () => {
    let status = 0;
    let stop = () => {};
    const ended = await webhookServe({ fleet, port: "0", journal: join(folder, "journal") }, console, {
      stopped: () =>
        new Promise((resolve) => {
          stop = resolve;
        }),
      onListening: (port) => {
        void fetch(`http://127.0.0.1:${port}/`, { method: "POST", body: "{}" }).then((answer) => {
          status = answer.status;
          stop();
        });
      },
    });
    expect([ended, status]).toEqual([0, 401]);
    expect(console.heard.err).toContain("refused a request with 401: the request is not signed");
    expect(readdirSync(join(folder, "journal")).sort()).toEqual(["dead", "done", "pending"]);
  });

  test.each([
    [{ port: "eighty" }, /--port must be a number/],
    [{ roots: "/nowhere.pem" }, /cannot read --roots/],
    [{ forwardTo: "http://billing.example" }, /must be an https address/],
    [{ forwardAll: true }, /needs --forward-to/],
  ])("is refused with %j", async (options, message) => {
    await expect(webhookServe({ fleet, ...options }, console)).rejects.toThrow(message);
  });

  test("is refused with a file of roots that has none", async () => {
    const roots = join(folder, "roots.pem");
    writeFileSync(roots, "no certificate");
    await expect(webhookServe({ fleet, roots }, console)).rejects.toBeInstanceOf(CommandError);
  });

  test("is refused where the journal cannot be written", async () => {
    const journal = join(folder, "file");
    writeFileSync(journal, "");
    await expect(webhookServe({ fleet, journal }, console)).rejects.toMatchObject({ exitCode: 3 });
  });
});

describe("the journal", () => {
  const dead = {
    id: "a".repeat(64),
    event: "azure-fraud-event-detected",
    received: "2026-11-23T10:00:00.000Z",
    body: "{}",
    headers: {},
    delivered: [],
    attempts: 8,
    nextAttempt: "2026-11-23T10:00:00.000Z",
  };

  test("shows dead letters with the reason, ends with 1, and tries them anew on request", async () => {
    const journal = await EventJournal.open(folder);
    await journal.keep(dead);
    await journal.end({ ...dead, failure: '"itsm": it answered 500' }, "dead");
    expect(await webhookJournal({ journal: folder }, console)).toBe(1);
    expect(console.heard.out).toMatch(/0 events pending, 1 dead letter/);
    expect(console.heard.out).toMatch(
      /azure-fraud-event-detected aaaaaaaa after 8 attempts: "itsm": it answered 500/,
    );
    expect(await webhookJournal({ journal: folder, retry: true }, console)).toBe(0);
    expect(await journal.counts()).toEqual({ pending: 1, dead: 0, unreadable: 0 });
  });

  test("that is not there is a usage error", async () => {
    await expect(webhookJournal({ journal: join(folder, "none") }, console)).rejects.toMatchObject({
      exitCode: 2,
    });
  });
});
