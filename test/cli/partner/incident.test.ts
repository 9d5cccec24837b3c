import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { CommandError } from "../../../src/cli/exit-codes.ts";
import type { IncidentOptions, IncidentWorld } from "../../../src/cli/partner/incident/kept.ts";
import { incident } from "../../../src/cli/partner/incident/run.ts";
import { incidentJsonSchema, readIncident } from "../../../src/partner/incident/report.ts";
import {
  ALERT,
  ASSIGNMENT,
  DEPLOYMENT,
  MINER,
  OLD_ASSIGNMENT,
  PLANTED,
  SUBSCRIPTION,
} from "../../partner/incident/miner.ts";
import { CUSTOMER_TENANT, NOW, type PartnerSandbox, partnerSandbox } from "../../partner/support.ts";
import { heardConsole } from "../../support/console.ts";
import { CONTOSO, folderOf, PARTNER } from "../../support/fleet.ts";
import { validatorOf } from "../../support/json-schema.ts";
import { temporaryFolder } from "../../support/stack.ts";

const CONTACT = `
  securityContact: { firstName: Fabrikam SOC, lastName: Team, email: soc@fabrikam.example, phone: "+1 425 555 0100" }
`;
const partner = PARTNER.replace("  role: direct-bill\n", `  role: direct-bill${CONTACT}`);
const contoso = CONTOSO.replace("tenantId:", "language: de\ntenantId:");
const fleet = folderOf({ "partner.yaml": partner, "customers/contoso.yaml": contoso });

let sandbox: PartnerSandbox;
let folder: string;
beforeEach(async () => {
  sandbox = await partnerSandbox();
  await sandbox.set(PLANTED);
  folder = join(temporaryFolder(), "incident");
});

async function run(options: Partial<IncidentOptions> = {}, world: IncidentWorld = {}) {
  const console = heardConsole({}, NOW);
  try {
    const status = await incident({ fleet, folder, subscription: "contoso/prod", ...options }, console, {
      connection: sandbox.options,
      ...world,
    });
    return { status, ...console.heard };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { status: error.exitCode, out: console.heard.out, err: console.heard.err + error.message };
  }
}

const file = (name: string) => readFileSync(join(folder, name), "utf8");
function kept() {
  const found = readIncident(JSON.parse(file("timeline.json")));
  if (found === undefined) throw new Error("no timeline");
  return found;
}
const writes = () =>
  sandbox.client.sandbox
    .requests()
    .filter(({ method, path }) => method !== "GET" && !/oauth2|costmanagement/i.test(path));
const confirmed = { confirm: "prod" };

describe("gathering", () => {
  test("writes the data of the checklist into a folder for its owner only, and writes nothing in Azure", async () => {
    const { out, status } = await run();
    expect(status).toBe(0);
    expect(out).toContain("9 of 9 sources were read");
    expect(out).toContain(
      "1 alert, 1 new resource, 1 new role assignment, 1 running deployment, cost 999.75 USD",
    );
    expect(writes()).toEqual([]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    const found = kept();
    expect(validatorOf(JSON.parse(incidentJsonSchema()))(found)).toEqual([]);
    expect(found.alerts).toMatchObject([{ id: ALERT, alertType: "CryptoMining", resources: [MINER] }]);
    expect(found.timeline.map(({ kind }) => kind)).toEqual([
      "sign-in",
      "role-assignment",
      "credential",
      "credential",
      "deployment",
      "change",
      "resource",
      "deletion",
      "alert",
    ]);
    expect(found.accounts).toEqual(["mallory@contoso.example"]);
    expect(found.newRoleAssignments).toMatchObject([{ id: ASSIGNMENT, role: "Owner" }]);
    expect(found.entitlements.filter((one) => one.isAffected)).toMatchObject([{ id: SUBSCRIPTION }]);
    expect(found.contacts[0]).toMatchObject({ email: "soc@fabrikam.example", phone: "+1 425 555 0100" });
  });

  test("lists the events from oldest to newest, with each operation once", async () => {
    await run();
    const told = kept().timeline.map(({ kind, what, who }) => `${kind}: ${what} (${who})`);
    expect(told[0]).toBe(
      "sign-in: signed in to Azure Portal from Nowhere, ZZ, with one factor, risk high (mallory@contoso.example)",
    );
    expect(told.filter((one) => one.includes("roleAssignments/write"))).toHaveLength(1);
    expect(told).toContain(
      "credential: Update application – Certificates and secrets management: backup-app (mallory@contoso.example)",
    );
    expect(told).toContain(
      "deletion: Microsoft.Insights/activityLogAlerts/delete, failed (mallory@contoso.example)",
    );
    expect(told.join()).not.toMatch(/alice|long-before|Update user/);
  });

  test("writes the commands, and the customer's text in its language with the phone number", async () => {
    await run();
    const book = file("runbook.md");
    expect(book).toContain(`az vm deallocate --no-wait --ids ${MINER}`);
    expect(book).toContain(`--do remove-assignments --only ${ASSIGNMENT}`);
    expect(book).toContain("revokeSignInSessions");
    expect(book).toContain("Affected: `s1` (active). Not affected: 1 other of Contoso Ltd.");
    expect(file("customer-text.md")).toMatch(/Möglicher Missbrauch.*rund um die Uhr: \+1 425 555 0100/s);
    expect(file("timeline.md")).toContain("All 9 sources were read.");
  });

  test("works with partial permissions, and first lists the missing sources with their permissions", async () => {
    const deny = (path: string) =>
      sandbox.client.sandbox.addFault({ path, status: 403, code: "Forbidden", times: null });
    for (const path of ["/auditLogs/signIns", "/query", "/azureEntitlements", "/securityAlerts"]) deny(path);
    const { err, out, status } = await run();
    expect(status).toBe(1);
    expect(out).toContain("alerts not read, 1 new resource, 1 new role assignment");
    expect(err).toMatch(/not read, or not all: sign-ins: .*403.*AuditLog\.Read\.All/);
    expect(err).toMatch(/not read, or not all: costs: .*Cost Management Reader/);
    expect(err).toMatch(/entitlements: .*Admin agent/);
    expect(kept()).toMatchObject({ cost: null, alerts: [], entitlements: [] });
    expect(
      kept()
        .sources.filter(({ read }) => !read)
        .map(({ name }) => name),
    ).toEqual(["alerts", "costs", "sign-ins", "entitlements"]);
    expect(file("timeline.md")).toMatch(/Sources\s+\*\*4 of 9 sources were not read/);
    const page = file("timeline.md");
    expect(page).toContain(
      "## Alerts of Microsoft\n\n**Not read, or not completely: alerts.**\n\n## Timeline",
    );
    expect(page).toContain("**Not read, or not completely: alerts, sign-ins.**\n\n| when");
    expect(page).toContain("## Cost\n\n**Not read, or not completely: costs.**\n\n## Role");
    expect(file("runbook.md")).toContain("Not read, or not completely: alerts. Look for other machines");
  });

  test("exits with 3 if nothing can be read, and reports nothing as clear", async () => {
    sandbox.client.sandbox.addFault({ path: "/", status: 403, code: "Forbidden", times: null });
    const { out, status } = await run();
    expect(status).toBe(3);
    expect(out).toContain(
      "alerts not read, new resources not read, new role assignments not read, running deployments not read, cost not read",
    );
    expect(file("timeline.md")).not.toContain("Nothing was found.");
  });

  test("accepts the id of a subscription outside the fleet, and rejects an alert of another one", async () => {
    await sandbox.set({
      alerts: [
        { id: "x", status: "active", subscriptionId: SUBSCRIPTION, customerTenantId: CUSTOMER_TENANT },
      ],
    });
    const first = `  - id: ${SUBSCRIPTION}\n    name: prod\n`;
    const customer = CONTOSO.replace(first, "");
    const other = folderOf({ "partner.yaml": partner, "customers/contoso.yaml": customer });
    expect(await run({ fleet: other, subscription: SUBSCRIPTION })).toMatchObject({ status: 0 });
    expect(kept().subscription).toMatchObject({ managed: false, customer: "contoso", name: SUBSCRIPTION });
    await sandbox.set(PLANTED);
    const { err, status } = await run({ alert: "other" });
    expect(status).toBe(1);
    expect(err).toMatch(/alerts: the alert is about another subscription/);
  });
});

describe("a measure", () => {
  beforeEach(async () => {
    await run();
  });

  test("is not done with another name or without a terminal", async () => {
    const { err, out, status } = await run({ do: "suspend" }, { ask: async () => "yes" });
    expect(status).toBe(2);
    expect(out).toContain(`cancelled, as compromised: s1 (${SUBSCRIPTION}), active now`);
    expect(out).toContain("not affected: s2 (00000000-0000-0000-0000-000000000002), active");
    expect(err).toContain("nothing was done");
    expect((await run({ do: "suspend" })).status).toBe(2);
    expect(writes()).toEqual([]);
  });

  test("suspends the one subscription by its entitlement, never the plan, and is undone", async () => {
    expect(await run({ do: "suspend", ...confirmed })).toMatchObject({ status: 0 });
    const [write, ...more] = writes();
    expect(more).toEqual([]);
    expect(write).toMatchObject({
      method: "POST",
      path: expect.stringMatching(new RegExp(`/azureEntitlements/${SUBSCRIPTION}/cancel$`)),
      body: { cancellationReason: "compromise" },
    });
    expect(kept().actions).toMatchObject([{ measure: "suspend", undo: false, outcome: "accepted" }]);
    expect(await run({ do: "suspend", ...confirmed })).toMatchObject({
      status: 0,
      out: expect.stringMatching(/already cancelled\nnothing was done/),
    });
    expect(await run({ undo: "suspend", ...confirmed })).toMatchObject({ status: 0 });
    expect(kept().actions.map(({ undo }) => undo)).toEqual([false, true]);
    expect(file("timeline.md")).toContain("undone: `suspend`, accepted");
  });

  test("refuses to suspend what Partner Center does not show", async () => {
    const elsewhere = "33333333-3333-3333-3333-333333333333";
    sandbox.client.sandbox.changeSubscription(SUBSCRIPTION, { tenantId: elsewhere });
    const { err, status } = await run({ do: "suspend", ...confirmed });
    expect(status).toBe(2);
    expect(err).toContain("shows no Azure subscription");
    expect(writes()).toEqual([]);
  });

  test("removes the new role assignments alone, and makes them again from the record", async () => {
    const { out } = await run({ do: "remove-assignments", ...confirmed });
    expect(out).toContain("remove-assignments: done");
    expect(writes().map(({ method, path }) => [method, path])).toEqual([["DELETE", ASSIGNMENT]]);
    expect(kept().actions[0]?.removed).toMatchObject([{ id: ASSIGNMENT }]);
    expect((await run({ do: "remove-assignments", ...confirmed })).out).toContain("nothing was done");
    await run({ undo: "remove-assignments", ...confirmed });
    expect(writes().at(-1)).toMatchObject({
      method: "PUT",
      path: ASSIGNMENT,
      body: { properties: { principalId: "p-mallory", principalType: "User" } },
    });
    expect(await run({ undo: "remove-assignments", ...confirmed })).toMatchObject({
      out: expect.stringContaining("nothing was done"),
    });
  });

  test("refuses a role assignment that is not of the incident", async () => {
    const { err, status } = await run({ do: "remove-assignments", only: [OLD_ASSIGNMENT], ...confirmed });
    expect(status).toBe(2);
    expect(err).toContain("none of the incident's role assignments");
    expect(writes()).toEqual([]);
  });

  test("reports and records a failure: a lock prevents the removal of role assignments", async () => {
    expect(await run({ do: "lock", ...confirmed })).toMatchObject({ status: 0 });
    const { out, status } = await run({ do: "remove-assignments", ...confirmed });
    expect(status).toBe(3);
    expect(out).toMatch(/not removed .*ScopeLocked/);
    expect(kept().actions.map(({ outcome }) => outcome)).toEqual(["done", "failed"]);
    expect(await run({ undo: "lock", ...confirmed })).toMatchObject({ status: 0 });
    expect(await run({ do: "remove-assignments", ...confirmed })).toMatchObject({ status: 0 });
  });

  test("cancels deployments that run, which cannot be undone", async () => {
    expect(await run({ do: "cancel-deployments", ...confirmed })).toMatchObject({ status: 0 });
    expect(writes().map(({ path }) => path)).toEqual([`${DEPLOYMENT}/cancel`]);
    expect(await run({ undo: "cancel-deployments", ...confirmed })).toMatchObject({
      status: 2,
      err: expect.stringContaining("cannot be undone"),
    });
  });

  test("resolves the incident's alert with a reason, and the record is kept when it is gathered again", async () => {
    expect(await run({ do: "resolve", ...confirmed })).toMatchObject({ status: 2 });
    expect(await run({ do: "resolve", reason: "fraud", ...confirmed })).toMatchObject({ status: 0 });
    expect(await run()).toMatchObject({ status: 0 });
    expect(kept().alerts).toMatchObject([{ id: ALERT, status: "resolved" }]);
    expect(kept().actions).toMatchObject([{ measure: "resolve", outcome: "done" }]);
    expect(kept().timeline.at(-1)).toMatchObject({ kind: "action", source: "csp-baseline" });
  });

  test("needs a record first, and does not touch a file that is none", async () => {
    const none = join(temporaryFolder(), "none");
    expect(await run({ folder: none, do: "lock", ...confirmed })).toMatchObject({ status: 2 });
    expect(existsSync(none)).toBe(false);
    const foreign = temporaryFolder();
    writeFileSync(join(foreign, "timeline.json"), "{}");
    expect(await run({ folder: foreign })).toMatchObject({ status: 2 });
    expect(readFileSync(join(foreign, "timeline.json"), "utf8")).toBe("{}");
  });
});
