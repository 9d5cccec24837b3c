import { BUILT_IN_POLICIES, type BuiltInPolicy } from "../../constructs/built-in-policies.ts";
import { type ArmResource, type Cursor, describe, type Evidence, read, sameName } from "../evidence/index.ts";
import { comparableId, isAtSubscription, subscriptionScope, textEquals } from "./arm.ts";
import { findCertain, resourcesSeen } from "./cannot-tell.ts";
import { allOf, type Criterion } from "./criteria.ts";
import { ownControl } from "./own-control.ts";
import { lacks } from "./words.ts";

const POLICY_ASSIGNMENTS = "Microsoft.Authorization/policyAssignments";
const BUILT_IN = "/providers/Microsoft.Authorization/policyDefinitions/";

export const policyAssignments = ownControl({
  id: "policy-assignments",
  title: "The customer's own portal shows a missing contact or alert",
  severity: "low",
  required: false,
  why:
    "Azure's own audit policies show compliance with this baseline in the customer's compliance view, " +
    "including changes between two audits.",
  judgedBy: [
    `These built-in policies are assigned at the subscription itself: ${BUILT_IN_POLICIES.map(({ id, name }) => `*${name}* (\`${id}\`)`).join(", ")}. An assignment above the subscription does not count.`,
    "The assignment is enforced (enforcementMode Default), does not exclude the subscription, and its effect is not Disabled.",
  ],
  satisfies: [],
  cannotSatisfy: [],
  words: lacks("policy assignments"),
  judges: { [POLICY_ASSIGNMENTS]: "the policy assignment" },
  guide: {
    baseline: "policyAssignments: true",
    construct: "PolicyAssignments",
    hints: [
      "The deploying identity needs Security Admin or Resource Policy Contributor: Contributor cannot assign policies. See [Access](../access.md#minimum-roles).",
    ],
  },
  enabled: ({ policyAssignments: wanted }) => wanted,
  check: (evidence) => {
    const assignments = resourcesSeen(evidence, POLICY_ASSIGNMENTS);
    return allOf({
      criteria: BUILT_IN_POLICIES.map((policy) => assigned(evidence, assignments, policy)),
      success: "Azure's audit policies are assigned",
    });
  },
});

function assigned(evidence: Evidence, assignments: readonly ArmResource[], policy: BuiltInPolicy): Criterion {
  return () => {
    const ofPolicy = (assignment: ArmResource) => {
      const definition = read(assignment).get("properties").get("policyDefinitionId").text() ?? "";
      const here = isAtSubscription(
        read(assignment).get("id").text() ?? "",
        evidence.subscriptionId,
        POLICY_ASSIGNMENTS,
      );
      return here && sameName(definition, `${BUILT_IN}${policy.id}`);
    };
    const inForce = (assignment: ArmResource) =>
      isInForce(read(assignment).get("properties"), evidence.subscriptionId);
    if (findCertain(assignments, (one) => ofPolicy(one) && inForce(one)) !== undefined) return undefined;
    const idle = findCertain(assignments, ofPolicy);
    const about = { parameter: ["policyAssignments"], fix: `assign the policy "${policy.name}"` };
    if (idle === undefined) return { ...about, message: `the policy "${policy.name}" is not assigned` };
    const message = `the policy "${policy.name}" is assigned but not in force`;
    return { ...about, message, resource: describe(idle), path: "properties" };
  };
}

function isInForce(properties: Cursor, subscriptionId: string): boolean {
  const enforced = properties.get("enforcementMode");
  if (enforced.exists() && !textEquals(enforced, "Default")) return false;
  if (textEquals(properties.get("parameters").get("effect").get("value"), "Disabled")) return false;
  const excluded = properties.get("notScopes").texts();
  return !excluded.some((scope) => comparableId(scope) === subscriptionScope(subscriptionId));
}
