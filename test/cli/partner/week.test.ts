import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Console } from "../../../src/cli/console.ts";
import { CommandError } from "../../../src/cli/exit-codes.ts";
import { alerts } from "../../../src/cli/partner/alerts/run.ts";
import { attestList } from "../../../src/cli/partner/attest/list.ts";
import { attest } from "../../../src/cli/partner/attest/run.ts";
import { partnerContact } from "../../../src/cli/partner/contact/run.ts";
import { customerTexts } from "../../../src/cli/partner/customer-texts/run.ts";
import { partnerDuties } from "../../../src/cli/partner/duties/run.ts";
import type { IncidentOptions } from "../../../src/cli/partner/incident/kept.ts";
import { incident } from "../../../src/cli/partner/incident/run.ts";
import { score } from "../../../src/cli/partner/score/run.ts";
import { webhookRegister } from "../../../src/cli/partner/webhook/register.ts";
import { webhookShow } from "../../../src/cli/partner/webhook/show.ts";
import { ALERT, PLANTED, SUBSCRIPTION } from "../../partner/incident/miner.ts";
import { CUSTOMER_TENANT, NOW, partnerSandbox } from "../../partner/support.ts";
import { heardConsole } from "../../support/console.ts";
import { CONTOSO, folderOf, PARTNER } from "../../support/fleet.ts";
import { temporaryFolder } from "../../support/stack.ts";

const OURS = "https://alerts.fabrikam.example/partner?code=s3cret";
const BILLING = { WebhookUrl: "https://billing.example/pc?key=k3y", WebhookEvents: ["subscription-updated"] };
const HEAD = `  role: direct-bill
  webhook: { url: "https://alerts.fabrikam.example/partner" }
  securityContact: { firstName: Fabrikam SOC, middleName: Fabrikam SOC, lastName: Team, email: soc@fabrikam.example, phone: "+1 425 555 0100", verified: { on: 2026-11-20, by: alice@fabrikam.example } }
`;
const USUAL = "b0000000-0000-0000-0000-00000000a1e7";
const HOUR = 3600 * 1000;

/** One week of a partner, from Tuesday on: every step is in a transcript, with its exit status. */
test("a partner's week: score, two alerts, an incident, a takeover of the webhook, a review of duties", async () => {
  const fleet = folderOf({
    "partner.yaml": `${PARTNER.replace("  role: direct-bill\n", HEAD)}attestations: []\n`,
    "customers/contoso.yaml": CONTOSO.replace("tenantId:", "language: de\ntenantId:"),
  });
  const sandbox = await partnerSandbox();
  const folder = join(temporaryFolder(), "incident");
  const save = join(temporaryFolder(), "before.json");
  const connection = sandbox.options;
  const usual = {
    id: USUAL,
    displayName: "Unusual use of compute",
    alertType: "ARM_AnomalousResourceConsumption",
    severity: "medium",
    status: "active",
    detectedDateTime: new Date(NOW.getTime() - 2 * HOUR).toISOString(),
    customerTenantId: CUSTOMER_TENANT,
    subscriptionId: "00000000-0000-0000-0000-000000000002",
  };
  await sandbox.set({ ...PLANTED, alerts: [...(PLANTED.alerts ?? []).slice(0, 1), usual] });

  const transcript: string[] = [];
  const step = async (
    day: number,
    command: string,
    run: (console: Console) => number | Promise<number>,
  ): Promise<{ status: number; out: string; err: string }> => {
    const now = new Date(NOW.getTime() + (day - 1) * 24 * HOUR);
    const console = heardConsole({}, now);
    let status: number;
    try {
      status = await run(console);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      console.err(error.message);
      status = error.exitCode;
    }
    const { err, out } = console.heard;
    transcript.push(`day ${day}  $ csp-baseline partner ${command}\n${out}${err}exit status ${status}\n`);
    return { status, out, err };
  };
  const incidentStep = (day: number, more: Partial<IncidentOptions>, text: string) =>
    step(day, `incident contoso/prod ${text}`, (console) =>
      incident({ fleet, folder, subscription: "contoso/prod", ...more }, console, { connection }),
    );
  const confirmed = { confirm: "prod" };

  // Day 1: where do we stand?
  const first = await step(1, "score", (console) => score({ fleet }, console, connection));
  expect(first).toMatchObject({ status: 1, out: expect.stringMatching(/^60 of 100 points/) });
  expect(first.out).toContain("meeting it adds 20 points");
  const sheet = await step(1, "contact", (console) => partnerContact({ fleet }, console));
  expect(sheet.status).toBe(0);
  const text = await step(1, "customer-texts contoso", (console) =>
    customerTexts({ fleet, customer: "contoso" }, console),
  );
  expect(text.out).toContain("rund um die Uhr: +1 425 555 0100");
  expect(
    await step(1, "webhook register --url URL --yes", (console) =>
      webhookRegister({ fleet, url: OURS, save, yes: true }, console, { connection }),
    ),
  ).toMatchObject({ status: 0 });

  // Day 2: two alerts, one of them a crypto-miner.
  const list = await step(2, "alerts", (console) => alerts({ fleet }, console, { connection }));
  expect(list.status).toBe(1);
  expect(list.out.split("\n")[0]).toMatch(/^overdue +high +contoso\/prod +CryptoMining/);
  await step(2, `alerts investigate ${ALERT} --yes`, (console) =>
    alerts({ fleet, action: "investigate", id: ALERT, yes: true }, console, { connection }),
  );
  const gathered = await incidentStep(2, { alert: ALERT }, `--alert ${ALERT}`);
  expect(gathered).toMatchObject({ status: 0, out: expect.stringContaining("9 of 9 sources were read") });
  const refused = await incidentStep(
    2,
    { do: "suspend", confirm: "contoso" },
    "--do suspend --confirm contoso",
  );
  expect(refused).toMatchObject({ status: 2, err: expect.stringContaining("nothing was done") });
  for (const measure of ["cancel-deployments", "remove-assignments", "lock", "suspend"] as const) {
    const done = await incidentStep(2, { do: measure, ...confirmed }, `--do ${measure} --confirm prod`);
    expect(done).toMatchObject({ status: 0 });
  }

  // Day 3: cleaned, and back again. The subscription has to be active before its lock can go.
  for (const measure of ["suspend", "lock"] as const) {
    const undone = await incidentStep(3, { undo: measure, ...confirmed }, `--undo ${measure} --confirm prod`);
    expect(undone).toMatchObject({ status: 0 });
  }
  expect(
    await incidentStep(3, { do: "resolve", reason: "fraud", ...confirmed }, "--do resolve --reason fraud"),
  ).toMatchObject({ status: 0 });
  await incidentStep(3, {}, "");
  const record = JSON.parse(readFileSync(join(folder, "timeline.json"), "utf8"));
  expect(record.actions.map((one: { measure: string; undo: boolean }) => [one.measure, one.undo])).toEqual([
    ["cancel-deployments", false],
    ["remove-assignments", false],
    ["lock", false],
    ["suspend", false],
    ["suspend", true],
    ["lock", true],
    ["resolve", false],
  ]);
  const plan = sandbox.client.sandbox
    .requests()
    .filter(({ method, path }) => method !== "GET" && /\/subscriptions\/[^/]+$/.test(path));
  expect(plan, "the Azure plan is never written to").toEqual([]);

  // Day 4: the other alert was planned.
  const resolving = { fleet, action: "resolve", id: USUAL, reason: "legitimate", yes: true };
  await step(4, `alerts resolve ${USUAL} --reason legitimate --yes`, (console) =>
    alerts(resolving, console, { connection }),
  );
  const twice = await step(4, `alerts resolve ${USUAL} --reason fraud --yes`, (console) =>
    alerts({ ...resolving, reason: "fraud" }, console, { connection }),
  );
  expect(twice.out).toContain("already resolved: legitimate");
  const answered = await step(4, "alerts", (console) => alerts({ fleet }, console, { connection }));
  expect(answered).toMatchObject({ status: 0, err: expect.stringContaining("average response time") });

  // Day 5: another system took the tenant's only registration.
  await sandbox.set({ registration: BILLING });
  const taken = await step(5, "webhook show", (console) => webhookShow({ fleet }, console, { connection }));
  expect(taken.status).toBe(1);
  const kept = await step(5, "webhook register --url URL --yes", (console) =>
    webhookRegister({ fleet, url: OURS, save, yes: true }, console, { connection }),
  );
  expect(kept.status).toBe(1);
  const forwardTo = "https://billing.example/pc";
  const merged = await step(5, "webhook register --url URL --merge --forward-to URL --yes", (console) =>
    webhookRegister({ fleet, url: OURS, save, merge: true, forwardTo, yes: true }, console, { connection }),
  );
  expect(merged.status).toBe(0);
  const ours = await step(5, "webhook show", (console) => webhookShow({ fleet }, console, { connection }));
  expect(ours).toMatchObject({ status: 0, out: expect.stringContaining("subscription-updated") });

  // Day 7: the review of the quarter.
  const review = await step(7, "duties --customers", (console) =>
    partnerDuties({ fleet, customers: true }, console, connection),
  );
  expect(review).toMatchObject({
    status: 1,
    out: expect.stringMatching(/^seen {6}pass {2}seen: there are no users at risk\n {4}risky-users-review /m),
  });
  for (const control of ["admin-role-review", "customer-access-review"]) {
    const evidence = "https://wiki.fabrikam.example/2026-q4";
    const done = await step(
      7,
      `attest ${control} --owner alice@fabrikam.example --evidence ${evidence}`,
      (console) => attest({ fleet, control, owner: "alice@fabrikam.example", evidence }, console),
    );
    expect(done.status).toBe(0);
  }
  const after = await step(7, "duties --customers", (console) =>
    partnerDuties({ fleet, customers: true }, console, connection),
  );
  expect(after.out).toMatch(
    /^attested {2}pass {2}alice@fabrikam\.example attested it on .*\n {4}admin-role-review /m,
  );
  const open = await step(7, "attest --list", (console) => attestList({ fleet }, console));
  expect(open.out).toMatch(/, 2 met$|, 3 met$/m);

  const all = transcript.join("\n");
  expect(all).not.toMatch(/s3cret|k3y/);
  expect(all).toContain(SUBSCRIPTION);
  const file = process.env["CSP_BASELINE_WEEK_TRANSCRIPT"];
  if (file !== undefined) writeFileSync(file, all);
}, 120_000);
