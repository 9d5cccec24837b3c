import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PartnerFindingSchema } from "../../src/findings/schema.ts";
import { ATTESTED_CONTROLS } from "../../src/fleet/index.ts";
import {
  ATTESTED,
  judgePartner,
  NO_ATTESTATIONS,
  type PartnerObservations,
} from "../../src/partner/index.ts";
import { day, fleetOf, PARTNER, TODAY } from "../support/fleet.ts";

const CONTACT = `  securityContact:
    firstName: Fabrikam SOC
    middleName: Fabrikam SOC
    lastName: Team
    email: soc@fabrikam.example
    phone: "+1 425 555 0100"
    verified: { on: 2026-11-01, by: alice@fabrikam.example }
`;

interface Given {
  readonly role?: string;
  readonly contact?: string;
  /** Entries without owner and evidence: `control: x, on: 2026-11-01`. */
  readonly attestations?: readonly string[];
  readonly today?: string;
  readonly observations?: PartnerObservations;
}

function judge({ role = "direct-bill", contact = CONTACT, attestations, today, observations }: Given = {}) {
  const head = PARTNER.replace("  role: direct-bill\n", `  role: ${role}\n${contact}`);
  const list = (attestations ?? []).map(
    (entry) =>
      `  - { ${entry}, owner: alice@fabrikam.example, evidence: https://wiki.fabrikam.example/q4 }\n`,
  );
  const part =
    attestations === undefined ? "" : `attestations:${list.length === 0 ? " []\n" : `\n${list.join("")}`}`;
  const { partner } = fleetOf({ partner: `${head}${part}` });
  return judgePartner(partner, today === undefined ? TODAY : day(today), observations);
}

function finding(control: string, given: Given = {}) {
  const found = judge(given).filter((one) => one.control === control);
  expect(found).toHaveLength(1);
  return found[0];
}

describe("an attested duty", () => {
  const on = (date: string, more = "") => ({
    attestations: [`control: leavers-removed, on: ${date}${more}`],
  });

  test("without an attestation fails, with the severity of the control", () => {
    expect(finding("partner-all-users-mfa", { attestations: [] })).toMatchObject({
      kind: "attested",
      severity: "critical",
      status: "fail",
      message: "it was never attested",
      fix: expect.stringContaining("csp-baseline partner attest partner-all-users-mfa"),
    });
  });

  test("passes until its day, with a warning in the last 30 days", () => {
    // Good for 90 days: until 2027-01-30, 67 days from today.
    expect(finding("leavers-removed", on("2026-11-01"))).toMatchObject({ status: "pass", due: "2027-01-30" });
    expect(finding("leavers-removed", on("2026-11-01"))).not.toHaveProperty("warning");
    const late = finding("leavers-removed", { ...on("2026-11-01"), today: "2026-12-31" });
    expect(late).toMatchObject({
      status: "pass",
      warning: true,
      message: expect.stringContaining("in 30 days"),
    });
    expect(finding("leavers-removed", { ...on("2026-11-01"), today: "2026-12-30" })).not.toHaveProperty(
      "warning",
    );
    const last = finding("leavers-removed", { ...on("2026-11-01"), today: "2027-01-30" });
    expect(last).toMatchObject({ status: "pass", warning: true, message: expect.stringMatching(/, today$/) });
  });

  test("fails after the last day, and shows the date", () => {
    expect(finding("leavers-removed", { ...on("2026-11-01"), today: "2027-01-31" })).toMatchObject({
      status: "fail",
      due: "2027-01-30",
      message:
        "alice@fabrikam.example attested it on 2026-11-01, which was valid until 2027-01-30, 1 day ago",
    });
  });

  test("lasts as long as the attestation itself says", () => {
    expect(finding("leavers-removed", on("2026-11-01", ", validDays: 10"))).toMatchObject({
      status: "fail",
      due: "2026-11-11",
    });
    expect(finding("leavers-removed", on("2020-11-01", ", validDays: 1095"))).toMatchObject({
      status: "fail",
      due: "2023-11-01",
    });
  });

  test("points at its entry in the fleet", () => {
    expect(finding("leavers-removed", on("2026-11-01"))?.location).toMatchObject({
      file: expect.stringMatching(/partner\.yaml$/),
      line: 22,
      column: 5,
    });
  });

  test("is one finding for all duties in a fleet without attestations", () => {
    const attested = judge().filter(({ kind }) => kind === "attested");
    expect(attested).toMatchObject([{ control: NO_ATTESTATIONS, status: "fail" }]);
    expect(attested[0]?.message).toContain(`of ${ATTESTED_CONTROLS.length} duties`);
  });

  test("is reported separately once the first is attested", () => {
    const attested = judge(on("2026-11-01")).filter(({ kind }) => kind === "attested");
    expect(attested.map(({ control }) => control)).toEqual(ATTESTED_CONTROLS);
    expect(attested.filter(({ status }) => status === "pass")).toHaveLength(1);
  });
});

test("of an indirect reseller, alerts are not read, but the contact is", () => {
  const controls = judge({ role: "indirect-reseller", attestations: [] }).map(({ control }) => control);
  expect(controls.filter((id) => /alert/.test(id))).toEqual([]);
  expect(controls).toContain("partner-security-contact");
  expect(judge({ role: "indirect-provider", attestations: [] }).map(({ control }) => control)).toContain(
    "alert-webhook",
  );
});

describe("the security contact", () => {
  const of = (given: Given) => finding("partner-security-contact", given);
  const graph = (status: "compliant" | "noncompliant" | "unknown") => ({
    securityContactProvided: { status, updated: day("2026-11-20") },
  });

  test("passes for 90 days after the comparison, even without Graph, and reports that", () => {
    expect(of({})).toMatchObject({
      status: "pass",
      due: "2027-01-30",
      message: expect.stringContaining("Microsoft Graph did not show"),
    });
    expect(of({ today: "2027-01-15" })).toMatchObject({ status: "pass", warning: true });
    expect(of({ today: "2027-01-31" })).toMatchObject({
      status: "fail",
      message: expect.stringContaining("valid until 2027-01-30, 1 day ago"),
    });
  });

  test("points at the line that says when", () => {
    expect(of({})?.location).toMatchObject({ line: 11 });
  });

  test("that is not recorded, not complete or never compared fails", () => {
    expect(of({ contact: "" })).toMatchObject({
      status: "fail",
      message: expect.stringContaining("does not record"),
    });
    expect(of({ contact: CONTACT.replace(/ {4}phone.*\n/, "") })).toMatchObject({
      status: "fail",
      message: expect.stringContaining("lacks phone"),
    });
    expect(of({ contact: CONTACT.replace(/ {4}verified.*\n/, "") })).toMatchObject({
      status: "fail",
      message: expect.stringContaining("the fleet's record has not been compared"),
    });
  });

  test("passes where both say that it is there", () => {
    expect(of({ observations: graph("compliant") })).toMatchObject({
      status: "pass",
      message: expect.stringMatching(
        /valid until 2027-01-30; Microsoft Graph says \(as of 2026-11-20\) that there is one$/,
      ),
    });
  });

  test("fails if the fleet has a contact and Graph shows none, and reports both sources", () => {
    const found = of({ observations: graph("noncompliant") });
    expect(found).toMatchObject({
      status: "fail",
      message: expect.stringMatching(
        /^Microsoft Graph says .* has no security contact, but alice@fabrikam\.example compared .* 2026-11-01/,
      ),
    });
    expect(found).not.toHaveProperty("due");
  });

  test("fails if Graph shows a contact that the fleet does not describe, and reports both sources", () => {
    expect(of({ contact: "", observations: graph("compliant") })).toMatchObject({
      status: "fail",
      message: expect.stringMatching(
        /says \(as of 2026-11-20\) that there is one, but the fleet does not record/,
      ),
    });
  });

  test("takes the score's requirement where nothing else was read, and why it was not", () => {
    const requirements = [{ type: "securityContactProvided", status: "noncompliant" as const }];
    expect(of({ observations: { requirements } })).toMatchObject({ status: "fail" });
    expect(of({ observations: { requirements: { unread: "403 Forbidden" } } })).toMatchObject({
      status: "pass",
      message: expect.stringContaining("did not show whether there is one: 403 Forbidden"),
    });
    expect(of({ observations: graph("unknown") })).toMatchObject({ status: "pass" });
  });
});

describe("an observed duty", () => {
  test("that was not observed is unknown, with the missing permission", () => {
    const observed = judge().filter(
      ({ control, kind }) => kind === "observed" && control !== "partner-security-contact",
    );
    expect(observed.map(({ status }) => status)).toEqual(observed.map(() => "unknown"));
    for (const { fix, message } of observed) {
      expect(message).toBe("not observed: Microsoft Graph was not read");
      expect(fix).toContain("PartnerSecurity.Read.All");
    }
  });

  test("that could not be read has the reason", () => {
    const observations = {
      score: { unread: "403 Forbidden" },
      requirements: { unread: "403 Forbidden" },
      alerts: { unread: "timed out" },
    };
    expect(finding("partner-security-score", { observations })).toMatchObject({
      status: "unknown",
      message: "not observed: 403 Forbidden",
    });
    expect(finding("partner-admin-mfa", { observations })).toMatchObject({
      status: "unknown",
      message: "not observed: 403 Forbidden",
    });
    expect(finding("partner-alerts-answered", { observations })).toMatchObject({
      status: "unknown",
      message: "not observed: timed out",
    });
  });

  test.each([
    ["mfaEnforcedForAdmins", "partner-admin-mfa"],
    ["mfaEnforcedForAdminsOfCustomers", "partner-customer-admin-mfa"],
    ["spendingBudgetSetForCustomerAzureSubscriptions", "partner-customer-budgets"],
    ["securityAlertsPromptlyResolved", "partner-alerts-answered"],
  ])("follows the score's requirement %s", (type, control) => {
    const of = (status: "compliant" | "noncompliant" | "unknown") =>
      finding(control, {
        observations: {
          requirements: [{ type, status, score: 5, maxScore: 20, updated: day("2026-11-20") }],
        },
      });
    expect(of("compliant")).toMatchObject({
      status: "pass",
      message: `the score says that ${type} is met, 5 of 20 points as of 2026-11-20`,
    });
    expect(of("noncompliant")).toMatchObject({ status: "fail" });
    expect(of("unknown")).toMatchObject({ status: "unknown" });
    expect(finding(control, { observations: { requirements: [] } })).toMatchObject({
      status: "unknown",
      message: expect.stringContaining(`no requirement ${type}`),
    });
  });

  test("the score fails below its maximum", () => {
    const of = (current: number) =>
      finding("partner-security-score", { observations: { score: { current, max: 100 } } });
    expect(of(99)).toMatchObject({ status: "fail", message: "the score is 99 of 100" });
    expect(of(100)).toMatchObject({ status: "pass" });
  });

  test("alerts fail when one is active for more than 24 hours", () => {
    const of = (alerts: PartnerObservations["alerts"], requirements?: PartnerObservations["requirements"]) =>
      finding("partner-alerts-answered", {
        observations: { ...(alerts && { alerts }), ...(requirements && { requirements }) },
      });
    expect(of({ active: 0 })).toMatchObject({
      status: "pass",
      message: "no alert is unanswered for more than 24 hours",
    });
    expect(of({ active: 2, oldestActiveHours: 24 })).toMatchObject({ status: "pass" });
    expect(of({ active: 2, oldestActiveHours: 24.5 })).toMatchObject({
      status: "fail",
      message: expect.stringContaining("(24 hours)"),
    });
    expect(of({ active: 3, overdue: 2, oldestActiveHours: 80 })).toMatchObject({
      status: "fail",
      message: "2 of 3 active alerts are unanswered for more than 24 hours (80 hours)",
    });
    const requirements = [{ type: "securityAlertsPromptlyResolved", status: "noncompliant" as const }];
    expect(of({ active: 0 }, requirements)).toMatchObject({ status: "fail" });
  });

  test("shows a hostile reason as one plain line", () => {
    const found = finding("partner-security-score", {
      observations: { score: { unread: `\u001b[31m\n${"x".repeat(5000)}` } },
    });
    expect(found?.message).toMatch(/^not observed: \[31m x+\.\.\.$/);
    expect(found?.message.length).toBeLessThanOrEqual(1000);
  });
});

test("every finding is of the public format, whatever the day", () => {
  const controls = fc.subarray(ATTESTED.map(({ id }) => id));
  const days = fc.integer({ min: 0, max: 3000 });
  fc.assert(
    fc.property(controls, days, (attested, later) => {
      const attestations = attested.map((control) => `control: ${control}, on: 2026-11-01`);
      const today = new Date(Date.UTC(2026, 10, 24 + later)).toISOString().slice(0, 10);
      const findings = judge({ attestations, today });
      expect(findings).toHaveLength(6 + ATTESTED.length);
      for (const one of findings) {
        expect(PartnerFindingSchema.parse(one)).toMatchObject({ control: one.control, status: one.status });
        if (one.kind === "attested" && one.status === "pass") expect(attested).toContain(one.control);
      }
    }),
    { numRuns: 25 },
  );
});

describe("the webhook", () => {
  const WEBHOOK = `  webhook: { url: "https://hooks.example/partner" }\n${CONTACT}`;
  const OURS = { address: "https://hooks.example/partner", events: ["azure-fraud-event-detected"] };
  const judged = (observations: PartnerObservations) =>
    finding("partner-webhook", { contact: WEBHOOK, observations });

  test("is judged only where the fleet names it, or a journal is looked at", () => {
    const named = (given: Given) => judge(given).some(({ control }) => control === "partner-webhook");
    expect(named({})).toBe(false);
    expect(named({ contact: WEBHOOK })).toBe(true);
    expect(named({ observations: { webhookJournal: { dead: 0, pending: 0, unreadable: 0 } } })).toBe(true);
    expect(named({ contact: WEBHOOK, role: "indirect-reseller" })).toBe(false);
  });

  test.each([
    ["pass", OURS, "registered for azure-fraud-event-detected"],
    ["pass", { ...OURS, events: [...OURS.events, "invoice-ready"] }, "and for 1 of another system"],
    ["fail", { ...OURS, events: ["test-created"] }, "azure-fraud-event-detected is not among the registered"],
    [
      "fail",
      { ...OURS, address: "https://evil.example/x" },
      "posts to https://evil.example/x, not to the fleet's",
    ],
    ["fail", { address: undefined, events: [] }, "no webhook is registered"],
    ["unknown", { unread: "it answered 403" }, "not observed: it answered 403"],
  ] as const)("%s: %j", (status, webhookRegistration, message) => {
    expect(judged({ webhookRegistration })).toMatchObject({
      status,
      message: expect.stringContaining(message),
    });
  });

  test("without an observation is unknown, not met", () => {
    expect(judged({})).toMatchObject({ status: "unknown", location: { file: expect.any(String) } });
  });

  test.each([
    [
      "fail",
      { dead: 2, pending: 0, unreadable: 0 },
      "2 events of the webhook reached no receiver (dead letters)",
    ],
    ["fail", { dead: 0, pending: 0, unreadable: 1 }, "1 files cannot be read"],
    ["pass", { dead: 0, pending: 3, unreadable: 0 }, "no dead letter, and 3 pending"],
    ["unknown", { unread: "x is not a journal" }, "x is not a journal"],
  ] as const)("with a journal: %s: %j", (status, webhookJournal, message) => {
    expect(judged({ webhookRegistration: OURS, webhookJournal })).toMatchObject({
      status,
      message: expect.stringContaining(message),
    });
  });
});

describe("the visibility of costs", () => {
  const contact = `  costVisibility: allowed\n${CONTACT}`;
  const judged = (costVisibility: NonNullable<PartnerObservations["costVisibility"]>) =>
    finding("cost-visibility", { contact, observations: { costVisibility } });

  test("is judged only where the fleet asks for it", () => {
    expect(judge({}).some(({ control }) => control === "cost-visibility")).toBe(false);
    expect(finding("cost-visibility", { contact })).toMatchObject({ status: "unknown" });
  });

  test("fails for the customers that hide them, and is unknown where it could not be read", () => {
    expect(judged({ customers: 3, hidden: ["contoso"], notRead: ["northwind"] })).toMatchObject({
      status: "fail",
      message: "1 of 3 customers do not see their costs: contoso",
    });
    expect(judged({ customers: 3, hidden: [], notRead: ["northwind"] })).toMatchObject({ status: "unknown" });
    expect(judged({ customers: 3, hidden: [], notRead: [] })).toMatchObject({ status: "pass" });
    expect(judged({ unread: "it answered 403" })).toMatchObject({
      status: "unknown",
      message: "not observed: it answered 403",
    });
  });
});

describe("a duty that an API shows", () => {
  const sighting = (state: "met" | "not-met" | "nothing-against" | "unread") => ({
    duty: "leavers-removed" as const,
    permissions: ["User.Read.All"],
    state,
    message: "what was seen",
  });
  const given = (state: Parameters<typeof sighting>[0], attestations?: readonly string[]) =>
    finding("leavers-removed", {
      ...(attestations === undefined ? {} : { attestations }),
      observations: { sightings: [sighting(state)] },
    });

  test("is decided by what was seen, with or without attestations in the fleet", () => {
    expect(given("met")).toMatchObject({ status: "pass", message: "seen: what was seen" });
    expect(given("not-met", ["control: leavers-removed, on: 2026-11-01"])).toMatchObject({
      status: "fail",
      message: expect.stringMatching(/^seen: what was seen; yet alice@.* attested it on 2026-11-01/),
    });
  });

  test("is left to the attestation where the API proves only a part, or may not be read", () => {
    expect(given("nothing-against", [])).toMatchObject({ status: "fail" });
    expect(given("unread", [])).toMatchObject({ status: "fail", message: "it was never attested" });
    expect(given("unread", ["control: leavers-removed, on: 2026-11-01"])).toMatchObject({ status: "pass" });
  });
});
