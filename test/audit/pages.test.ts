import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { auditControlsPage } from "../../src/audit/controls-page.ts";
import { COVERAGE_CONTROLS } from "../../src/audit/coverage-controls.ts";
import { LIVE_CONTROLS } from "../../src/audit/live-controls/index.ts";
import { peersPage, verdictOf } from "../../src/audit/peers/page.ts";
import { SECURITY_CONTACT } from "../../src/audit/peers/security-contact.ts";
import { SERVICE_HEALTH } from "../../src/audit/peers/service-health.ts";
import { CONTROL_IDS } from "../../src/controls/control-ids.ts";

const committed = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");

test("docs/peers.md is what the controls say today: node dist/audit/write-pages.js", () => {
  expect(committed("peers.md")).toBe(peersPage());
});

test("docs/audit-controls.md is up to date: node dist/audit/write-pages.js", () => {
  expect(committed("audit-controls.md")).toBe(auditControlsPage());
});

test.each([SECURITY_CONTACT, SERVICE_HEALTH])(
  "every shape of $title is judged, and every peer has its say",
  (comparison) => {
    for (const shape of comparison.shapes) {
      expect(Object.keys(shape.verdicts).sort()).toEqual([...comparison.peers].sort());
      expect(["pass", "fail"]).toContain(verdictOf(comparison, shape).status);
      expect(shape.why).toMatch(/\.$/);
    }
  },
);

test("what the baseline declares passes, and what nobody declared fails", () => {
  const byName = (comparison: typeof SERVICE_HEALTH, name: string) => {
    const shape = comparison.shapes.find((one) => one.name === name);
    return shape && verdictOf(comparison, shape).status;
  };
  expect(byName(SERVICE_HEALTH, "all five event types of azurerm")).toBe("pass");
  expect(byName(SERVICE_HEALTH, "the category alone, without event types")).toBe("pass");
  expect(byName(SERVICE_HEALTH, "no alert")).toBe("fail");
  expect(byName(SECURITY_CONTACT, "the baseline's own")).toBe("pass");
  expect(byName(SECURITY_CONTACT, "no contact")).toBe("fail");
});

test("the audit's own controls have ids that no control of the catalogue has", () => {
  const own = [...COVERAGE_CONTROLS, ...LIVE_CONTROLS].map(({ id }) => id);
  expect(new Set(own).size).toBe(own.length);
  for (const id of CONTROL_IDS) expect(own).not.toContain(id);
});
