import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { explain } from "../../src/controls/explanation.ts";
import { CONTROLS, controlsPage, judgeSubscription } from "../../src/controls/index.ts";
import { PACKS } from "../../src/controls/packs/index.ts";
import { policyPacksPage } from "../../src/controls/packs/page.ts";
import { failing } from "../../src/output/markdown/control-phrases.ts";
import { baselineKind } from "../../src/review/baseline-resources.ts";
import { controlPages } from "../../tools/pages/control-pages.ts";
import { arm, coveredSubscription, expecting, withoutType } from "../support/arm.ts";
import { CONTOSO, fleetOf } from "../support/fleet.ts";
import { secondReceiver } from "./second-receiver.ts";

// The line of the control in the list, as in the walkthrough of CONTRIBUTING.
vi.mock("../../src/controls/built-in.ts", async (original) => {
  const { CONTROLS: own } = await original<typeof import("../../src/controls/built-in.ts")>();
  const { secondReceiver: control } = await import("./second-receiver.ts");
  return { CONTROLS: [...own, control] };
});

const EXCEPTED = `${CONTOSO}exceptions:
  - { control: second-receiver, subscriptions: [prod], reason: "One person answers for it", approvedBy: bob@fabrikam.example, expires: 2026-12-31 }
`;

describe("a control that is listed", () => {
  test("judges: it fails the fleet that has one receiver, and passes the one that has two", () => {
    const judged = (emails: number) => {
      const receivers = Array.from({ length: emails }, (_, index) => ({
        name: `mail-${index}`,
        emailAddress: `noc-${index}@fabrikam.example`,
      }));
      const group = arm("Microsoft.Insights/actionGroups", "noc", {
        enabled: true,
        emailReceivers: receivers,
      });
      const covered = coveredSubscription();
      const evidence = { ...withoutType(covered, "Microsoft.Insights/actionGroups") };
      const found = judgeSubscription(
        { ...evidence, resources: [...evidence.resources, group] },
        expecting(),
      );
      return found.find(({ control }) => control.id === "second-receiver")?.judgement;
    };
    expect(judged(1)).toMatchObject({ status: "fail", fix: "give it a second receiver" });
    expect(judged(2)).toMatchObject({ status: "pass" });
  });

  test("can be excepted", () => {
    const [prod, sandbox] = fleetOf({ contoso: EXCEPTED }).subscriptions;
    expect(prod?.exceptions).toMatchObject([{ control: "second-receiver" }]);
    expect(sandbox?.exceptions).toEqual([]);
  });

  test("is explained", () => {
    const fleet = fleetOf({ contoso: EXCEPTED });
    const [prod] = fleet.subscriptions;
    if (prod === undefined) throw new Error("the fleet is empty");
    expect(explain(fleet, prod).controls).toContainEqual(
      expect.objectContaining({ id: "second-receiver", required: true, status: "excepted" }),
    );
  });

  test("is in the catalogue's page, has a page of its own, and the index lists it", () => {
    expect(controlsPage(CONTROLS)).toContain("## second-receiver");
    const pages = controlPages();
    expect(pages.get("second-receiver.md")).toContain(secondReceiver.guide.hints[0]);
    expect(pages.get("README.md")).toContain("(second-receiver.md)");
  });

  test("meets its rules of a policy pack", () => {
    const rule = PACKS.find(({ name }) => name === "amba")?.rules.find(
      ({ id }) => id === "ServiceHealthIncident",
    );
    expect(rule).toMatchObject({ asks: expect.arrayContaining([{ control: "second-receiver" }]) });
    expect(policyPacksPage(PACKS)).toContain("action-group, second-receiver");
  });

  test("has its phrases in headlines", () => {
    expect(failing("second-receiver", 2, false)).toBe("have no second receiver");
  });

  test("lists the resources that it judges for the review", () => {
    const group = arm("Microsoft.Insights/actionGroups", "noc", {});
    expect(baselineKind(group)?.controls).toContain("second-receiver");
  });
});

test("CONTRIBUTING contains the control's file unchanged", () => {
  const root = join(import.meta.dirname, "../..");
  const file = readFileSync(join(import.meta.dirname, "second-receiver.ts"), "utf8");
  const shown = /```ts\n(import[^`]*second-receiver[\s\S]*?)```/.exec(
    readFileSync(join(root, "CONTRIBUTING.md"), "utf8"),
  )?.[1];
  const moved = file.replaceAll("../../src/controls/", "./").replaceAll("../../src/", "../");
  const [imports = "", ...rest] = moved.split("\n\n");
  // In the control's own folder, the linter wants the imports of other rooms first.
  const isNear = (line: string) => Number(line.includes('"./'));
  const sorted = imports.split("\n").toSorted((one, other) => isNear(one) - isNear(other));
  expect(shown).toBe([sorted.join("\n"), ...rest].join("\n\n"));
});

test("no other file lists every control", () => {
  const root = join(import.meta.dirname, "../..");
  const files = ["src", "stacks", "constructs", "tools"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(root, folder, name)),
  );
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => readFileSync(file, "utf8").includes("Record<ControlId"))).toEqual([]);
});
