import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CONTROLS, controlById, controlsPage } from "../../src/controls/index.ts";
import { CONTROL_IDS, REQUIRED_CONTROLS } from "../../src/fleet/control-ids.ts";

describe("the catalogue", () => {
  it("holds the controls that a fleet can name, the required ones required", () => {
    expect(CONTROLS.map(({ id }) => id)).toEqual(CONTROL_IDS);
    expect(CONTROLS.filter(({ required }) => required).map(({ id }) => id)).toEqual(REQUIRED_CONTROLS);
  });

  it("finds a control by its id", () => {
    expect(controlById("budget")?.title).toContain("Cost");
    expect(controlById("Budget")).toBeUndefined();
    expect(controlById("__proto__")).toBeUndefined();
  });

  it("can switch off optional controls only", () => {
    for (const control of CONTROLS) expect(control.enabled === undefined, control.id).toBe(control.required);
  });

  it("keeps each control in a file of its name", () => {
    for (const { id } of CONTROLS) {
      expect(existsSync(new URL(`../../src/controls/${id}.ts`, import.meta.url)), id).toBe(true);
    }
  });

  it("names no rule as satisfied that it cannot satisfy", () => {
    const key = ({ tool, id }: { tool: string; id: string }) => `${tool} ${id}`;
    const satisfied = new Set(CONTROLS.flatMap(({ satisfies }) => satisfies.map(key)));
    const contradictions = CONTROLS.flatMap(({ cannotSatisfy }) =>
      cannotSatisfy.map(key).filter((one) => satisfied.has(one)),
    );
    expect(contradictions).toEqual([]);
  });
});

describe("CONTROLS.md", () => {
  it("is what the catalogue says", () => {
    const page = readFileSync(new URL("../../CONTROLS.md", import.meta.url), "utf8");
    expect(page === controlsPage(CONTROLS), 'run "node dist/controls/write-page.js"').toBe(true);
  });

  it("shows every control with its reasons and references", () => {
    const page = controlsPage(CONTROLS);
    for (const { id, title, why, judgedBy, satisfies, cannotSatisfy } of CONTROLS) {
      for (const text of [`## ${id}\n`, title, why, ...judgedBy]) expect(page).toContain(text);
      for (const { id: rule } of [...satisfies, ...cannotSatisfy]) expect(page).toContain(rule);
      for (const { reason } of cannotSatisfy) expect(page).toContain(reason);
    }
  });

  it("escapes what would break its table", () => {
    const [control] = CONTROLS;
    if (control === undefined) throw new Error("the catalogue is empty");
    expect(controlsPage([{ ...control, title: "a | b" }])).toContain("| a \\| b |");
  });
});
