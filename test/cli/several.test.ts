import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";
import { temporaryFolder } from "../support/stack.ts";
import { inProcess } from "./in-process.ts";

const OTHER = CONTOSO.replace("contoso", "fabrikam")
  .replace("22222222-2222", "33333333-3333")
  .replace(/0{11}(\d)/g, "00000000001$1");
const fleet = folderOf({
  "partner.yaml": PARTNER,
  "customers/contoso.yaml": CONTOSO,
  "customers/fabrikam.yaml": OTHER,
});
const DEPLOYER = ["--deployer-id", "aaaaaaaa-0000-0000-0000-000000000001"];

test("explain shows several subscriptions, one after the other", async () => {
  const { out, status } = await inProcess(["explain", "contoso/prod", "fabrikam/prod", "--fleet", fleet]);
  expect(status).toBe(0);
  expect(out.match(/^subscription: .*?(?= )/gm)).toHaveLength(2);
  expect(out).toMatch(/\n\nsubscription: fabrikam\/prod/);
});

test("explain in JSON is one explanation, or a list of them in the order asked for", async () => {
  const explained = async (...names: string[]) =>
    JSON.parse((await inProcess(["explain", ...names, "--format", "json", "--fleet", fleet])).out);
  const one = await explained("fabrikam/prod");
  expect(one.schema).toBe("csp-baseline/explain/v1");
  const two = await explained("fabrikam/prod", "contoso/sandbox");
  expect(two).toMatchObject({
    schema: "csp-baseline/explain-list/v1",
    explanations: [one, { customer: { key: "contoso" } }],
  });
});

test("a name that names several is refused before anything is shown, and suggestions name one", async () => {
  const several = await inProcess(["explain", "contoso/prod", "prod", "--fleet", fleet]);
  expect([several.status, several.out]).toEqual([2, ""]);
  expect(several.err).toContain('matches several subscriptions: "contoso/prod", "fabrikam/prod"');
  // "prod" would be refused again.
  const slip = await inProcess(["explain", "contoso/prdo", "--fleet", fleet]);
  expect(slip.err).toContain('Did you mean "contoso/prod"?');
  expect((await inProcess(["explain", "contsoo", "--fleet", fleet])).err).toContain(
    'The customer "contoso" has "contoso/prod", "contoso/sandbox"',
  );
  expect((await inProcess(["onboard", "contoso/prod", "--fleet", fleet])).err).toContain(
    'It is a subscription of the customer "contoso"',
  );
});

test("onboard writes a folder for each of several customers", async () => {
  const output = temporaryFolder();
  const both = await inProcess([
    "onboard",
    "contoso",
    "fabrikam",
    ...DEPLOYER,
    "--fleet",
    fleet,
    "--output",
    output,
  ]);
  expect(both.status).toBe(0);
  expect(readdirSync(output).sort()).toEqual(["contoso", "fabrikam"]);
  expect(readdirSync(join(output, "contoso"))).toEqual(readdirSync(join(output, "fabrikam")));
  const json = await inProcess([
    "onboard",
    "contoso",
    "fabrikam",
    ...DEPLOYER,
    "--fleet",
    fleet,
    "--format",
    "json",
  ]);
  expect(JSON.parse(json.out)).toMatchObject({
    schema: "csp-baseline/onboard-list/v1",
    onboardings: [
      { schema: "csp-baseline/onboard/v1", customer: { key: "contoso" } },
      { customer: { key: "fabrikam" } },
    ],
  });
});
