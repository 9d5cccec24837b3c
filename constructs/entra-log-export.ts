import { Construct } from "constructs";
import { ENTRA_DIAGNOSTIC_SETTING } from "../src/engine/arm/index.ts";
import type { Adoptable } from "./adoptable.ts";
import { Checks, requireProps } from "./checks.ts";
import { declare } from "./declare.ts";
import { ENTRA_LOG_CATEGORIES, type EntraLogCategory, USUAL_ENTRA_LOGS } from "./entra-log-categories.ts";
import { checkLogDestination } from "./log-destination.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** Settings of an `EntraLogExport`. */
export interface EntraLogExportProps extends DeclaredBy {
  /** ARM id of the Log Analytics workspace to export to: at most 2048 characters. One destination is needed. @default - none */
  readonly workspaceId?: string;
  /** ARM id of the storage account to export to: at most 2048 characters. @default - none */
  readonly storageAccountId?: string;
  /** The logs that are exported: at least one, no duplicates. @default - `USUAL_ENTRA_LOGS`: audit logs and all four kinds of sign-ins */
  readonly categories?: readonly EntraLogCategory[];
  /** The name of the diagnostic setting: 1 to 260 characters, none of `<>*%&:\?+/`. @default "csp-baseline-entra-logs" */
  readonly name?: string;
}

/**
 * Exports audit and sign-in logs of an Entra tenant, which Entra itself keeps for 7 days, or 30 with a P1 or P2
 * license. It is the tenant of the stack's azurerm provider; the provider's subscription has no part in it.
 *
 * The workspace's retention or the storage account's lifecycle rules decide how long the copy is kept. Azure accepts no
 * retention for new settings of this kind, and azurerm has deprecated the argument.
 *
 * Limits: the tenant needs Entra ID P1 for its sign-ins to be exported. A person who deploys has to be Security
 * Administrator of the tenant. According to the provider's documentation, service principals are refused. Users report success
 * with the role Contributor at the scope `/providers/Microsoft.aadiam`, which only a Global Administrator with elevated
 * access can assign: test it before a pipeline relies on it. An existing setting of the same name is not adopted: import
 * it, or choose another name.
 *
 * Source: azurerm 4.55.0 `azurerm_monitor_aad_diagnostic_setting`;
 * https://learn.microsoft.com/entra/identity/monitoring-health/howto-configure-diagnostic-settings;
 * https://learn.microsoft.com/entra/identity/monitoring-health/reference-reports-data-retention;
 * https://github.com/Azure/azure-rest-api-specs/issues/11085;
 * https://github.com/Azure/terraform-provider-azapi/issues/247
 *
 * @example
 * new EntraLogExport(stack, "entra-logs", {
 *   workspaceId:
 *     "/subscriptions/00000000-0000-0000-0000-000000000002/resourceGroups/rg-logs/providers/Microsoft.OperationalInsights/workspaces/log-soc",
 * });
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class EntraLogExport extends Construct {
  /** The declared resources that may already exist, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: EntraLogExportProps) {
    super(scope, id);
    requireProps(this, "entraLogExport", props);
    const { categories = USUAL_ENTRA_LOGS, name = "csp-baseline-entra-logs" } = props;
    const { storageAccountId, workspaceId } = props;
    const checks = new Checks("entraLogExport");
    checkLogDestination(checks, { storageAccountId, workspaceId });
    checkProvider(checks, props.provider);
    const form = "have none of <>*%&:\\?+/";
    checks.text("name", name, { max: 260, pattern: /^[^<>*%&:\\?+/]*$/, form });
    checks.choices("categories", categories, ENTRA_LOG_CATEGORIES);
    checks.done(this);

    const declared = declare(
      this,
      "Resource",
      ENTRA_DIAGNOSTIC_SETTING,
      {
        name,
        parent: "tenant",
        properties: {
          ...(workspaceId === undefined ? {} : { workspaceId }),
          ...(storageAccountId === undefined ? {} : { storageAccountId }),
          logs: categories.map((category) => ({ category, enabled: true as const })),
        },
      },
      props.provider,
    );
    this.adoptables = [declared];
  }
}
