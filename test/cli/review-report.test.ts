import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { humanReview } from "../../src/cli/review/report.ts";
import { type ReviewOptions, review } from "../../src/cli/review/run.ts";
import { heardConsole } from "../support/console.ts";
import { folderOf, PARTNER } from "../support/fleet.ts";
import {
  azurePlan,
  azurePlanJson,
  changeOf,
  fleetFor,
  guid,
  planFile,
  reviewPlans,
} from "../support/plan.ts";
import { temporaryFolder } from "../support/stack.ts";

const CONTOSO = `customer: contoso
displayName: Contoso
tenantId: 22222222-2222-2222-2222-222222222222
subscriptions: [{ id: ${guid(1)}, name: prod }]
`;

const NOW = new Date("2026-11-24T12:00:00Z");

/** Reviews plans, on a terminal of this width or into a pipe. */
function shown(plans: readonly string[], columns?: number, options: Partial<ReviewOptions> = {}) {
  const fleet = folderOf({ "partner.yaml": PARTNER, "customers/contoso.yaml": CONTOSO });
  const console = { ...heardConsole({}, NOW), ...(columns === undefined ? {} : { columns }) };
  const status = review({ fleet, plans, ...options }, console);
  return { status, text: console.heard.out };
}

test("a terminal shows the verdict, then what needs a person, then the rest", () => {
  const { status, text } = shown([azurePlan("03-security-contact-deleted")], 200);
  expect(status).toBe(1);
  expect(text).toMatch(/^After this pull request 1 of 1 subscription has no security contact/);
  const titles = text.split("\n").filter((line) => /^[A-Z][a-z ]+$/.test(line));
  expect(titles.slice(0, 3)).toEqual(["Gets worse", "Needs review", "Changes"]);
  expect(text).toContain("contoso/prod critical security-contact: the subscription has no security contact");
  expect(text).toContain("contoso/prod deletes the security contact: azapi_resource.security_contact");
  expect(text).toContain("contoso/prod: 1 to delete");
  expect(text).not.toMatch(/\*\*|`|<br>/);
});

test("lines fit the terminal, except for words that are longer", () => {
  const { text } = shown([azurePlan("03-security-contact-deleted")], 80);
  for (const line of text.split("\n")) {
    const isOneWord = !line.trim().includes(" ");
    expect(line.length <= 80 || isOneWord, line).toBe(true);
  }
});

test("a pipe and a file get Markdown, and a format can be chosen on a terminal", () => {
  const plans = [azurePlan("03-security-contact-deleted")];
  expect(shown(plans).text).toMatch(/^### /);
  expect(shown(plans, 80, { output: join(temporaryFolder(), "review.md") }).text).toBe("");
  expect(shown(plans, 80, { format: "markdown" }).text).toMatch(/^### /);
  expect(shown(plans, undefined, { format: "human" }).text).toMatch(/^After /);
});

test("what was not reviewed comes first, with its reason", () => {
  const folder = folderOf({ "plan.json": "{" });
  const list = join(folderOf({}), "changed.json");
  const changed = [{ id: guid(1), reason: "changed" }];
  writeFileSync(list, JSON.stringify({ schema: "csp-baseline/changed/v1", changed }));
  const { status, text } = shown([folder], 200, { expect: list });
  expect(status).toBe(2);
  expect(text).toMatch(/^1 subscription not reviewed/);
  expect(text).toContain("Not reviewed\n  contoso/prod: ");
});

test("control characters of a plan do not reach the terminal", () => {
  const plan = azurePlanJson("03-security-contact-deleted");
  changeOf(plan, "azapi_resource.security_contact").address = "azapi_resource.x\u001b[31m\u202e";
  const result = reviewPlans(fleetFor([guid(1)]), [planFile(plan)]);
  const text = humanReview(result, heardConsole({}, NOW));
  expect(text).toContain("azapi_resource.x");
  expect(text).not.toMatch(/\p{Cc}(?<!\n)|\u202e/u);
});
