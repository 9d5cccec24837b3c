import { expect, test } from "vitest";
import { suggestion } from "../../src/fleet/find.ts";
import { cspBaseline } from "../support/command.ts";
import { CONTOSO, folderOf, PARTNER } from "../support/fleet.ts";

/*
 * Whatever a person can misspell: verbs, options, choices, names out of the fleet, and what stands in its files.
 */

const EXCEPTION = `exceptions:
  - { control: budget, subscriptions: [prod], reason: "No costs arise there", approvedBy: bob@fabrikam.example, expires: 2027-03-31 }
`;
const fleetWith = (contoso: string, partner = PARTNER) =>
  folderOf({ "partner.yaml": partner, "customers/contoso.yaml": contoso });
const fleet = fleetWith(CONTOSO);

test.each([
  ["a verb", ["exlpain"], "Did you mean explain?"],
  ["an option", ["explain", "prod", "--fromat", "json"], "Did you mean --format?"],
  ["an option that several verbs share", ["plan", "--paralelism", "2"], "Did you mean --parallelism?"],
  ["a format", ["check", "--format", "jsno"], 'Allowed choices are human, json. Did you mean "json"?'],
  ["a format of a review", ["review", "--plans", "x", "--format", "markdwon"], 'Did you mean "markdown"?'],
  ["a format of an audit", ["audit", "--format", "sarfi"], 'Did you mean "sarif"?'],
  ["a source", ["audit", "--source", "arm,grpah"], 'got "grpah". Did you mean "graph"?'],
  ["a shell", ["completion", "zhs"], 'Did you mean "zsh"?'],
  ["a wave", ["deploy", "--wave", "cannary"], 'without --wave. Did you mean "canary"?'],
  ["an action", ["partner", "alerts", "resolv"], 'Did you mean "resolve"?'],
  ["a reason", ["partner", "alerts", "resolve", "x", "--reason", "fruad"], 'Did you mean "fraud"?'],
  ["a pack", ["packs", "psrul"], 'Did you mean "psrule"?'],
  ["a purpose", ["onboard", "contoso", "--verify", "--as", "readr"], 'Did you mean "reader"?'],
  ["a customer", ["onboard", "contsoo"], 'Did you mean "contoso"?'],
  ["a subscription", ["explain", "contoso/prdo"], 'Did you mean "contoso/prod"?'],
  ["a glob", ["synth", "--only", "contsoo/prod"], 'customer/name). Did you mean "contoso/prod"?'],
  ["a glob with stars", ["synth", "--only", "contsoo*"], 'customer/name). Did you mean "contoso"?'],
  ["a glob of an audit", ["audit", "--only", "sandbxo"], 'Did you mean "sandbox"?'],
])("%s", (_, args, message) => {
  const { status, stderr, stdout } = cspBaseline(args, { env: { CSP_BASELINE_FLEET: fleet } });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
});

test.each([
  ["a key", CONTOSO.replace("subscriptions:", "subscriptons:"), 'Did you mean "subscriptions"?'],
  [
    "an excepted control",
    CONTOSO + EXCEPTION.replace("control: budget", "control: bugdet"),
    'Did you mean "budget"?',
  ],
  ["an excepted subscription", CONTOSO + EXCEPTION.replace("[prod]", "[prdo]"), 'Did you mean "prod"?'],
  [
    "a key of access",
    `${CONTOSO}access: { model: lighthouse, deployr: { objectId: x } }\n`,
    'Did you mean "deployer"?',
  ],
])("in the fleet, %s", (_, contoso, message) => {
  const { status, stderr } = cspBaseline(["check", "--fleet", fleetWith(contoso)]);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

test("a name without a similar candidate gets no suggestion", () => {
  for (const args of [
    ["explain", "qqqqqqqq"],
    ["synth", "--only", "qqqqqqqq"],
    ["onboard", "qqqqqqqq"],
  ]) {
    const { status, stderr } = cspBaseline(args, { env: { CSP_BASELINE_FLEET: fleet } });
    expect(status).toBe(2);
    expect(stderr).not.toContain("Did you mean");
  }
});

test("the nearest of thousands is found at any position", () => {
  const names = Array.from({ length: 12_000 }, (_, index) => `customer-${index}-with-a-long-name`);
  expect(suggestion("fabrikma-retail", [...names, "fabrikam-retail"])).toBe(
    '. Did you mean "fabrikam-retail"?',
  );
  expect(suggestion("nothing", [])).toBe("");
});
