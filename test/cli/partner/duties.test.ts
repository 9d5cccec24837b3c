import type { TokenCredential } from "@azure/identity";
import { beforeEach, describe, expect, test } from "vitest";
import { jsonOf, sender } from "../../../src/azure/send.ts";
import { partnerDuties } from "../../../src/cli/partner/duties/run.ts";
import type { Duty } from "../../../src/partner/duties.ts";
import { VISIBLE_DUTIES } from "../../../src/partner/sightings/index.ts";
import { textMember } from "../../../src/text/json.ts";
import {
  CUSTOMER_TENANT,
  NOW,
  PARTNER_TENANT,
  type PartnerSandbox,
  partnerSandbox,
} from "../../partner/support.ts";
import { heardConsole } from "../../support/console.ts";
import { CONTOSO, folderOf, PARTNER } from "../../support/fleet.ts";

const ATTESTED = (["partner-all-users-mfa", "separate-admin-accounts", "just-in-time-access"] as const)
  .map(
    (control) =>
      `  - { control: ${control}, owner: alice@fabrikam.example, on: 2026-11-01, evidence: https://wiki.fabrikam.example/x }\n`,
  )
  .join("");
const fleet = folderOf({
  "partner.yaml": `${PARTNER}attestations:\n${ATTESTED}`,
  "customers/contoso.yaml": CONTOSO,
});

let sandbox: PartnerSandbox;
beforeEach(async () => {
  sandbox = await partnerSandbox();
});

/** A user who consented, for every service. */
function user(): TokenCredential {
  const { certificate, origin } = sandbox.client.sandbox;
  return {
    getToken: async (scope, options) => {
      const send = await sender({ certificateAuthority: certificate });
      const form = { client_id: "a", client_secret: "b", grant_type: "refresh_token" };
      const answer = await send({
        method: "POST",
        url: `${origin}/${options?.tenantId}/oauth2/v2.0/token`,
        body: new URLSearchParams({
          ...form,
          refresh_token: "sandbox-refresh-token",
          scope: String(scope),
        }).toString(),
        repeatable: true,
      });
      return {
        token: String(textMember(jsonOf(answer), "access_token")),
        expiresOnTimestamp: Number.MAX_SAFE_INTEGER,
      };
    },
  };
}

async function run({ customers = false, asUser = true } = {}) {
  const console = heardConsole({}, NOW);
  const connection = asUser ? { ...sandbox.options, credential: user() } : sandbox.options;
  const status = await partnerDuties({ fleet, customers, format: "json" }, console, connection);
  const found: Duty[] = JSON.parse(console.heard.out).duties;
  return { status, duty: (id: string) => found.find(({ control }) => control === id), found };
}

const deny = (path: string) =>
  sandbox.client.sandbox.addFault({ path, status: 403, code: "Authorization_RequestDenied", times: null });

const directory = (lists: Record<string, object[]>, tenant = PARTNER_TENANT) =>
  sandbox.set(JSON.parse(JSON.stringify({ directories: { [tenant]: lists } })));

test("of sixteen duties an API shows something, and each names the permission that it needs", () => {
  expect(VISIBLE_DUTIES.size).toBe(16);
  for (const permissions of VISIBLE_DUTIES.values()) expect(permissions.length).toBeGreaterThan(0);
});

describe("a seen duty", () => {
  test("comes before the attestation, met or not, and stands for a missing one", async () => {
    const { duty, status } = await run({ customers: true });
    expect(status).toBe(1);
    expect(duty("partner-all-users-mfa")).toMatchObject({
      witness: "seen",
      finding: { status: "pass", message: expect.stringMatching(/^seen: MFA is required of all users/) },
    });
    expect(duty("separate-admin-accounts")).toMatchObject({
      witness: "seen",
      finding: {
        status: "fail",
        message: expect.stringMatching(/^seen: administrators with a mailbox: 1 user: bob@.*; yet alice@/),
      },
    });
    expect(duty("customer-all-users-mfa")).toMatchObject({ witness: "seen", finding: { status: "pass" } });
    expect(duty("risky-users-review")).toMatchObject({ witness: "seen", finding: { status: "pass" } });
    expect(duty("separate-partner-tenant")).toMatchObject({ witness: "seen", finding: { status: "pass" } });
    expect(duty("azure-ad-graph-migration")?.finding.message).toContain("1 application: old reporting");
    expect(duty("admin-agent-group-review")?.finding.message).toContain("dave@fabrikam.example");
    expect(duty("leavers-removed")?.finding.message).toContain("dave@fabrikam.example");
  });

  test("that proves only a part leaves the rest to the attestation, and is open without one", async () => {
    const { duty } = await run({ customers: true });
    expect(duty("just-in-time-access")).toMatchObject({
      witness: "attested",
      finding: {
        status: "pass",
        message: expect.stringMatching(/alice@.* attested it .*; seen: 2 accounts hold/),
      },
    });
    expect(duty("phishing-resistant-mfa")).toMatchObject({ witness: "open", finding: { status: "fail" } });
    expect(duty("customer-access-review")?.finding.message).toMatch(
      /it was never attested; seen: 1 active relationship.*ending within 30 days: 1 relationship: Customer 1/,
    );
    expect(duty("secure-application-model")?.witness).toBe("open");
  });

  test("a duty that cannot be read is never seen: the attestation counts, with the missing permission", async () => {
    for (const path of ["/users", "/roleAssignments", "/userRegistrationDetails", "/riskyUsers"]) deny(path);
    const { duty } = await run({ customers: true });
    expect(duty("partner-all-users-mfa")).toMatchObject({
      witness: "attested",
      notSeen: expect.stringContaining("403"),
      permissions: expect.arrayContaining(["AuditLog.Read.All"]),
      finding: { status: "pass" },
    });
    expect(duty("separate-admin-accounts")).toMatchObject({ witness: "attested" });
    expect(duty("risky-users-review")).toMatchObject({ witness: "open", finding: { status: "fail" } });
  });

  test("no duty is seen if every request is refused", async () => {
    deny("/");
    const { found } = await run({ customers: true });
    expect(found.filter(({ witness }) => witness === "seen")).toEqual([]);
    expect(found.filter(({ witness }) => witness === "attested")).toHaveLength(3);
  });

  test("of customers only if requested, and of all of them", async () => {
    expect((await run()).duty("customer-all-users-mfa")).toMatchObject({
      witness: "open",
      notSeen: expect.stringContaining("--customers"),
    });
    await directory({ "/identity/conditionalAccess/policies": [] }, CUSTOMER_TENANT);
    expect((await run({ customers: true })).duty("customer-all-users-mfa")).toMatchObject({
      witness: "seen",
      finding: { status: "fail", message: expect.stringContaining("contoso: neither security defaults") },
    });
  });

  test("in Partner Center needs a user: without one the reason is reported, and policies still decide", async () => {
    const { duty } = await run({ asUser: false });
    expect(duty("partner-all-users-mfa")?.finding.message).toContain(
      "sign-ins to Partner Center were not read",
    );
    expect(duty("secure-application-model")).toMatchObject({ notSeen: expect.stringContaining("403") });
    await sandbox.set({ nonMfaUsers: [{ upn: "eve@fabrikam.example" }] });
    expect((await run()).duty("partner-all-users-mfa")?.finding).toMatchObject({
      status: "fail",
      message: expect.stringContaining("without MFA in the last 7 days: 1 user: eve@fabrikam.example"),
    });
  });
});

describe("a Conditional Access policy", () => {
  const policy = {
    state: "enabled",
    conditions: {
      clientAppTypes: ["all"],
      applications: { includeApplications: ["All"] },
      users: { includeUsers: ["All"] },
    },
    grantControls: { operator: "OR", builtInControls: ["mfa"] },
  };
  const status = async (one: object) => {
    await directory({ "/identity/conditionalAccess/policies": [one] });
    return (await run()).duty("partner-all-users-mfa")?.finding.status;
  };

  test.each([
    ["reports only", { ...policy, state: "enabledForReportingButNotEnforced" }],
    [
      "is for some users",
      { ...policy, conditions: { ...policy.conditions, users: { includeUsers: ["x"] } } },
    ],
    [
      "excludes a group",
      {
        ...policy,
        conditions: { ...policy.conditions, users: { includeUsers: ["All"], excludeGroups: ["g"] } },
      },
    ],
    [
      "excludes an application",
      {
        ...policy,
        conditions: {
          ...policy.conditions,
          applications: { includeApplications: ["All"], excludeApplications: ["a"] },
        },
      },
    ],
    [
      "is for browsers only",
      { ...policy, conditions: { ...policy.conditions, clientAppTypes: ["browser"] } },
    ],
    [
      "spares places",
      { ...policy, conditions: { ...policy.conditions, locations: { excludeLocations: ["AllTrusted"] } } },
    ],
    [
      "takes a device instead",
      { ...policy, grantControls: { operator: "OR", builtInControls: ["mfa", "compliantDevice"] } },
    ],
    ["blocks", { ...policy, grantControls: { operator: "OR", builtInControls: ["block"] } }],
  ])("that %s does not require MFA of all", async (_, one) => {
    expect(await status(one)).toBe("fail");
  });

  test("that asks for an authentication strength does, and so do security defaults", async () => {
    expect(
      await status({
        ...policy,
        grantControls: { operator: "OR", builtInControls: [], authenticationStrength: { id: "s" } },
      }),
    ).toBe("pass");
    await directory({
      "/identity/conditionalAccess/policies": [],
      "/policies/identitySecurityDefaultsEnforcementPolicy": [{ isEnabled: true }],
    });
    expect((await run()).duty("partner-all-users-mfa")?.finding.status).toBe("pass");
  });
});

test("the text shows the source of each result, lists open duties first, and counts them", async () => {
  const console = heardConsole({}, NOW);
  await partnerDuties({ fleet }, console, { ...sandbox.options, credential: user() });
  const lines = console.heard.out.split("\n");
  expect(lines[0]).toMatch(/^open /);
  expect(console.heard.out).toMatch(/^seen {6}fail {2}.*\n(?: {4}.*\n)* {4}separate-admin-accounts/m);
  expect(console.heard.out).toMatch(/^attested {2}pass {2}.*\n {4}just-in-time-access/m);
  expect(console.heard.out).toMatch(
    /not seen: customers were not read.*\n(?: {4}.*\n)* {4}\S+ +needs AuditLog\.Read\.All, Policy\.Read\.All/,
  );
  expect(console.heard.out).toMatch(
    /\n14 seen, 1 attested, \d+ open\n\nNext\n {2}csp-baseline partner register /,
  );
});

test("the reason why a duty was not read is shown once, with the permission below it", async () => {
  deny("/security/partner");
  const console = heardConsole({}, NOW);
  await partnerDuties({ fleet }, console, sandbox.options);
  const { out } = console.heard;
  expect(out).not.toContain("not seen: not observed");
  expect(out).toMatch(
    /^open +unknown +not observed: .*403.*\n {4}partner-security-score +needs PartnerSecurity\.Read\.All$/m,
  );
  expect(out).toMatch(
    /; not seen: customers were not read: add --customers\n(?: {4}.*\n)* {4}no-partner-accounts-in-customer-tenants +needs /,
  );
});

test("a verb that connects twice shows a warning once", async () => {
  const env = {
    ARM_CLIENT_ID: "app",
    ARM_CLIENT_SECRET: "s",
    CSP_BASELINE_PARTNER_REFRESH_TOKEN: "sandbox-refresh-token",
  };
  const console = heardConsole(env, NOW);
  const { credential: _, ...connection } = sandbox.options;
  await partnerDuties({ fleet }, console, connection);
  expect(console.heard.err.match(/new refresh token, which is not kept/g)).toHaveLength(1);
});
