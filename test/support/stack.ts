import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, AzurermProvider, TerraformStack } from "#engine";
import { AzapiProvider } from "../../src/engine/azapi.ts";
import { renderStack } from "../../src/engine/render.ts";

export const SUBSCRIPTION_ID = "00000000-0000-0000-0000-000000000001";

/** A new, empty folder, which goes with the run of the tests. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), "csp-baseline-"));
}

/** A stack of a user's own app, with both providers. */
export function stackWithProviders(): TerraformStack {
  const stack = new TerraformStack(new App({ outdir: temporaryFolder(), stackTraces: false }), "app-stack");
  new AzurermProvider(stack, "azurerm", { features: [{}], subscriptionId: SUBSCRIPTION_ID });
  new AzapiProvider(stack, "azapi", { subscriptionId: SUBSCRIPTION_ID });
  return stack;
}

/** The attributes of the stack's only resource of a type, without the engine's `//` notes. */
export function onlyResource(stack: TerraformStack, type: string): Record<string, unknown> {
  const resources = resourcesOf(stack, type);
  const [only] = Object.values(resources);
  if (only === undefined || Object.keys(resources).length !== 1) {
    throw new Error(`expected one ${type}, found ${Object.keys(resources).join(", ") || "none"}`);
  }
  return only;
}

/** The stack's resources of a type by their names. */
export function resourcesOf(stack: TerraformStack, type: string): Record<string, Record<string, unknown>> {
  const { resource = {} } = renderStack(stack).json as {
    resource?: Record<string, Record<string, Record<string, unknown>>>;
  };
  return Object.fromEntries(
    Object.entries(resource[type] ?? {}).map(([name, { "//": _, ...attributes }]) => [name, attributes]),
  );
}
