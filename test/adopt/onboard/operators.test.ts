import { describe, expect, test } from "vitest";
import { type Onboarding, onboardingFiles, onboardingOf } from "../../../src/adopt/onboard/index.ts";
import { loadFleet } from "../../../src/controls/load-fleet.ts";
import { formatProblem } from "../../../src/fleet/index.ts";
import { CONTOSO, fleetOf, folderOf, PARTNER, TODAY } from "../../support/fleet.ts";

const [DEPLOYER, READER, OPERATORS, APPROVERS] = [1, 2, 3, 4].map(
  (last) => `aaaaaaaa-0000-0000-0000-00000000000${last}`,
);
const READER_ROLE = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c";

function partnerWith(operators: string): string {
  return PARTNER.replace(
    "access: { model: lighthouse }",
    `access: { model: lighthouse, deployer: { objectId: ${DEPLOYER} }, reader: { objectId: ${READER} }, operators: ${operators} }`,
  );
}

function onboarding(operators: string, contoso = CONTOSO): Onboarding {
  const fleet = fleetOf({ partner: partnerWith(operators), contoso });
  const [customer] = fleet.customers;
  if (customer === undefined) throw new Error("no customer");
  return onboardingOf(fleet, customer);
}

function file(of: Onboarding, name: string): string {
  return onboardingFiles(of).find((one) => one.name === name)?.content ?? "";
}

const propertiesOf = (of: Onboarding) => JSON.parse(file(of, "lighthouse.json")).resources[0].properties;
const CONTRIBUTORS = `{ objectId: ${OPERATORS}, name: Operators, roles: [Contributor], maxMinutes: 90, approvers: [{ objectId: ${APPROVERS}, name: Leads }] }`;

describe("operators get just-in-time access", () => {
  test("by eligible authorizations, with multifactor authentication, a duration and approvers", () => {
    const { authorizations, eligibleAuthorizations } = propertiesOf(onboarding(CONTRIBUTORS));
    expect(eligibleAuthorizations).toEqual([
      {
        principalId: OPERATORS,
        principalIdDisplayName: "Operators",
        roleDefinitionId: CONTRIBUTOR,
        justInTimeAccessPolicy: {
          multiFactorAuthProvider: "Azure",
          maximumActivationDuration: "PT1H30M",
          managedByTenantApprovers: [{ principalId: APPROVERS, principalIdDisplayName: "Leads" }],
        },
      },
    ]);
    // Without it the portal does not let them activate a role.
    const own = authorizations.filter(
      ({ principalId }: { principalId: string }) => principalId === OPERATORS,
    );
    expect(own.map(({ roleDefinitionId }: { roleDefinitionId: string }) => roleDefinitionId)).toEqual([
      READER_ROLE,
    ]);
  });

  test("of the roles that the baseline needs, for four hours and without approval, unless the fleet says otherwise", () => {
    const { eligibleAuthorizations } = propertiesOf(onboarding(`{ objectId: ${OPERATORS} }`));
    expect(eligibleAuthorizations).toHaveLength(3);
    expect(eligibleAuthorizations[0].justInTimeAccessPolicy).toEqual({
      multiFactorAuthProvider: "Azure",
      maximumActivationDuration: "PT4H",
    });
  });

  test("in Bicep and Terraform as in ARM", () => {
    const of = onboarding(CONTRIBUTORS);
    const bicep = file(of, "lighthouse.bicep");
    expect(bicep).toContain("maximumActivationDuration: 'PT1H30M'");
    expect(bicep.match(/justInTimeAccessPolicy/g)).toHaveLength(1);
    expect(bicep).toContain(`principalId: '${APPROVERS}'`);
    const terraform = file(of, "lighthouse.tf");
    expect(terraform).toContain('maximum_activation_duration = "PT1H30M"');
    expect(terraform).toContain('multi_factor_auth_provider  = "Azure"');
    expect(terraform.match(/eligible_authorization \{/g)).toHaveLength(1);
  });

  test("are left out if the fleet names no operators: the files do not change", () => {
    const fleet = fleetOf({ partner: PARTNER });
    const [customer] = fleet.customers;
    if (customer === undefined) throw new Error("no customer");
    const of = onboardingOf(fleet, customer, { deployer: DEPLOYER ?? "" });
    expect(Object.keys(propertiesOf(of))).toEqual([
      "registrationDefinitionName",
      "description",
      "managedByTenantId",
      "authorizations",
    ]);
    for (const name of ["lighthouse.bicep", "lighthouse.tf"]) expect(file(of, name)).not.toMatch(/eligible/i);
  });

  test("by the people in the customer's own access, before the partner's", () => {
    const own = `${CONTOSO}access: { model: lighthouse, operators: { objectId: ${APPROVERS} } }\n`;
    expect(onboarding(CONTRIBUTORS, own).operators?.id).toBe(APPROVERS);
    expect(onboarding(CONTRIBUTORS, `${CONTOSO}access: { model: lighthouse }\n`).operators?.id).toBe(
      OPERATORS,
    );
  });

  test.each([
    [`{ objectId: ${OPERATORS}, maxMinutes: 29 }`, "must be at least 30"],
    [`{ objectId: ${OPERATORS}, maxMinutes: 481 }`, "must be at most 480"],
    [`{ objectId: ${OPERATORS}, roles: [Owner] }`, "roles"],
    [`{ objectId: ${DEPLOYER} }`, "must be another group than the deployer"],
    [
      `{ objectId: ${OPERATORS}, approvers: [{ objectId: ${APPROVERS} }, { objectId: ${APPROVERS} }] }`,
      "must not be listed twice",
    ],
    [`{ objectId: ${OPERATORS}, mfa: false }`, "mfa"],
  ])("the fleet refuses %s", (operators, message) => {
    const folder = folderOf({
      "partner.yaml": partnerWith(operators),
      "customers/contoso.yaml": CONTOSO,
    });
    const result = loadFleet(folder, { today: TODAY });
    expect(result.ok ? [] : result.problems.map(formatProblem).join("\n")).toContain(message);
  });
});
