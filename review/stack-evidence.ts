import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, disableCreationStacks } from "#engine";
import { renderStack } from "../engine/render.ts";
import { forgettingTokens } from "../engine/token-scope.ts";
import { type Evidence, readStack } from "../evidence/index.ts";
import type { Fleet, Subscription } from "../inventory/index.ts";
import { SubscriptionStack } from "../stacks/index.ts";

/** Far above any real stack. */
const MAX_STACK_BYTES = 64 * 1024 * 1024;

export type StackFile = { readonly evidence: Evidence } | { readonly failure: string };

/**
 * What the synthesized stack of a subscription declares; undefined when the folder has none.
 * @param folder a `cdktf.out`
 */
export function readStackFile(folder: string, subscriptionId: string): StackFile | undefined {
  const path = join(folder, "stacks", subscriptionId, "cdk.tf.json");
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return undefined;
  if (size > MAX_STACK_BYTES) return { failure: "its synthesized stack is larger than 64 MB" };
  try {
    return { evidence: declared(JSON.parse(readFileSync(path, "utf8")), subscriptionId) };
  } catch {
    return { failure: "its synthesized stack cannot be read: synthesize it again" };
  }
}

/** What the baseline's own stack of a subscription declares, built in memory. */
export function builtStack(fleet: Fleet, subscription: Subscription): Evidence {
  disableCreationStacks();
  // The engine makes the folder of its output when it starts, though nothing is written.
  const outdir = mkdtempSync(join(tmpdir(), "csp-baseline-"));
  try {
    return forgettingTokens(() => {
      const app = new App({ outdir, stackTraces: false });
      const { json } = renderStack(new SubscriptionStack(app, { fleet, subscription }));
      return declared(json, subscription.id);
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function declared(stack: unknown, subscriptionId: string): Evidence {
  const evidence = readStack(stack).subscriptions.get(subscriptionId);
  return evidence ?? { source: "stack", subscriptionId, resources: [] };
}
