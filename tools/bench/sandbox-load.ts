/**
 * Sends requests like azurerm and azapi, over TLS on persistent connections, one at a time on each. Prints the result as
 * JSON.
 *
 * Usage: node sandbox-load.js PORT REQUESTS CONNECTIONS
 */
import { Agent, type RequestOptions, request } from "node:https";
import { text } from "node:stream/consumers";

const [port = 0, total = 0, connections = 0] = process.argv.slice(2).map(Number);
const SUBSCRIPTIONS = 50;
// This program has just created the server's certificate.
const agent = new Agent({ keepAlive: true, maxSockets: connections, rejectUnauthorized: false });

interface Ask extends RequestOptions {
  readonly body?: string;
}

function ask({ body = "", ...options }: Ask): Promise<{ readonly status: number; readonly answer: string }> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, agent, ...options }, (response) => {
      text(response).then((answer) => resolve({ status: response.statusCode ?? 0, answer }), reject);
    })
      .on("error", reject)
      .end(body);
  });
}

async function signIn(): Promise<string> {
  const form = new URLSearchParams({
    grant_type: "client_credentials",
    scope: `https://127.0.0.1:${port}/.default`,
    client_id: "00000000-0000-0000-0000-00000000d001",
    client_secret: "any",
  });
  const { answer } = await ask({
    method: "POST",
    path: "/11111111-1111-1111-1111-111111111111/oauth2/v2.0/token",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: `${form}`,
  });
  return /"access_token":"([^"]+)"/.exec(answer)?.[1] ?? "none";
}

/** Returns requests like those of a plan and an apply: mostly reads of single resources, some lists, one write in ten. */
function requests(token: string): Ask[] {
  const headers = { Authorization: `Bearer ${token}` };
  const alert = { enabled: true, operator: "GreaterThanOrEqualTo", threshold: 80, thresholdType: "Actual" };
  const notifications = { Actual_80: { ...alert, contactEmails: ["finops@fabrikam.example"] } };
  const timePeriod = { startDate: `${new Date().toISOString().slice(0, 7)}-01T00:00:00Z` };
  const properties = { amount: 1000, category: "Cost", timeGrain: "Monthly", timePeriod, notifications };
  const body = JSON.stringify({ name: "monthly", properties });
  return Array.from({ length: SUBSCRIPTIONS }, (_, index) => {
    const scope = `/subscriptions/00000000-0000-0000-0000-${String(index).padStart(12, "0")}`;
    const budgets = `${scope}/providers/Microsoft.Consumption/budgets`;
    const read = { path: `${budgets}/monthly?api-version=2023-05-01`, headers };
    const list = { path: `${budgets}?api-version=2023-05-01`, headers };
    const write = {
      ...read,
      method: "PUT",
      headers: { ...headers, "Content-Type": "application/json" },
      body,
    };
    return [write, read, read, list, read, read, read, list, read, read];
  }).flat();
}

const all = requests(await signIn());
// Creates the resources that are read later.
for (const one of all) if (one.method === "PUT") await ask(one);
let sent = 0;
let refused = 0;
async function lane(): Promise<void> {
  for (let next = all[sent % all.length]; next !== undefined && sent < total; next = all[sent % all.length]) {
    sent += 1;
    const { status } = await ask(next);
    if (status < 200 || status > 209) refused += 1;
  }
}
const start = performance.now();
await Promise.all(Array.from({ length: connections }, lane));
const seconds = (performance.now() - start) / 1000;
agent.destroy();
console.log(JSON.stringify({ seconds, refused }));
