import { textMember } from "../../../text/json.ts";
import { listArm } from "../azure-state.ts";
import type { Measure, MeasureContext } from "./measure.ts";

const VERSION = "api-version=2020-05-01";
const NAME = "csp-baseline-incident";

function path({ subject }: MeasureContext, name = ""): string {
  return `/subscriptions/${subject.subscriptionId}/providers/Microsoft.Authorization/locks${name}?${VERSION}`;
}

/**
 * Locks the subscription against writes and deletions through ARM, to keep evidence. Running machines continue, and
 * role assignments cannot be removed under the lock.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
 */
export const lock: Measure = {
  plan: async (context) => {
    const arm = await context.connections.arm(context.subject);
    const there = await listArm(arm, path(context));
    const lines = [
      `locked: ${context.subject.name}, ReadOnly, by the lock ${NAME}`,
      "running machines continue and cost money; deployments of the baseline and removals of role assignments fail under the lock",
    ];
    if (there.items.some((one) => textMember(one, "name") === NAME))
      return { lines: [...lines, "it is already locked"] };
    return {
      lines,
      run: async () => {
        const properties = { level: "ReadOnly", notes: "A security incident is being looked into." };
        await arm.send({ method: "PUT", path: path(context, `/${NAME}`), body: { properties } });
        return { outcome: "done", details: [`lock ${NAME} (ReadOnly) on the subscription`] };
      },
    };
  },
  undo: async (context) => {
    const arm = await context.connections.arm(context.subject);
    const there = await listArm(arm, path(context));
    if (!there.items.some((one) => textMember(one, "name") === NAME))
      return { lines: [`the lock ${NAME} does not exist`] };
    return {
      lines: [`removed: the lock ${NAME} of ${context.subject.name}`],
      run: async () => {
        await arm.send({ method: "DELETE", path: path(context, `/${NAME}`) });
        return { outcome: "done", details: [`lock ${NAME} removed`] };
      },
    };
  },
};
