import { expect, test } from "vitest";
import { PARTNER_CONTROLS } from "../../src/partner/register/controls.ts";
import { kindOf, partnerDutiesPage } from "../../src/partner/register/page.ts";

test("every duty has a section, and every link within the page leads to one", () => {
  const page = partnerDutiesPage();
  const sections = [...page.matchAll(/^### ([a-z-]+)$/gm)].map(([, id]) => id);
  expect(sections).toEqual(PARTNER_CONTROLS.map(({ id }) => id));
  for (const [, id] of page.matchAll(/\]\(#([^)]*)\)/g)) expect(sections).toContain(id);
});

test("a control is declared, observed or attested", () => {
  expect([kindOf("budget"), kindOf("partner-admin-mfa"), kindOf("leavers-removed")]).toEqual([
    "declared",
    "observed",
    "attested",
  ]);
});
