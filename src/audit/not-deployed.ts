import type { Control, Judgement } from "../controls/index.ts";
import { type Evidence, sameName } from "../evidence/index.ts";
import type { Declared } from "./declared.ts";

/**
 * Adjusts the judgement of a missing resource that the stack declares: the fleet is correct, and a deployment is due. A
 * judgement about an existing resource is not changed.
 *
 * @param types the types that the control judges
 */
export function sayNotDeployed(
  judgement: Judgement,
  types: readonly string[],
  evidence: Evidence,
  declared: Declared | undefined,
): Judgement {
  if (judgement.status !== "fail" || judgement.resource !== undefined || declared === undefined)
    return judgement;
  const missing = types.flatMap((type) => declared.namesOf(type).map((name) => ({ type, name })));
  const isDue = missing.some(({ name, type }) => !isThere(evidence, type, name));
  if (!isDue) return judgement;
  const id = evidence.subscriptionId;
  return {
    ...judgement,
    message: `declared, not deployed: ${judgement.message}`,
    fix: `csp-baseline plan --only ${id} && csp-baseline deploy --only ${id}`,
  };
}

function isThere({ resources }: Evidence, type: string, name: string): boolean {
  return resources.some((one) => {
    return sameName(one.type, type) && typeof one.name === "string" && sameName(one.name, name);
  });
}

/** Returns the types that a built-in control judges; none for a custom control. */
export function judgedTypesOf(control: Control): readonly string[] {
  return "judges" in control ? Object.keys(Object(control.judges)) : [];
}
