import { azureFailure } from "../../../azure/failure.ts";
import { listArm, runningDeployments } from "../azure-state.ts";
import { type Measure, MeasureError, outcomeOf, type Plan } from "./measure.ts";

const VERSION = "api-version=2021-04-01";

/** Cancels running deployments. Resources that they already created stay. */
export const cancelDeployments: Measure = {
  plan: async ({ connections, only, subject }): Promise<Plan> => {
    const arm = await connections.arm(subject);
    const path = `/subscriptions/${subject.subscriptionId}/providers/Microsoft.Resources/deployments?${VERSION}`;
    const { items } = await listArm(arm, path);
    const all = runningDeployments(items);
    const isMeant = (id: string) =>
      only === undefined || only.some((one) => one.toLowerCase() === id.toLowerCase());
    const unknown = only?.find((one) => !all.some(({ id }) => id.toLowerCase() === one.toLowerCase()));
    if (unknown !== undefined) throw new MeasureError(`${unknown} is not a running deployment`);
    const chosen = all.filter(({ id }) => isMeant(id));
    if (chosen.length === 0) return { lines: ["no deployment is running"] };
    return {
      lines: [
        ...chosen.map(({ id }) => `cancelled: ${id}`),
        "existing resources stay; this cannot be undone",
      ],
      run: async () => {
        const details: string[] = [];
        let failed = 0;
        for (const { id } of chosen) {
          try {
            await arm.send({ method: "POST", path: `${id}/cancel?${VERSION}` });
            details.push(`cancelled ${id}`);
          } catch (error) {
            failed += 1;
            details.push(`not cancelled ${id}: ${azureFailure(error).message}`);
          }
        }
        return outcomeOf(details, chosen.length - failed, failed);
      },
    };
  },
};
