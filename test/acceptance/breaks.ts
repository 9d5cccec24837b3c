import type { Client } from "../sandbox/client.ts";

/** A resource as the sandbox answers for it. */
// biome-ignore lint/suspicious/noExplicitAny: breaks change real bodies at will, by their keys.
type Body = any;

/** One way in which a baseline breaks out of band. */
export interface Break {
  readonly name: string;
  /** The resource's path below the subscription, with its API version. */
  readonly path: string;
  /** Changes the body; undefined: the resource is deleted. */
  readonly change?: (body: Body) => void;
}

const CONTACT = "providers/Microsoft.Security/securityContacts/default@2023-12-01-preview";
const BUDGET = "providers/Microsoft.Consumption/budgets/csp-baseline-monthly@2023-05-01";
const ANOMALY = "providers/Microsoft.CostManagement/scheduledActions/csp-baseline-cost-anomaly@2023-08-01";
const GROUP = "resourceGroups/rg-csp-baseline";
const ALERTS = `${GROUP}/providers/Microsoft.Insights/activityLogAlerts`;
const HEALTH = `${ALERTS}/csp-baseline-service-health@2020-10-01`;

/** Ten ways. */
export const BREAKS: readonly Break[] = [
  {
    name: "emptied contact",
    path: CONTACT,
    change: ({ properties }) => {
      properties.emails = "";
    },
  },
  {
    name: "disabled alert",
    path: `${ALERTS}/csp-baseline-resource-health@2020-10-01`,
    change: ({ properties }) => {
      properties.enabled = false;
    },
  },
  { name: "deleted budget", path: BUDGET },
  {
    name: "raised amount",
    path: BUDGET,
    change: ({ properties }) => {
      properties.amount = 99_999;
    },
  },
  { name: "deleted resource group", path: `${GROUP}@2021-04-01` },
  {
    name: "lowered severity",
    path: CONTACT,
    change: ({ properties }) => {
      for (const source of properties.notificationsSources)
        if (source.sourceType === "Alert") source.minimalSeverity = "High";
    },
  },
  {
    name: "removed receiver",
    path: `${GROUP}/providers/Microsoft.Insights/actionGroups/ag-csp-baseline@2023-01-01`,
    change: ({ properties }) => {
      properties.emailReceivers = [];
      properties.webhookReceivers = [];
    },
  },
  {
    name: "narrowed alert",
    path: HEALTH,
    change: ({ properties }) => {
      properties.condition.allOf.push({
        field: "properties.impactedServices[*].ServiceName",
        containsAny: ["Virtual Machines"],
      });
    },
  },
  { name: "deleted anomaly alert", path: ANOMALY },
  {
    name: "roles off",
    path: CONTACT,
    change: ({ properties }) => {
      properties.notificationsByRole.state = "Off";
    },
  },
];

/** Breaks a subscription in one way, as another identity than the one that deployed. */
export async function breakIn(
  client: Client,
  subscriptionId: string,
  tenant: string,
  { change, path }: Break,
): Promise<void> {
  const token = await client.token(tenant);
  const at = `/subscriptions/${subscriptionId}/${path}`;
  if (change === undefined) {
    const { status } = await client.arm(`DELETE ${at}`, { token });
    if (status >= 300) throw new Error(`DELETE ${at}: ${status}`);
    return;
  }
  const { body, status } = await client.arm(`GET ${at}`, { token });
  if (status !== 200) throw new Error(`GET ${at}: ${status}`);
  const changed: Body = structuredClone(body);
  change(changed);
  const put = await client.arm(`PUT ${at}`, { token, body: changed });
  if (put.status >= 300) throw new Error(`PUT ${at}: ${put.status} ${JSON.stringify(put.body)}`);
}
