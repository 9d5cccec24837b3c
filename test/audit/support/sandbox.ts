import { request } from "node:https";
import type { TokenCredential } from "@azure/identity";
import { afterAll } from "vitest";
import type { AccessAudit } from "../../../src/audit/access/index.ts";
import { type AuditResult, auditAzure } from "../../../src/audit/audit.ts";
import { type AzureSourceKind, azureSources, signIns } from "../../../src/audit/azure-sources.ts";
import { DeclaredStacks } from "../../../src/audit/declared.ts";
import { AuditJudge } from "../../../src/audit/judge.ts";
import type { TenantAudit } from "../../../src/audit/tenant-audit.ts";
import { endpointsOf } from "../../../src/azure/endpoints.ts";
import { JUDGED_TYPES } from "../../../src/evidence/arm/index.ts";
import type { Evidence } from "../../../src/evidence/index.ts";
import type { Finding } from "../../../src/findings/index.ts";
import type { Fleet } from "../../../src/fleet/index.ts";
import { type KnownSubscription, type Sandbox, startSandbox } from "../../../src/sandbox/index.ts";
import { TODAY } from "../../support/fleet.ts";

const running: Sandbox[] = [];
afterAll(async () => {
  for (const sandbox of running.splice(0)) await sandbox.close();
});

const NOW = new Date("2026-11-24T12:00:00Z");

/** A sandbox with only these subscriptions, at noon of the tests' day. */
export async function sandboxWith(
  fleet: Fleet,
  subscriptions: readonly KnownSubscription[],
): Promise<Sandbox> {
  const sandbox = await startSandbox({
    now: () => NOW,
    directory: { defaultTenantId: fleet.partner.tenantId, subscriptions },
  });
  running.push(sandbox);
  return sandbox;
}

interface Sent {
  readonly status: number;
  readonly body: string;
}

function send(
  sandbox: Sandbox,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const options = { method, headers, ca: sandbox.certificate };
    const sent = request(`${sandbox.origin}${path}`, options, (response) => {
      const pieces: Buffer[] = [];
      response.on("data", (piece: Buffer) => pieces.push(piece));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(pieces).toString() }),
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Signs in to the sandbox as the deployer, in any requested tenant. */
export function credentialOf(sandbox: Sandbox): TokenCredential {
  return {
    getToken: async (_scopes, options) => {
      const form = new URLSearchParams({
        grant_type: "client_credentials",
        client_id: "00000000-0000-0000-0000-00000000d001",
        client_secret: "sandbox",
        scope: `${sandbox.origin}/.default`,
      });
      const tenant = options?.tenantId ?? sandbox.tenantId;
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const { body } = await send(sandbox, "POST", `/${tenant}/oauth2/v2.0/token`, headers, String(form));
      // Valid until after the test, independent of the sandbox's clock.
      return { token: String(JSON.parse(body).access_token), expiresOnTimestamp: Date.now() + 3_600_000 };
    },
  };
}

/** Creates the resources of the evidence, in their subscription. */
export async function deploy(sandbox: Sandbox, { resources, subscriptionId }: Evidence): Promise<void> {
  const token = await credentialOf(sandbox).getToken("");
  const headers = { authorization: `Bearer ${token?.token}`, "content-type": "application/json" };
  const put = async (id: string, version: string, body: object) => {
    const sent = await send(sandbox, "PUT", `${id}?api-version=${version}`, headers, JSON.stringify(body));
    if (sent.status >= 300) throw new Error(`${id}: ${sent.status} ${sent.body}`);
  };
  const tags = { "managed-by": "csp-baseline" };
  await put(`/subscriptions/${subscriptionId}/resourceGroups/rg-csp-baseline`, "2023-07-01", {
    location: "westeurope",
    tags,
  });
  for (const { id, kind, properties, type } of resources) {
    const version = JUDGED_TYPES.find((judged) => judged.type === type)?.apiVersion ?? "";
    const inGroup = String(id).includes("/resourceGroups/");
    const more = inGroup ? { location: "global" } : {};
    await put(String(id), version, { properties, ...more, ...(kind ? { kind } : {}) });
  }
}

export interface Audited extends AuditResult {
  readonly findings: readonly Finding[];
}

/** Audits the whole fleet in the sandbox. */
export async function auditIn(
  sandbox: Sandbox,
  fleet: Fleet,
  kinds: readonly AzureSourceKind[] = ["arm", "graph"],
  access?: AccessAudit,
  tenants?: TenantAudit,
): Promise<Audited> {
  const endpoints = endpointsOf({
    CSP_BASELINE_ARM_ENDPOINT: sandbox.origin,
    CSP_BASELINE_PARTNER_CENTER_ENDPOINT: sandbox.origin,
  });
  const all = await signIns(fleet, {
    endpoints,
    env: {},
    credential: credentialOf(sandbox),
    certificateAuthority: sandbox.certificate,
  });
  const findings: Finding[] = [];
  const result = await auditAzure(fleet, {
    signIns: all,
    sources: azureSources(all, kinds),
    subscriptions: fleet.subscriptions,
    isWanted: () => true,
    ...(access === undefined ? {} : { access }),
    ...(tenants === undefined ? {} : { tenants }),
    judge: new AuditJudge({ today: TODAY, declared: new DeclaredStacks(fleet, undefined) }),
    onFindings: (some) => findings.push(...some),
  });
  return { ...result, findings };
}
