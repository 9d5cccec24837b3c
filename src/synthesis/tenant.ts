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

/** The result of a tenant. */
export interface TenantResult {
  /** All findings, in any status. */
  readonly findings: readonly Finding[];
  /** The text of its stack, with the entry in the manifest; only when no finding is open. */
  readonly text?: string;
  readonly entry?: ManifestEntry;
}

/**
 * Builds the stack of a tenant and judges it by its resolved content.
 * @param staging an existing folder that the engine uses as its output folder
 */
export function synthesizeTenant(staging: string, tenant: Tenant, fleet: Fleet): TenantResult {
  const built = buildTenantStacks(staging, tenant, fleet);
  const findings = judgeTenantStack(fleet, tenant, built);
  const [stack] = "stacks" in built ? built.stacks : [];
  if (stack === undefined || findings.some(isOpen)) return { findings };
  const { annotations, id, path, text } = stack;
  return { findings, text, entry: { id, constructPath: path, annotations } };
}

/** @returns a finding for every control of a tenant, and one for each problem with its stack */
export function judgeTenantStack(fleet: OwningFleet, tenant: Tenant, built: BuildResult): Finding[] {
  if ("failure" in built) return [stackFinding(tenant, { message: built.failure, fix: "Correct the fleet" })];
  const [stack, ...more] = built.stacks;
  const naming = {
    message: `the tenant must have one stack, named ${tenant.id}`,
    fix: "Build only this stack",
  };
  if (stack === undefined || stack.id !== tenant.id || more.length > 0) return [stackFinding(tenant, naming)];
  return [
    ...complaints(fleet, tenant, stack).map((complaint) => stackFinding(tenant, complaint)),
    ...judgeTenant(tenantEvidence(tenant, stack.json), tenant).map(({ control, judgement }) =>
      tenantFindingOf(tenant, control, judgement),
    ),
  ];
}

/** Returns the evidence in a tenant's stack. */
function tenantEvidence({ subscription: { id } }: Tenant, json: unknown): Evidence {
  return readStack(json).subscriptions.get(id) ?? { source: "stack", subscriptionId: id, resources: [] };
}

/** Whether a resource is one of a tenant: an export of its logs, by azurerm or by azapi, or its Service Health alert. */
function isOfTenant({ body, type }: DeclaredBlock): boolean {
  if (type === "azurerm_monitor_aad_diagnostic_setting") return true;
  const armType = body["type"];
  return type === "azapi_resource" && typeof armType === "string" && OF_TENANT.test(armType);
}

const OF_TENANT = /^microsoft\.(?:aadiam\/diagnosticsettings|alertsmanagement\/tenantactivitylogalerts)@/i;

function complaints(fleet: OwningFleet, tenant: Tenant, stack: SynthesizedStack): Complaint[] {
  const evidence = readStack(stack.json);
  // The resources belong to the tenant of the provider's sign-in, so the environment must not choose it.
  const silent = evidence.configuration.providers.filter(({ body }) => (body["tenant_id"] ?? null) === null);
  const foreign = evidence.configuration.resources.filter((block) => !isOfTenant(block));
  return [
    ...stackComplaints(ownerOfTenant(fleet, tenant), stack, evidence),
    ...silent.map(({ name }) => ({
      message: `provider ${name} does not set the tenant that it signs in to`,
      fix: "Set tenant_id of the provider to the customer's own",
    })),
    ...foreign.map(({ type }) => ({
      message: `${type} is not a resource of a tenant`,
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
