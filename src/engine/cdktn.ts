/**
 * CDK Terrain 0.24, the maintained fork of CDK for Terraform, selected with the import condition `cdktn` (`node -C
 * cdktn`, `tsc --customConditions cdktn`). It exports the same names as `engine/cdktf.ts`.
 */
export { ConsumptionBudgetSubscription } from "@cdktn/provider-azurerm/lib/consumption-budget-subscription/index.js";
export { CostAnomalyAlert as AzurermCostAnomalyAlert } from "@cdktn/provider-azurerm/lib/cost-anomaly-alert/index.js";
export { MonitorAadDiagnosticSetting } from "@cdktn/provider-azurerm/lib/monitor-aad-diagnostic-setting/index.js";
export { MonitorActionGroup } from "@cdktn/provider-azurerm/lib/monitor-action-group/index.js";
export { MonitorActivityLogAlert } from "@cdktn/provider-azurerm/lib/monitor-activity-log-alert/index.js";
export { MonitorDiagnosticSetting } from "@cdktn/provider-azurerm/lib/monitor-diagnostic-setting/index.js";
export { AzurermProvider } from "@cdktn/provider-azurerm/lib/provider/index.js";
export { ResourceGroup } from "@cdktn/provider-azurerm/lib/resource-group/index.js";
export { SecurityCenterContact } from "@cdktn/provider-azurerm/lib/security-center-contact/index.js";
export { SecurityCenterSubscriptionPricing } from "@cdktn/provider-azurerm/lib/security-center-subscription-pricing/index.js";
export { SubscriptionPolicyAssignment } from "@cdktn/provider-azurerm/lib/subscription-policy-assignment/index.js";
export {
  Annotations,
  App,
  Aspects,
  AzurermBackend,
  CloudBackend,
  LocalBackend,
  Manifest,
  NamedCloudWorkspace,
  TerraformDataSource,
  TerraformElement,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  type TerraformResourceLifecycle,
  TerraformStack,
  Testing,
  Token,
  Tokenization,
} from "cdktn";
export { resolve } from "cdktn/lib/_tokens.js";
export { invokeAspects } from "cdktn/lib/synthesize/synthesizer.js";
export { TokenMap } from "cdktn/lib/tokens/private/token-map.js";
export { deepMerge } from "cdktn/lib/util.js";

export const engine = { name: "cdktn", version: "0.24.0", azurermVersion: "4.73.0" } as const;

/** Disables the capture of a stack trace for every construct and token, which takes a third of the synthesis time. */
export function disableCreationStacks(): void {
  process.env["CDKTN_DISABLE_CREATION_STACK"] = "1";
}
