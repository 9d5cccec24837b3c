import fc from "fast-check";
import { expect, test } from "vitest";
import { LookingMemory } from "../../src/audit/looking-memory.ts";
import { CONTROLS, judgeSubscription } from "../../src/controls/index.ts";
import type { ArmResource, Evidence } from "../../src/evidence/index.ts";
import { changed, coveredSubscription, expecting } from "../support/arm.ts";

const covered = coveredSubscription();
const names = covered.resources.map(({ name }) => String(name));
const numbers = new Map<string, number>();

const { baseline } = expecting();
const asked = { baseline, key: "the baseline" };

/** A question about evidence in which equal resources have equal numbers. */
function question(evidence: Evidence, judge = "the judge") {
  const numberOf = (resource: ArmResource) => {
    const text = JSON.stringify(resource);
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  return { asked, judge, shared: { evidence, numbers: evidence.resources.map(numberOf) } };
}

test("a judge is not called again for equal evidence, even if unread members differ", () => {
  const memory = new LookingMemory<string>();
  let asked = 0;
  const judge = (evidence: Evidence) => {
    asked += 1;
    return JSON.stringify(evidence.resources.find(({ type }) => type.endsWith("/budgets"))?.properties);
  };
  memory.recall(question(covered), judge);
  memory.recall(question(changed(covered, "default", ["properties", "isEnabled"], false)), judge);
  expect(asked).toBe(1);
  const other = changed(covered, "csp-baseline-monthly", ["properties", "amount"], 7);
  expect(memory.recall(question(other), judge)).toContain('"amount":7');
  expect(asked).toBe(2);
});

test("a cached judgement equals a fresh one", () => {
  const memory = new LookingMemory();
  const place = fc.constantFrom(...names);
  const change = fc.tuple(
    place,
    fc.constantFrom(
      ["properties", "enabled"],
      ["properties", "isEnabled"],
      ["properties", "status"],
      ["properties", "scopes"],
      ["properties", "notifications"],
    ),
    fc.constantFrom(true, false, "Enabled", "Disabled", null),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), fc.boolean(), (changes, blind) => {
      let evidence = covered;
      for (const [name, path, value] of changes) evidence = changed(evidence, name, path, value);
      if (blind)
        evidence = { ...evidence, unreadable: [{ type: "Microsoft.Consumption/budgets", reason: "403" }] };
      for (const control of CONTROLS) {
        const judge = (seen: Evidence) => judgeSubscription(seen, expecting(), [control])[0]?.judgement;
        expect(memory.recall(question(evidence, control.id), judge)).toEqual(judge(evidence));
      }
    }),
    { numRuns: 300 },
  );
});
