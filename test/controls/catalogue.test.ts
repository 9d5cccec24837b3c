import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CONTROL_IDS, OPTIONAL_CONTROLS, REQUIRED_CONTROLS } from "../../src/controls/control-ids.ts";
import { controlRules } from "../../src/controls/control-rules.ts";
import { CONTROLS, controlById, controlsPage, type OwnControl } from "../../src/controls/index.ts";

describe("the catalogue", () => {
  it("is the one list of controls: required ones first, each in one of the two lists of ids", () => {
    expect(CONTROL_IDS).toEqual([...REQUIRED_CONTROLS, ...OPTIONAL_CONTROLS]);
    expect(CONTROL_IDS).toEqual(CONTROLS.map(({ id }) => id));
    expect(new Set(CONTROL_IDS).size).toBe(CONTROL_IDS.length);
    expect(OPTIONAL_CONTROLS).toEqual(["activity-log-export", "defender-plans", "policy-assignments"]);
  });

  it("lists the controls that each control needs, by existing ids", () => {
    const controls: readonly OwnControl[] = CONTROLS;
    for (const { id, needs = [] } of controls)
      for (const other of needs) expect(CONTROL_IDS, id).toContain(other);
    expect(controlRules([]).needing("action-group")).toEqual([
      "service-health-alert",
      "activity-log-alerts",
      "resource-health-alert",
    ]);
    expect(controlRules([]).needing("budget")).toEqual([]);
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
  it("shows every control with its reasons and references", () => {
    const page = controlsPage(CONTROLS);
    for (const { id, title, why, judgedBy, satisfies, cannotSatisfy } of CONTROLS) {
      for (const text of [`## ${id}\n`, title, why, ...judgedBy]) expect(page).toContain(text);
      for (const { id: rule } of [...satisfies, ...cannotSatisfy]) expect(page).toContain(rule);
      for (const { reason } of cannotSatisfy) expect(page).toContain(reason);
    }
  });

  it("escapes characters that would break its table", () => {
    const [control] = CONTROLS;
    if (control === undefined) throw new Error("the catalogue is empty");
    expect(controlsPage([{ ...control, title: "a | b" }])).toContain("| a \\| b |");
  });
});
