import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Onboarding, onboardingFiles, onboardingOf } from "../../../src/adopt/onboard/index.ts";
import { CONTOSO, fleetOf, PARTNER } from "../../support/fleet.ts";
import { HOSTILE } from "../../support/hostile.ts";
import { temporaryFolder } from "../../support/stack.ts";
import { noTerraform, terraform } from "../../support/terraform.ts";

const DEPLOYER = "aaaaaaaa-0000-0000-0000-000000000001";
const READER = "aaaaaaaa-0000-0000-0000-000000000002";
const LIGHTHOUSE = PARTNER.replace(
  "access: { model: lighthouse }",
  `access: { model: lighthouse, deployer: { objectId: ${DEPLOYER}, name: Deployers }, reader: { objectId: ${READER} } }`,
);
const APP = `${CONTOSO}access: { model: customer-app, clientId: ${DEPLOYER}, readerClientId: ${READER} }\n`;

function onboarding({ partner = LIGHTHOUSE, contoso = CONTOSO } = {}): Onboarding {
  const fleet = fleetOf({ partner, contoso });
  const [customer] = fleet.customers;
  if (customer === undefined) throw new Error("no customer");
  return onboardingOf(fleet, customer);
}

function file(of: Onboarding, name: string): string {
  const found = onboardingFiles(of).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found.content;
}

/** The same with a hostile text in every name. */
function hostile(of: Onboarding, text: string): Onboarding {
  return {
    ...of,
    partner: { ...of.partner, name: text },
    customer: { ...of.customer, displayName: text },
    subscriptions: of.subscriptions.map((one) => ({ ...one, name: text })),
    delegates: of.delegates.map((one) => ({ ...one, name: text })),
  };
}

const TEXTS = [...HOSTILE, "$(touch x)", "it's", "${a}", "$$${a}", "%{ if true }", "[guid('a')]", "’; exit"];

describe("principals", () => {
  test("are those of the partner's file, with the required roles", () => {
    const { delegates } = onboarding();
    expect(delegates.map(({ id, name, purpose }) => [purpose, id, name])).toEqual([
      ["deployer", DEPLOYER, "Deployers"],
      ["reader", READER, "Fabrikam Cloud Services: csp-baseline reader"],
    ]);
    expect(delegates[0]?.roles.map(({ name }) => name)).toEqual([
      "Security Admin",
      "Monitoring Policy Contributor",
      "Cost Management Contributor",
      "Managed Services Registration assignment Delete Role",
    ]);
    expect(delegates[1]?.roles.map(({ name }) => name)).toEqual(["Reader"]);
  });

  test("are those of the customer's own access before the partner's, and given options before both", () => {
    const own = `${CONTOSO}access: { model: lighthouse, deployer: { objectId: bbbbbbbb-0000-0000-0000-000000000001 } }\n`;
    const fleet = fleetOf({ partner: LIGHTHOUSE, contoso: own });
    const [customer] = fleet.customers;
    if (customer === undefined) throw new Error("no customer");
    const ids = (given: object) => onboardingOf(fleet, customer, given).delegates.map(({ id }) => id);
    expect(ids({})).toEqual(["bbbbbbbb-0000-0000-0000-000000000001", READER]);
    expect(ids({ deployer: READER })).toEqual([READER, READER]);
  });

  test("do not exist for another access model", () => {
    expect(onboarding({ contoso: `${CONTOSO}access: { model: customer-app }\n` }).delegates).toEqual([]);
  });
});

describe("the template for Lighthouse", () => {
  test("defines the delegation and assigns it, for each principal and role once", () => {
    const template = JSON.parse(file(onboarding(), "lighthouse.json"));
    expect(template.$schema).toContain("subscriptionDeploymentTemplate.json");
    const [definition, assignment] = template.resources;
    expect(definition).toMatchObject({
      type: "Microsoft.ManagedServices/registrationDefinitions",
      properties: {
        registrationDefinitionName: "Fabrikam Cloud Services: csp-baseline",
        managedByTenantId: "11111111-1111-1111-1111-111111111111",
      },
    });
    expect(definition.properties.authorizations).toHaveLength(5);
    expect(definition.properties.authorizations[0]).toEqual({
      principalId: DEPLOYER,
      principalIdDisplayName: "Deployers",
      roleDefinitionId: "fb1c8493-542b-48eb-b624-b4c8fea62acd",
    });
    expect(assignment.type).toBe("Microsoft.ManagedServices/registrationAssignments");
    expect(assignment.dependsOn).toEqual([assignment.properties.registrationDefinitionId]);
  });

  test("never treats a name as an expression", () => {
    const template = JSON.parse(file(hostile(onboarding(), "[guid('x')]"), "lighthouse.json"));
    expect(template.resources[0].properties.authorizations[0].principalIdDisplayName).toBe("[[guid('x')]");
  });
});

describe.each([
  ["Lighthouse", onboarding()],
  ["an application of the customer's", onboarding({ contoso: APP })],
])("with %s", (_, of) => {
  test("every language has the same content: each principal, each of its roles, and all subscriptions in Terraform", () => {
    const templates = onboardingFiles(of).filter(({ name }) => /^(lighthouse|roles)\./.test(name));
    expect(templates.length).toBeGreaterThan(1);
    for (const { content, name } of templates) {
      for (const { id, roles } of of.delegates) {
        expect(content).toContain(id);
        for (const role of roles) expect(content).toContain(role.id);
      }
      if (name.endsWith(".tf")) for (const { id } of of.subscriptions) expect(content).toContain(id);
    }
  });

  test("no name adds a line, ends a string, or changes the effect of the files", () => {
    const lengths = (one: Onboarding) =>
      onboardingFiles(one).map(({ content, name }) => [name, content.split("\n").length]);
    for (const text of TEXTS) expect(lengths(hostile(of, text))).toEqual(lengths(of));
  });

  test("bash accepts the script with any names", () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, "onboard.sh"),
      TEXTS.map((text) => file(hostile(of, text), "onboard.sh")).join(""),
    );
    const { status, stderr } = spawnSync("bash", ["-n", join(folder, "onboard.sh")], { encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });

  test("the script runs only az, with these arguments", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "bin"));
    const az = '#!/usr/bin/env bash\nprintf "%s\\n" "$*" >> "$CALLS"\necho object-id\n';
    writeFileSync(join(folder, "bin/az"), az, { mode: 0o755 });
    const calls = join(folder, "calls");
    const run = (one: Onboarding) => {
      writeFileSync(calls, "");
      writeFileSync(join(folder, "onboard.sh"), file(one, "onboard.sh"));
      const env = { PATH: `${join(folder, "bin")}:${process.env["PATH"]}`, CALLS: calls };
      const { status } = spawnSync("bash", [join(folder, "onboard.sh")], { env });
      return [status, spawnSync("cat", [calls], { encoding: "utf8" }).stdout];
    };
    const [status, output] = run(of);
    expect(status).toBe(0);
    expect(output).toContain("deployment sub create --subscription 00000000-0000-0000-0000-000000000002");
    expect(run(hostile(of, "'; touch x; $(touch x) `touch x`\n touch x"))).toEqual([status, output]);
    expect(spawnSync("ls", [folder], { encoding: "utf8" }).stdout).not.toMatch(/^x$/m);
  });

  test.skipIf(noTerraform !== undefined)("Terraform finds its file well formed, with any names", () => {
    const folder = temporaryFolder();
    const names = onboardingFiles(of).filter(({ name }) => name.endsWith(".tf"));
    expect(names).toHaveLength(1);
    const [name = ""] = names.map((one) => one.name);
    writeFileSync(join(folder, "plain.tf"), file(of, name));
    for (const [index, text] of TEXTS.entries()) {
      writeFileSync(join(folder, `hostile-${index}.tf`), file(hostile(of, text), name));
    }
    // Formatted as by Terraform, and parsed.
    const check = terraform(folder, ["fmt", "-check", "-diff", "plain.tf"]);
    expect(check.ok, check.output).toBe(true);
    const parse = terraform(folder, ["fmt", "-write=false", "-list=false"]);
    expect(parse.ok, parse.output).toBe(true);
  });
});

test.for([
  ["Lighthouse", "lighthouse.tf", onboarding()] as const,
  ["an application of the customer's", "roles.tf", onboarding({ contoso: APP })] as const,
])("terraform validate accepts the file for %s", { timeout: 120_000 }, ([, name, of], { skip }) => {
  const cannotRun = (reason: string) => {
    console.warn(`${name} is not validated by Terraform: ${reason}`);
    return skip(reason);
  };
  if (noTerraform !== undefined) cannotRun(noTerraform);
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), file(hostile(of, 'it\'s "${a}" %{b} \\ [x]'), name));
  const init = terraform(folder, ["init", "-no-color"]);
  if (!init.ok && /registry|Failed to query available provider/.test(init.output)) {
    cannotRun("the azurerm provider cannot be installed here: no registry and no mirror has it");
  }
  expect(init.output).toContain("successfully initialized");
  const { output } = terraform(folder, ["validate", "-no-color"]);
  if (/does not support resource type\s+"azurerm_lighthouse/.test(output)) {
    cannotRun("the azurerm provider that is installed here is built without Lighthouse");
  }
  expect(output).toContain("The configuration is valid");
});

test("a custom role has exactly the operations of its purpose", () => {
  const of = onboarding({ contoso: APP });
  const role = JSON.parse(file(of, "role-reader.json"));
  expect(role.Actions.every((action: string) => action.endsWith("/read"))).toBe(true);
  expect(role.AssignableScopes).toEqual(of.subscriptions.map(({ id }) => `/subscriptions/${id}`));
  const { Actions: actions } = JSON.parse(file(of, "role-deployer.json"));
  expect(actions).toContain("Microsoft.Consumption/budgets/write");
  expect(actions).toEqual([...new Set(actions)].sort());
  expect(actions.join()).not.toContain("*");
});
