import { expect, test } from "vitest";
import { COVERAGE_CONTROLS } from "../../src/audit/coverage-controls.ts";
import { LIVE_CONTROLS } from "../../src/audit/live-controls/index.ts";
import { CONTROL_IDS } from "../../src/controls/control-ids.ts";

test("the audit's own controls have ids that are not in the catalogue", () => {
  const own = [...COVERAGE_CONTROLS, ...LIVE_CONTROLS].map(({ id }) => id);
  expect(new Set(own).size).toBe(own.length);
  for (const id of CONTROL_IDS) expect(own).not.toContain(id);
});
