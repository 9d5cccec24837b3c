import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Evidence, readStack } from "../evidence/index.ts";
import type { Fleet, Subscription, Tenant } from "../fleet/index.ts";
import { type BuildStack, buildStacks, buildTenantStacks, defaultBuild } from "./build-stacks.ts";

/** Larger than any real stack. */
const MAX_STACK_BYTES = 64 * 1024 * 1024;

const UNREADABLE = { failure: "its synthesized stack cannot be read: synthesize it again" };

export type StackFile = { readonly evidence: Evidence } | { readonly failure: string };

/**
 * Returns the evidence in the synthesized stack of a subscription; undefined when the folder has none.
 * @param folder a `cdktf.out` folder
 * @param stackId the stack's id, if it is not the subscription's
 */
export function readStackFile(
  folder: string,
  subscriptionId: string,
  stackId: string = subscriptionId,
): StackFile | undefined {
  const read = readStackJson(folder, stackId);
  return read === undefined || "failure" in read ? read : stackEvidence(read.json, subscriptionId);
}

/** Returns the parsed file of a synthesized stack; undefined when the folder has none. @param folder a `cdktf.out` folder */
export function readStackJson(
  folder: string,
  stackId: string,
): { readonly json: unknown } | { readonly failure: string } | undefined {
  const path = join(folder, "stacks", stackId, "cdk.tf.json");
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return undefined;
  if (size > MAX_STACK_BYTES) return { failure: "its synthesized stack is larger than 64 MB" };
  try {
    return { json: JSON.parse(readFileSync(path, "utf8")) };
  } catch {
    return UNREADABLE;
  }
}

/** Returns the evidence in a parsed stack. */
export function stackEvidence(json: unknown, subscriptionId: string): StackFile {
  try {
    return { evidence: declared(json, subscriptionId) };
  } catch {
    return UNREADABLE;
  }
}

/**
 * Returns the evidence in a subscription's stack, built in memory.
 * @param build by default the baseline alone
 * @throws when it cannot be built
 */
export function builtStack(
  fleet: Fleet,
  subscription: Subscription,
  build: BuildStack = defaultBuild,
): Evidence {
  const built = beside((outdir) => buildStacks(outdir, build, subscription, fleet));
  if ("failure" in built) throw new Error(built.failure);
  const own = built.stacks.find(({ id }) => id === subscription.id);
  return declared(own?.json, subscription.id);
}

/** Returns the evidence in a tenant's stack, built in memory. */
export function builtTenant(fleet: Fleet, tenant: Tenant): StackFile {
  const built = beside((outdir) => buildTenantStacks(outdir, tenant, fleet));
  if ("failure" in built) return { failure: `its tenant's stack cannot be built: ${built.failure}` };
  return { evidence: declared(built.stacks[0]?.json, tenant.subscription.id) };
}

/**
 * Calls the function with a temporary folder: the engine creates its output folder at its start, although nothing is
 * written.
 */
function beside<Result>(build: (outdir: string) => Result): Result {
  const outdir = mkdtempSync(join(tmpdir(), "csp-baseline-"));
  try {
    return build(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function declared(stack: unknown, subscriptionId: string): Evidence {
  const evidence = readStack(stack).subscriptions.get(subscriptionId);
  return evidence ?? { source: "stack", subscriptionId, resources: [] };
}
