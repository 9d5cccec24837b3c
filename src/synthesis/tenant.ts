import { judgeTenant } from "../controls/index.ts";
import { STACK_CONTROL } from "../controls/stack-control.ts";
import { type Evidence, readStack } from "../evidence/index.ts";
import type { DeclaredBlock } from "../evidence/terraform/configuration.ts";
import { type Finding, tenantFindingOf } from "../findings/index.ts";
import type { Fleet, Tenant } from "../fleet/index.ts";
import { buildTenantStacks } from "./build-stacks.ts";
import type { BuildResult } from "./gate.ts";
import type { Complaint } from "./limits/complaint.ts";
import { type OwningFleet, ownerOfTenant } from "./limits/owner.ts";
import type { ManifestEntry } from "./manifest.ts";
import { isOpen } from "./part.ts";
import { stackComplaints } from "./stack-complaints.ts";
import type { SynthesizedStack } from "./synthesized-stack.ts";

/** What became of a tenant. */
export interface TenantResult {
  /** All of them, in whatever status. */
  readonly findings: readonly Finding[];
  /** Of its stack, and where that is to be in the manifest; only when nothing is open. */
  readonly text?: string;
  readonly entry?: ManifestEntry;
}

/**
 * Builds the stack of a tenant and judges it by what it resolves to.
 * @param staging where the engine may believe that it writes: a folder that exists
 */
export function synthesizeTenant(staging: string, tenant: Tenant, fleet: Fleet): TenantResult {
  const built = buildTenantStacks(staging, tenant, fleet);
  const findings = judgeTenantStack(fleet, tenant, built);
  const [stack] = "stacks" in built ? built.stacks : [];
  if (stack === undefined || findings.some(isOpen)) return { findings };
  const { annotations, id, path, text } = stack;
  return { findings, text, entry: { id, constructPath: path, annotations } };
}

/** @returns a finding for every control of a tenant, and one for each thing wrong with its stack */
export function judgeTenantStack(fleet: OwningFleet, tenant: Tenant, built: BuildResult): Finding[] {
  if ("failure" in built) return [stackFinding(tenant, { message: built.failure, fix: "Correct the fleet" })];
  const [stack, ...more] = built.stacks;
  const naming = { message: `there must be one stack of it, named ${tenant.id}`, fix: "Build just that" };
  if (stack === undefined || stack.id !== tenant.id || more.length > 0) return [stackFinding(tenant, naming)];
  return [
    ...complaints(fleet, tenant, stack).map((complaint) => stackFinding(tenant, complaint)),
    ...judgeTenant(tenantEvidence(tenant, stack.json), tenant).map(({ control, judgement }) =>
      tenantFindingOf(tenant, control, judgement),
    ),
  ];
}

/** What a tenant's stack declares. */
function tenantEvidence({ subscription: { id } }: Tenant, json: unknown): Evidence {
  return readStack(json).subscriptions.get(id) ?? { source: "stack", subscriptionId: id, resources: [] };
}

/** Whether a resource is an export of the tenant's logs, by azurerm or by azapi. */
function isExport({ body, type }: DeclaredBlock): boolean {
  if (type === "azurerm_monitor_aad_diagnostic_setting") return true;
  const armType = body["type"];
  return type === "azapi_resource" && typeof armType === "string" && EXPORT.test(armType);
}

const EXPORT = /^microsoft\.aadiam\/diagnosticsettings@/i;

function complaints(fleet: OwningFleet, tenant: Tenant, stack: SynthesizedStack): Complaint[] {
  const evidence = readStack(stack.json);
  // The export is of the tenant that the provider signs in to, so the environment may not choose it.
  const silent = evidence.configuration.providers.filter(({ body }) => (body["tenant_id"] ?? null) === null);
  const foreign = evidence.configuration.resources.filter((block) => !isExport(block));
  return [
    ...stackComplaints(ownerOfTenant(fleet, tenant), stack, evidence),
    ...silent.map(({ name }) => ({
      message: `provider ${name} does not say which tenant it signs in to`,
      fix: "Set tenant_id of the provider to the customer's own",
    })),
    ...foreign.map(({ type }) => ({
      message: `${type} is no resource of a tenant`,
      fix: "Declare it in the stack of a subscription",
    })),
  ];
}

function stackFinding(tenant: Tenant, { fix, message, resource }: Complaint): Finding {
  return tenantFindingOf(tenant, STACK_CONTROL, {
    status: "fail",
    message: `the stack of the customer's tenant: ${message}`,
    fix,
    ...(resource === undefined ? {} : { resource }),
  });
}
