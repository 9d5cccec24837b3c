import { describe, expect, test } from "vitest";
import { delegationBody, onboardingOf } from "../../src/adopt/onboard/index.ts";
import { roleName } from "../../src/adopt/onboard/roles.ts";
import { AccessAudit } from "../../src/audit/index.ts";
import { connect } from "../../src/azure/connection.ts";
import { endpointsOf } from "../../src/azure/endpoints.ts";
import { directoryOf } from "../../src/cli/sandbox/run.ts";
import type { Fleet } from "../../src/fleet/index.ts";
import { ADMIN_AGENT_CLIENT_ID } from "../../src/sandbox/index.ts";
import { type Client, NOW, startedClient } from "../sandbox/client.ts";
import { CONTOSO, fleetOf, PARTNER } from "../support/fleet.ts";
import { auditIn, credentialOf } from "./support/sandbox.ts";

const [DEPLOYER, READER, OPERATORS, SUPPORT] = [1, 2, 3, 4].map(
  (last) => `aaaaaaaa-0000-0000-0000-00000000000${last}`,
);
const CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c";
const CONTOSO_TENANT = "22222222-2222-2222-2222-222222222222";
const ONE = "00000000-0000-0000-0000-000000000001";

const PARTNER_WITH = PARTNER.replace(
  "access: { model: lighthouse }",
  `access: { model: lighthouse, deployer: { objectId: ${DEPLOYER}, name: Deployers }, reader: { objectId: ${READER} }, operators: { objectId: ${OPERATORS}, name: Operators, roles: [Contributor] }, controls: [standing-access, aobo-owner, delegation] }`,
);
const fleet = fleetOf({ partner: PARTNER_WITH });

async function started(of: Fleet = fleet): Promise<Client> {
  return startedClient({ directory: directoryOf(of) });
}

async function judged(client: Client, of: Fleet = fleet) {
  const { sandbox } = client;
  const connection = await connect({
    endpoints: endpointsOf({ CSP_BASELINE_ARM_ENDPOINT: sandbox.origin }),
    tenantId: of.partner.tenantId,
    credential: credentialOf(sandbox),
    certificateAuthority: sandbox.certificate,
  });
  const access = new AccessAudit({
    partnerTenantId: of.partner.tenantId,
    asked: (customer) => delegationBody(onboardingOf(of, customer)),
    roleName,
    now: NOW,
  });
  return { access, connection };
}

async function findings(client: Client, of: Fleet = fleet) {
  const { access, connection } = await judged(client, of);
  const [subscription] = of.subscriptions;
  if (subscription === undefined) throw new Error("no subscription");
  const found = await access.judge(connection, subscription);
  return Object.fromEntries(found.map(({ control, message, status }) => [control, `${status}: ${message}`]));
}

/** As an Admin agent of the partner in the customer's tenant, who is an Owner there. */
async function asAdminAgent(client: Client, what: string, properties?: object) {
  const token = await client.token(CONTOSO_TENANT, ADMIN_AGENT_CLIENT_ID);
  const { body, status } = await client.arm(what, { token, ...(properties && { body: { properties } }) });
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body as { value: { id: string; name: string; properties: Record<string, string> }[] };
}

const MANAGED = `/subscriptions/${ONE}/providers/Microsoft.ManagedServices`;

async function redefine(client: Client, change: (body: ReturnType<typeof bodyOf>) => object) {
  const { value } = await asAdminAgent(client, `GET ${MANAGED}/registrationDefinitions@2022-10-01`);
  await asAdminAgent(client, `PUT ${MANAGED}/registrationDefinitions/${value[0]?.name}@2022-10-01`, {
    managedByTenantId: fleet.partner.tenantId,
    registrationDefinitionName: "changed",
    ...change(bodyOf()),
  });
}

function bodyOf() {
  const [customer] = fleet.customers;
  if (customer === undefined) throw new Error("no customer");
  return delegationBody(onboardingOf(fleet, customer));
}

describe("the partner's access", () => {
  test("is judged only where the fleet asks for it", async () => {
    const plain = fleetOf({ partner: PARTNER_WITH.replace(/, controls: \[.*?\]/, "") });
    expect(await findings(await started(plain), plain)).toEqual({});
    const none = fleetOf({
      partner: PARTNER_WITH,
      contoso: `${CONTOSO}access: { model: lighthouse, controls: [] }\n`,
    });
    expect(await findings(await started(none), none)).toEqual({});
  });

  test("passes where only the pipeline has standing roles; the Admin agents are Owner from the beginning", async () => {
    const found = await findings(await started());
    expect(found["standing-access"]).toMatch(/^pass/);
    expect(found["delegation"]).toMatch(/^pass/);
    expect(found["aobo-owner"]).toMatch(/^fail: a foreign group is Owner .* since 2026-01-15/);
  });

  test("without the foreign group's assignment passes", async () => {
    const client = await started();
    const path = `/subscriptions/${ONE}/providers/Microsoft.Authorization/roleAssignments`;
    const { value } = await asAdminAgent(client, `GET ${path}@2022-04-01`);
    expect(value[0]?.properties["principalType"]).toBe("ForeignGroup");
    await asAdminAgent(client, `DELETE ${path}/${value[0]?.name}@2022-04-01`);
    expect((await findings(client))["aobo-owner"]).toBe("pass: no foreign group is Owner");
  });

  test("standing: a group that holds a role day and night, other than Reader", async () => {
    const client = await started();
    const support = {
      principalId: SUPPORT,
      principalIdDisplayName: "Support",
      roleDefinitionId: CONTRIBUTOR,
    };
    const reads = { ...support, roleDefinitionId: "acdd72a7-3385-48ef-bd42-f606fba81ae7" };
    await redefine(client, (body) => ({ ...body, authorizations: [...body.authorizations, reads] }));
    expect((await findings(client))["standing-access"]).toMatch(/^pass/);
    await redefine(client, (body) => ({ ...body, authorizations: [...body.authorizations, support] }));
    const found = await findings(client);
    expect(found["standing-access"]).toBe(
      "fail: permanent, and not asked for by the fleet: Contributor of Support",
    );
    expect(found["delegation"]).toMatch(/^pass/);
  });

  test("standing: a role that is activated without multifactor authentication", async () => {
    const client = await started();
    await redefine(client, (body) => ({
      ...body,
      eligibleAuthorizations: body.eligibleAuthorizations?.map((one) => ({
        ...one,
        justInTimeAccessPolicy: { multiFactorAuthProvider: "None", maximumActivationDuration: "PT1H" },
      })),
    }));
    const found = await findings(client);
    expect(found["standing-access"]).toContain("activated without multifactor authentication: Contributor");
    expect(found["delegation"]).toContain("does not give Contributor just in time for Operators");
  });

  test("changed: what is missing, and the day on which the delegation was last written", async () => {
    const client = await started();
    const { value } = await asAdminAgent(client, `GET ${MANAGED}/registrationAssignments@2022-10-01`);
    await redefine(client, ({ authorizations }) => ({ authorizations: authorizations.slice(1) }));
    const [assignment] = value;
    await asAdminAgent(client, `PUT ${assignment?.id}@2022-10-01`, {
      registrationDefinitionId: assignment?.properties["registrationDefinitionId"],
    });
    expect((await findings(client))["delegation"]).toBe(
      `fail: the delegation does not give Security Admin for Deployers and Contributor just in time for Operators, changed on 2026-11-24 by ${ADMIN_AGENT_CLIENT_ID}`,
    );
  });

  test("is unknown if it cannot be read, or if the fleet names no identity", async () => {
    const client = await started();
    client.sandbox.addFault({ path: "*/roleAssignments", status: 403, code: "AuthorizationFailed" });
    client.sandbox.addFault({ path: "*/registrationAssignments", status: 403, code: "AuthorizationFailed" });
    const found = await findings(client);
    expect(found["aobo-owner"]).toContain(
      "unknown: it cannot be read: the signed-in identity lacks Microsoft.Authorization/roleAssignments/read",
    );
    expect(found["delegation"]).toContain("unknown: it cannot be read");
    const nameless = fleetOf({
      partner: PARTNER.replace("{ model: lighthouse }", "{ model: lighthouse, controls: [standing-access] }"),
    });
    expect((await findings(client, nameless))["standing-access"]).toContain(
      "unknown: the fleet does not say who",
    );
  });
});

describe("a delegation that the customer removed", () => {
  async function removed() {
    const client = await started();
    const { value } = await asAdminAgent(client, `GET ${MANAGED}/registrationAssignments@2022-10-01`);
    await asAdminAgent(client, `DELETE ${value[0]?.id}@2022-10-01`);
    return client;
  }

  test("is a finding with its day", async () => {
    const client = await removed();
    const { access } = await judged(client);
    const audited = await auditIn(client.sandbox, fleet, ["arm", "graph"], access);
    const open = audited.findings.filter(({ subscriptionId }) => subscriptionId === ONE);
    expect(open.find(({ control }) => control === "delegation")).toMatchObject({
      status: "fail",
      message: "its delegation was removed, or the subscription deleted on 2026-11-24",
    });
    expect(open.find(({ control }) => control === "aobo-owner")?.status).toBe("unknown");
    // The other subscription is there.
    const other = audited.findings.filter(
      ({ control, subscriptionId }) => control === "delegation" && subscriptionId !== ONE,
    );
    expect(other.map(({ status }) => status)).toEqual(["pass"]);
  });

  test("is one without its day where the tenant's activity log may not be read", async () => {
    const client = await removed();
    client.sandbox.addFault({
      path: "/providers/Microsoft.Insights/eventtypes",
      status: 403,
      code: "AuthorizationFailed",
      times: null,
    });
    const { access } = await judged(client);
    const { findings: all } = await auditIn(client.sandbox, fleet, ["arm", "graph"], access);
    const found = all.find(
      ({ control, subscriptionId }) => control === "delegation" && subscriptionId === ONE,
    );
    expect(found?.message).toContain(
      "when, is not known: it takes the role Monitoring Reader at the root scope",
    );
  });
});
