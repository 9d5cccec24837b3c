import type { Control, Judgement } from "../controls/index.ts";
import { type Evidence, sameName } from "../evidence/index.ts";
import type { Declared } from "./declared.ts";

/**
 * The judgement of what is missing, where the stack declares it: the fleet is right, and a deployment is due. A judgement
 * about a resource that is there stays as it is.
 *
 * @param types that the control judges
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
  return {
    ...judgement,
    message: `declared, not deployed: ${judgement.message}`,
    fix: `csp-baseline deploy --only ${evidence.subscriptionId}`,
  };
}

function isThere({ resources }: Evidence, type: string, name: string): boolean {
  return resources.some((one) => {
    return sameName(one.type, type) && typeof one.name === "string" && sameName(one.name, name);
  });
}

/** The types that a control of the project judges; none of a control that an app brings. */
export function judgedTypesOf(control: Control): readonly string[] {
  return "judges" in control ? Object.keys(Object(control.judges)) : [];
}
