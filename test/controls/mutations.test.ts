import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeSubscription } from "../../src/controls/index.ts";
import { type Evidence, isList, isMap, Unknown, type Value } from "../../src/evidence/index.ts";
import { changed, coveredSubscription, expecting } from "../support/arm.ts";

type Path = (string | number)[];

const covered = coveredSubscription();
const statuses = (evidence: Evidence) =>
  judgeSubscription(evidence, expecting()).map(({ judgement }) => judgement.status);

/** Returns every place in the properties of every resource, with its value. */
const places = covered.resources.flatMap(({ name, properties }) =>
  walk(properties, ["properties"]).map(([path, value]) => ({ name: String(name), path, value })),
);

function walk(value: Value, path: Path): [Path, Value][] {
  const children: [string | number, Value][] = isList(value)
    ? value.map((item, index) => [index, item])
    : isMap(value)
      ? Object.entries(value)
      : [];
  return [[path, value], ...children.flatMap(([key, item]) => walk(item, [...path, key]))];
}

describe("a covered subscription", () => {
  it("fails a control for every recipient that is removed or replaced", () => {
    const recipients = places.filter(
      ({ value }) => typeof value === "string" && value.includes("@fabrikam.example"),
    );
    expect(recipients).toHaveLength(5);
    for (const { name, path } of recipients) {
      for (const other of [undefined, "", "evil@contoso.example", null]) {
        const found = statuses(changed(covered, name, path, other));
        expect(found, `${name} ${path.join(".")} ${other}`).toContain("fail");
      }
    }
  });

  it("fails a control for every list of recipients that is emptied", () => {
    const lists = places.filter(
      ({ value }) => isList(value) && JSON.stringify(value).includes("fabrikam.example"),
    );
    expect(lists).toHaveLength(5);
    for (const { name, path } of lists)
      expect(statuses(changed(covered, name, path, [])), name).toContain("fail");
  });

  it("fails a control for everything that is switched off", () => {
    const switches = places.filter(({ value }) => value === true);
    expect(switches.length).toBeGreaterThan(15);
    for (const { name, path } of switches) {
      expect(statuses(changed(covered, name, path, false)), `${name} ${path.join(".")}`).toContain("fail");
    }
  });

  it("fails a control for every resource that is missing", () => {
    for (const missing of covered.resources) {
      const rest = { ...covered, resources: covered.resources.filter((resource) => resource !== missing) };
      expect(statuses(rest), String(missing.name)).toContain("fail");
    }
  });

  it("fails a control when an alert's scope or action group is a different one", () => {
    const pointers = places.filter(({ path, value }) => {
      return typeof value === "string" && (path.includes("scopes") || path.at(-1) === "actionGroupId");
    });
    expect(pointers).toHaveLength(28);
    for (const { name, path, value } of pointers) {
      const found = statuses(changed(covered, name, path, `${value}-other`));
      expect(found, `${name} ${path.join(".")}`).toContain("fail");
    }
  });

  it("never fails because of an unknown value", () => {
    for (const { name, path } of places) {
      const found = statuses(changed(covered, name, path, new Unknown("somewhere.else")));
      expect(found, `${name} ${path.join(".")}`).not.toContain("fail");
    }
  });

  it("is judged with any value at any place", () => {
    const anywhere = fc.constantFrom(...places);
    fc.assert(
      fc.property(anywhere, fc.jsonValue(), ({ name, path }, value) => {
        const junk: Value = JSON.parse(JSON.stringify(value));
        const judged = judgeSubscription(changed(covered, name, path, junk), expecting());
        return judged.every(({ judgement: { message } }) => {
          return !message.includes("failed to judge") && message.length < 2000 && !message.includes("\n");
        });
      }),
      { numRuns: 500 },
    );
  });
});
