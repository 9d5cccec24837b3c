import { beforeEach, expect, test } from "vitest";
import { observePartner } from "../../src/partner/observe.ts";
import { NOW, type PartnerSandbox, partnerSandbox } from "./support.ts";

let sandbox: PartnerSandbox;
beforeEach(async () => {
  sandbox = await partnerSandbox();
});

const observe = () => observePartner({ ...sandbox.options, now: NOW });

test("alerts, score and requirements are read", async () => {
  expect(await observe()).toEqual({
    alerts: { active: 3, oldestActiveHours: 30, overdue: 1 },
    score: { current: 60, max: 100, refreshed: "2026-11-24" },
    requirements: expect.arrayContaining([
      {
        type: "securityAlertsPromptlyResolved",
        status: "noncompliant",
        score: 0,
        maxScore: 20,
        updated: "2026-11-24",
      },
    ]),
  });
});

test("no alert gives no average, and test alerts do not count", async () => {
  await sandbox.set({ alerts: [{ id: "t", status: "active", isTest: "true" }] });
  expect((await observe()).alerts).toEqual({ active: 0, overdue: 0 });
});

test("an active alert without a date does not count as answered", async () => {
  await sandbox.set({ alerts: [{ id: "a", status: "active" }] });
  expect((await observe()).alerts).toEqual({ unread: "an open alert without a date" });
  const late = { id: "b", status: "active", detectedDateTime: "2026-11-23T00:00:00Z" };
  await sandbox.set({ alerts: [{ id: "a", status: "active" }, late] });
  expect((await observe()).alerts).toEqual({ active: 2, oldestActiveHours: 36, overdue: 1 });
});

test("unreadable sources have the reason, and the rest is shown", async () => {
  sandbox.client.sandbox.addFault({ path: "/securityAlerts", status: 403, code: "Forbidden", times: null });
  const { alerts, score } = await observe();
  expect(alerts).toEqual({
    unread: expect.stringMatching(/^missing permission PartnerSecurity.Read.All: it answered 403/),
  });
  expect(score).toMatchObject({ current: 60 });
});

test("a score that cannot be read leaves its requirements unread too", async () => {
  sandbox.client.sandbox.addFault({ path: "/securityScore", status: 500, times: null });
  const { requirements, score } = await observe();
  expect(score).toEqual({ unread: expect.stringContaining("it answered 500") });
  expect(requirements).toEqual(score);
});
