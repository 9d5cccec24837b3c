import { azureFailure } from "../../../azure/failure.ts";
import { listArm, newAssignments } from "../azure-state.ts";
import type { RoleAssignment } from "../report.ts";
import { type Measure, type MeasureContext, MeasureError, outcomeOf, type Plan } from "./measure.ts";

const VERSION = "api-version=2022-04-01";

/** Removes role assignments that were created since the incident began; undoing it creates them again. */
export const removeAssignments: Measure = {
  plan: async (context): Promise<Plan> => {
    const { connections, incident, only, subject } = context;
    const arm = await connections.arm(subject);
    const path = `/subscriptions/${subject.subscriptionId}/providers/Microsoft.Authorization/roleAssignments?${VERSION}`;
    const { items } = await listArm(arm, path);
    const all = newAssignments(items, subject.subscriptionId, new Date(incident.since));
    const chosen = all.filter(isChosen(only));
    requireKnown(only, all);
    const lines = [
      ...chosen.map((one) => `removed: ${describe(one)}`),
      ...all.filter((one) => !chosen.includes(one)).map((one) => `not affected: ${describe(one)}`),
    ];
    if (chosen.length === 0)
      return { lines: [...lines, `no role assignment was made here since ${incident.since}`] };
    return {
      lines,
      run: async () => {
        const removed: RoleAssignment[] = [];
        const details: string[] = [];
        for (const one of chosen) {
          try {
            await arm.send({ method: "DELETE", path: `${one.id}?${VERSION}` });
            removed.push(one);
            details.push(`removed ${describe(one)}`);
          } catch (error) {
            details.push(`not removed ${describe(one)}: ${azureFailure(error).message}`);
          }
        }
        return { ...outcomeOf(details, removed.length, chosen.length - removed.length), removed };
      },
    };
  },
  undo: async ({ connections, incident, only, subject }: MeasureContext): Promise<Plan> => {
    const removed = stillRemoved(incident.actions);
    const chosen = removed.filter(isChosen(only));
    requireKnown(only, removed);
    if (chosen.length === 0) return { lines: ["no role assignment was removed by this incident's record"] };
    const arm = await connections.arm(subject);
    return {
      lines: chosen.map((one) => `made again: ${describe(one)}`),
      run: async () => {
        const details: string[] = [];
        const made: RoleAssignment[] = [];
        for (const one of chosen) {
          const { principalId, principalType, roleDefinitionId } = one;
          const properties = {
            principalId,
            roleDefinitionId,
            ...(principalType === null ? {} : { principalType }),
          };
          try {
            await arm.send({ method: "PUT", path: `${one.id}?${VERSION}`, body: { properties } });
            made.push(one);
            details.push(`made again ${describe(one)}`);
          } catch (error) {
            details.push(`not made again ${describe(one)}: ${azureFailure(error).message}`);
          }
        }
        return { ...outcomeOf(details, made.length, chosen.length - made.length), removed: made };
      },
    };
  },
};

/** Assignments that were removed and not created again. */
function stillRemoved(actions: MeasureContext["incident"]["actions"]): RoleAssignment[] {
  const found = new Map<string, RoleAssignment>();
  for (const { removed, undo } of actions) {
    for (const one of removed) {
      if (undo) found.delete(one.id.toLowerCase());
      else found.set(one.id.toLowerCase(), one);
    }
  }
  return [...found.values()];
}

function isChosen(only: readonly string[] | undefined) {
  return ({ id }: RoleAssignment) =>
    only === undefined || only.some((one) => one.toLowerCase() === id.toLowerCase());
}

function requireKnown(only: readonly string[] | undefined, all: readonly RoleAssignment[]): void {
  const unknown = only?.find((one) => !all.some(({ id }) => id.toLowerCase() === one.toLowerCase()));
  if (unknown !== undefined) throw new MeasureError(`${unknown} is none of the incident's role assignments`);
}

function describe({ createdOn, principalId, principalType, role, scope }: RoleAssignment): string {
  return `${role} of ${principalType ?? "principal"} ${principalId} on ${scope}, made ${createdOn ?? "at an unknown time"}`;
}
