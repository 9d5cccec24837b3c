import { azureFailure } from "../../../azure/failure.ts";
import { getAlert, resolveAlert } from "../../graph/alerts.ts";
import { type Measure, MeasureError, outcomeOf } from "./measure.ts";

/** Reports the classification of every alert of the incident to Microsoft. */
export const resolve: Measure = {
  plan: async ({ connections, fleet, incident, reason }) => {
    if (reason === undefined) throw new MeasureError("resolve needs --reason legitimate, fraud or ignore");
    const graph = await connections.graph(fleet.partner.tenantId);
    const all = await Promise.all(incident.alerts.map(({ id }) => getAlert(graph, id)));
    const open = all.filter(({ status }) => status !== "resolved");
    const lines = all.map(({ alertType, id, resolvedReason, status }) =>
      status === "resolved"
        ? `resolved already, ${resolvedReason ?? "without a reason"}: ${alertType} ${id}`
        : `resolved as ${reason}: ${alertType} ${id}`,
    );
    if (open.length === 0) return { lines: [...lines, "this incident has no open alert"] };
    return {
      lines: [...lines, "this cannot be undone"],
      run: async () => {
        const details: string[] = [];
        let failed = 0;
        for (const { alertType, id } of open) {
          try {
            await resolveAlert(graph, id, reason);
            details.push(`${alertType} ${id} resolved as ${reason}`);
          } catch (error) {
            failed += 1;
            details.push(`${alertType} ${id} not resolved: ${azureFailure(error).message}`);
          }
        }
        return outcomeOf(details, open.length - failed, failed);
      },
    };
  },
};
