import { type Send, sender } from "../../src/azure/send.ts";
import { Mask, type Recording, startRecorder } from "../../src/pilot/index.ts";
import { DEPLOYER_CLIENT_ID } from "../../src/sandbox/index.ts";
import { actionGroup, alert, anomaly, budget, contact } from "../sandbox/bodies.ts";
import { type Client, NOW, SCOPE, SUBSCRIPTION, startedClient } from "../sandbox/client.ts";
import { type Change, startDifferingAzure } from "./differing-azure.ts";

const GROUP = `${SCOPE}/resourceGroups/rg-csp-baseline`;
const MONITOR = `${GROUP}/providers/Microsoft.Insights`;
const CONTACTS = `${SCOPE}/providers/Microsoft.Security/securityContacts`;
const BUDGET = `${SCOPE}/providers/Microsoft.Consumption/budgets/csp-baseline-monthly?api-version=2023-05-01`;
const ANOMALY = `${SCOPE}/providers/Microsoft.CostManagement/scheduledActions/csp-baseline-cost-anomaly?api-version=2023-08-01`;

/** The requests of a small pilot: every kind of resource written and read. */
const TRAFFIC: readonly [method: "GET" | "PUT", path: string, body?: unknown][] = [
  ["GET", `${SCOPE}?api-version=2022-12-01`],
  ["GET", `${CONTACTS}/default?api-version=2023-12-01-preview`],
  [
    "PUT",
    `${GROUP}?api-version=2024-03-01`,
    { location: "westeurope", tags: { "managed-by": "csp-baseline" } },
  ],
  ["PUT", `${MONITOR}/actionGroups/ag-csp-baseline?api-version=2023-01-01`, actionGroup()],
  ["GET", `${MONITOR}/actionGroups/ag-csp-baseline?api-version=2023-01-01`],
  ["GET", BUDGET],
  ["PUT", BUDGET, budget()],
  ["GET", BUDGET],
  ["PUT", `${MONITOR}/activityLogAlerts/csp-baseline-service-health?api-version=2020-10-01`, alert()],
  ["PUT", `${MONITOR}/activityLogAlerts/csp-baseline-resource-health?api-version=2020-10-01`, alert()],
  ["GET", `${MONITOR}/activityLogAlerts/csp-baseline-service-health?api-version=2020-10-01`],
  ["GET", `${SCOPE}/providers/Microsoft.Insights/activityLogAlerts?api-version=2020-10-01`],
  ["PUT", ANOMALY, anomaly()],
  ["GET", ANOMALY],
  ["PUT", `${CONTACTS}/default?api-version=2023-12-01-preview`, contact()],
  ["GET", `${CONTACTS}?api-version=2023-12-01-preview`],
  ["GET", `${CONTACTS}?api-version=2023-12-01-preview`],
  ["GET", `${CONTACTS}?api-version=2023-12-01-preview`],
  ["GET", `${CONTACTS}/default?api-version=2023-12-01-preview`],
  ["GET", `${CONTACTS}/default?api-version=2020-01-01-preview`],
  ["GET", `${CONTACTS}/default?api-version=2017-08-01-preview`],
];

/** Records the traffic between the recorder's endpoint and an Azure that differs in these ways from a sandbox. */
export async function recordedTraffic(
  changes: readonly Change[],
  prepare: (client: Client) => Promise<unknown> = async () => {},
): Promise<Recording> {
  const client = await startedClient();
  await prepare(client);
  const azure = await startDifferingAzure(client.sandbox, changes);
  const recorder = await startRecorder({
    upstream: { arm: azure.origin, graph: azure.origin, partnerCenter: azure.origin },
    certificateAuthority: azure.certificate,
    now: () => NOW,
  });
  try {
    const { tenantId } = client.sandbox;
    const token = await client.token(tenantId, DEPLOYER_CLIENT_ID);
    const send = await sender({ certificateAuthority: recorder.certificate, retries: 0 });
    recorder.begin("deploy");
    for (const [method, path, body] of TRAFFIC)
      await sendOne(send, recorder.origins.arm, token, method, path, body);
    const mask = new Mask({
      tenants: [tenantId],
      subscriptions: [SUBSCRIPTION],
      names: [],
      secrets: [token],
    });
    const recording: Recording = {
      schema: "csp-baseline/pilot/v1",
      product: "0.1.0",
      recordedAt: NOW.toISOString(),
      access: "customer-app",
      provider: "azurerm",
      partnerTenant: mask.text(tenantId),
      customerTenant: mask.text(tenantId),
      subscription: mask.text(SUBSCRIPTION),
      notRecorded: [],
      steps: [],
      exchanges: [...mask.exchanges(recorder.exchanges)],
    };
    mask.check(JSON.stringify(recording));
    return recording;
  } finally {
    await recorder.close();
    await azure.close();
  }
}

async function sendOne(
  send: Send,
  origin: string,
  token: string,
  method: "GET" | "PUT",
  path: string,
  body: unknown,
): Promise<void> {
  await send({
    method,
    url: `${origin}${path}`,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
