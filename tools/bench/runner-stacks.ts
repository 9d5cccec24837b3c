import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `trivial`: nothing but Terraform's built-in provider. `azure`: a budget and a security contact, with both providers. */
export type StackKind = "trivial" | "azure";

/**
 * Writes stacks as synthesis does: a manifest, and a folder for each with its configuration and its state beside it.
 * Whatever was there before is gone, states and initialized providers included.
 */
export function writeStacks(outdir: string, kind: StackKind, count: number): void {
  rmSync(outdir, { recursive: true, force: true });
  const stacks: Record<string, object> = {};
  for (let index = 0; index < count; index += 1) {
    const digits = String(index).padStart(12, "0");
    // Not a subscription's id: deploy would ask for the fleet, which these stacks do not have.
    const id = `bench-${digits}`;
    const folder = join(outdir, "stacks", id);
    mkdirSync(folder, { recursive: true });
    const backend = { local: { path: join(folder, "state.tfstate") } };
    const content = kind === "trivial" ? trivial(index) : azure(`00000000-0000-4000-8000-${digits}`);
    const terraform = { backend, ...content.terraform };
    // cdktf's own command looks for it.
    const metadata = { backend: "local", stackName: id, version: "0.21.0" };
    const stack = { "//": { metadata, outputs: {} }, ...content, terraform };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(stack));
    stacks[id] = {
      name: id,
      constructPath: id,
      workingDirectory: `stacks/${id}`,
      synthesizedStackPath: `stacks/${id}/cdk.tf.json`,
      annotations: [],
      dependencies: [],
    };
  }
  writeFileSync(join(outdir, "manifest.json"), JSON.stringify({ version: "0.21.0", stacks }));
}

function trivial(index: number) {
  const data = { one: { input: String(index) }, two: { input: "2", depends_on: ["terraform_data.one"] } };
  return { terraform: {}, resource: { terraform_data: data } };
}

function azure(subscriptionId: string) {
  const providers = {
    azurerm: { source: "hashicorp/azurerm", version: "4.55.0" },
    azapi: { source: "Azure/azapi", version: "2.12.0" },
  };
  const signIn = { subscription_id: subscriptionId };
  const subscription = `/subscriptions/${subscriptionId}`;
  return {
    terraform: { required_providers: providers },
    provider: {
      azurerm: [{ ...signIn, features: [{}], resource_provider_registrations: "none" }],
      azapi: [{ ...signIn, skip_provider_registration: true }],
    },
    resource: {
      azurerm_consumption_budget_subscription: {
        monthly: {
          name: "monthly",
          subscription_id: subscription,
          amount: 1000,
          time_grain: "Monthly",
          time_period: { start_date: `${new Date().toISOString().slice(0, 7)}-01T00:00:00Z` },
          notification: [
            { operator: "GreaterThanOrEqualTo", threshold: 80, contact_emails: ["finops@fabrikam.example"] },
          ],
        },
      },
      azapi_resource: {
        contact: {
          type: "Microsoft.Security/securityContacts@2023-12-01-preview",
          parent_id: subscription,
          name: "default",
          body: {
            properties: {
              emails: "soc@fabrikam.example",
              isEnabled: true,
              notificationsByRole: { state: "On", roles: ["Owner"] },
              notificationsSources: [{ sourceType: "Alert", minimalSeverity: "Medium" }],
            },
          },
        },
      },
    },
  };
}
