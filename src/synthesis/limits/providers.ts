import { providerOf } from "../../evidence/stack.ts";
import type { Configuration } from "../../evidence/terraform/configuration.ts";
import { isRecord, member, members } from "../../text/json.ts";
import type { Complaint } from "./complaint.ts";
import type { StackOwner } from "./owner.ts";

/** The sources of the providers of Azure. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  azurerm: ["azurerm", "hashicorp/azurerm"],
  azapi: ["azure/azapi"],
};
const REGISTRIES = ["registry.terraform.io/", "registry.opentofu.org/"];

const IDENTITY = [
  "//",
  "alias",
  "auxiliary_tenant_ids",
  "client_certificate_path",
  "client_id",
  "client_id_file_path",
  "client_secret_file_path",
  "disable_correlation_request_id",
  "disable_terraform_partner_id",
  "environment",
  "oidc_token_file_path",
  "partner_id",
  "skip_provider_registration",
  "subscription_id",
  "tenant_id",
  "use_aks_workload_identity",
  "use_cli",
  "use_msi",
  "use_oidc",
];
/** Arguments that do not affect where requests go, and the few whose value is checked. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  azurerm: [
    ...IDENTITY,
    "ado_pipeline_service_connection_id",
    "features",
    "resource_provider_registrations",
    "resource_providers_to_register",
    "storage_use_azuread",
  ],
  azapi: [
    ...IDENTITY,
    "default_location",
    "default_tags",
    "disable_default_output",
    "enable_preflight",
    "maximum_busy_retry_attempts",
    "oidc_azure_service_connection_id",
  ],
};

/**
 * Checks the providers of Azure: each must be for the stack's own subscription, tenant and cloud, and come from its
 * publisher.
 */
export function providers(owner: StackOwner, configuration: Configuration): Complaint[] {
  return [
    ...configuration.providers.flatMap(({ body, name }) => {
      if (!Object.hasOwn(SOURCES, name)) return [];
      const { alias } = body;
      const called = typeof alias === "string" ? `${name}.${alias}` : name;
      return configured(owner, name, called, body);
    }),
    ...sources(configuration),
    ...borrowed(configuration),
  ];
}

function configured(
  owner: StackOwner,
  name: string,
  called: string,
  body: Readonly<Record<string, unknown>>,
): Complaint[] {
  const complaints: Complaint[] = [];
  const id = body["subscription_id"];
  const subscriptionId = typeof id === "string" && !/[$%]\{/.test(id) ? id.toLowerCase() : undefined;
  const allowed = subscriptionId !== undefined && owner.allowed.includes(subscriptionId);
  const elsewhere = subscriptionId !== owner.subscriptionId;
  if (elsewhere && !(allowed && body["alias"] !== undefined)) {
    const message =
      subscriptionId === undefined
        ? `provider ${called} does not say which subscription it is for`
        : `provider ${called} points at another subscription, ${subscriptionId}`;
    complaints.push({
      message,
      fix: "Set subscription_id of the provider to the subscription's own id, or name the other one under allow.subscriptions of the fleet and give the provider an alias",
    });
  }
  const tenantId = body["tenant_id"] ?? owner.tenantId;
  if (!elsewhere && (typeof tenantId !== "string" || tenantId.toLowerCase() !== owner.tenantId)) {
    complaints.push({
      message: `provider ${called} signs in to another tenant than the fleet's access settings`,
      fix: "Set tenant_id of the provider as SubscriptionStack does",
    });
  }
  if (!["public", undefined, null].some((cloud) => cloud === body["environment"])) {
    complaints.push({
      message: `provider ${called} is for another cloud`,
      fix: "Leave environment out of the provider, or set it to public",
    });
  }
  for (const [argument, value] of Object.entries(body)) {
    if (value === null || KNOWN[name]?.includes(argument) === true) continue;
    complaints.push({
      message: `${called}.${argument} is not known to the gate: it may send requests elsewhere`,
      fix: "Set it in the environment, or remove it",
    });
  }
  return complaints;
}

/** Checks that each provider of Azure has its own name and its publisher's source. */
function sources({ terraform }: Configuration): Complaint[] {
  const required = terraform.flatMap((block) => {
    const section = member(block, "required_providers");
    return (Array.isArray(section) ? section : [section]).flatMap(members);
  });
  return required.flatMap(([name, declared]) => {
    if (name === "//") return [];
    const own = Object.hasOwn(SOURCES, name) ? (SOURCES[name] ?? []) : undefined;
    const written = isRecord(declared) ? declared["source"] : undefined;
    const source = bare(typeof written === "string" ? written : name);
    const right =
      own === undefined
        ? !Object.values(SOURCES).flat().includes(source)
        : written === undefined || own.includes(source);
    if (right) return [];
    return [
      {
        message: `the provider ${name} comes from ${JSON.stringify(source)}, which is not its publisher's source under its own name`,
        fix: "Name hashicorp/azurerm as azurerm, and Azure/azapi as azapi",
      },
    ];
  });
}

function bare(source: string): string {
  const lower = source.toLowerCase();
  const registry = REGISTRIES.find((host) => lower.startsWith(host));
  return registry === undefined ? lower : lower.slice(registry.length);
}

/** Reports resources of Azure that use another provider. */
function borrowed({ data, ephemerals, resources }: Configuration): Complaint[] {
  return [...resources, ...data, ...ephemerals].flatMap((block) => {
    const family = block.type.split("_")[0] ?? "";
    const [provider] = providerOf(block).split(".");
    if (!Object.hasOwn(SOURCES, family) || provider === family) return [];
    return [
      {
        message: `${block.address} uses the provider ${JSON.stringify(provider)}`,
        fix: `Use a provider ${family}`,
        resource: block.address,
      },
    ];
  });
}
