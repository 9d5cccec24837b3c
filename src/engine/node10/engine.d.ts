// Generated from package.json and src/engine/cdktf.ts by "npm run generate". Do not edit.
declare module "#engine" {
  export { ConsumptionBudgetSubscription } from "@cdktf/provider-azurerm/lib/consumption-budget-subscription";
  export { CostAnomalyAlert as AzurermCostAnomalyAlert } from "@cdktf/provider-azurerm/lib/cost-anomaly-alert";
  export { MonitorAadDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-aad-diagnostic-setting";
  export { MonitorActionGroup } from "@cdktf/provider-azurerm/lib/monitor-action-group";
  export { MonitorActivityLogAlert } from "@cdktf/provider-azurerm/lib/monitor-activity-log-alert";
  export { MonitorDiagnosticSetting } from "@cdktf/provider-azurerm/lib/monitor-diagnostic-setting";
  export { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
  export { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
  export { SecurityCenterContact } from "@cdktf/provider-azurerm/lib/security-center-contact";
  export { SecurityCenterSubscriptionPricing } from "@cdktf/provider-azurerm/lib/security-center-subscription-pricing";
  export { SubscriptionPolicyAssignment } from "@cdktf/provider-azurerm/lib/subscription-policy-assignment";
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
  export { resolve } from "cdktf/lib/_tokens";
  export { invokeAspects } from "cdktf/lib/synthesize/synthesizer";
  export { TokenMap } from "cdktf/lib/tokens/private/token-map";
  export { deepMerge } from "cdktf/lib/util";
}
