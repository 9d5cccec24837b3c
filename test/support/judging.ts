import { expect } from "vitest";
import { controlById, type Judgement, judgeSubscription } from "../../src/controls/index.ts";
import type { Evidence } from "../../src/evidence/index.ts";
import { expecting } from "./arm.ts";

/** Returns the judgement of one control of the catalogue. */
export function judge(id: string, evidence: Evidence, expected = expecting()): Judgement {
  const control = controlById(id);
  const [judged] = control === undefined ? [] : judgeSubscription(evidence, expected, [control]);
  if (judged === undefined) throw new Error(`${id} did not judge`);
  return judged.judgement;
}

export function expectPass(judgement: Judgement): void {
  expect(judgement).toMatchObject({ status: "pass" });
}

/** Expects a failure whose message contains the text, and the members of `more`. */
export function expectFail(judgement: Judgement, message: string, more: Partial<Judgement> = {}): void {
  expect(judgement).toMatchObject({ status: "fail", message: expect.stringContaining(message), ...more });
  expect(judgement.fix).toEqual(expect.any(String));
}

export function expectUnknown(judgement: Judgement, message: string, more: Partial<Judgement> = {}): void {
  expect(judgement).toMatchObject({ status: "unknown", message: expect.stringContaining(message), ...more });
}
