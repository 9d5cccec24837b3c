/** The Defender plans, by ARM's names: `resource_type` of azurerm 4.55.0 `azurerm_security_center_subscription_pricing`. */
export const DEFENDER_PLANS = [
  "AI",
  "Api",
  "AppServices",
  "Arm",
  "CloudPosture",
  "ContainerRegistry",
  "Containers",
  "CosmosDbs",
  "Dns",
  "KeyVaults",
  "KubernetesService",
  "OpenSourceRelationalDatabases",
  "SqlServerVirtualMachines",
  "SqlServers",
  "StorageAccounts",
  "VirtualMachines",
] as const;
/** A Defender plan, by its name in ARM. */
export type DefenderPlan = (typeof DEFENDER_PLANS)[number];
