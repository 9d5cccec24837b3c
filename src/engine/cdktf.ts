/**
 * CDK for Terraform 0.21 with its prebuilt azurerm provider: the default engine of `#engine`.
 *
 * Provider classes are imported by their deep path only: the provider's index costs two seconds and 400 MB.
 * `engine/cdktn.ts` exports the same names from the maintained fork.
 */
import { createRequire } from "node:module";
import "./defer-archiver.ts";

export { ConsumptionBudgetSubscription } from "@cdktf/provider-azurerm/lib/consumption-budget-subscription/index.js";
export { CostAnomalyAlert as AzurermCostAnomalyAlert } from "@cdktf/provider-azurerm/lib/cost-anomaly-alert/index.js";
export { MonitorAadDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-aad-diagnostic-setting/index.js";
export { MonitorActionGroup } from "@cdktf/provider-azurerm/lib/monitor-action-group/index.js";
export { MonitorActivityLogAlert } from "@cdktf/provider-azurerm/lib/monitor-activity-log-alert/index.js";
export { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting/index.js";
export { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider/index.js";
export { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group/index.js";
export { SecurityCenterContact } from "@cdktf/provider-azurerm/lib/security-center-contact/index.js";
export { SecurityCenterSubscriptionPricing } from "@cdktf/provider-azurerm/lib/security-center-subscription-pricing/index.js";
export { SubscriptionPolicyAssignment } from "@cdktf/provider-azurerm/lib/subscription-policy-assignment/index.js";
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
} from "cdktf";
export { resolve } from "cdktf/lib/_tokens.js";
export { invokeAspects } from "cdktf/lib/synthesize/synthesizer.js";
export { TokenMap } from "cdktf/lib/tokens/private/token-map.js";
export { deepMerge } from "cdktf/lib/util.js";

export const engine = { name: "cdktf", version: "0.21.0", azurermVersion: "4.55.0" } as const;

/**
 * Disables the capture of a stack trace for every construct and token, which takes a third of the synthesis time. cdktf
 * 0.21 has no option for it (hashicorp/terraform-cdk#3892); its callers read the property at each call.
 */
export function disableCreationStacks(): void {
  createRequire(import.meta.url)("cdktf/lib/tokens/private/stack-trace.js").captureStackTrace = () => [];
}
