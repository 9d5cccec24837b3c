import { Construct } from "constructs";
import { SecurityCenterContact } from "#engine";
import { AzapiResource } from "../src/engine/azapi.ts";
import { type Adoptable, idOf } from "./adoptable.ts";
import { Checks, requireProps } from "./checks.ts";
import { DEFAULTS } from "./defaults.ts";

export type AlertSeverity = "Low" | "Medium" | "High";
export type AttackPathRisk = "Low" | "Medium" | "High" | "Critical";
export type NotifyRole = "Owner" | "Contributor" | "ServiceAdmin" | "AccountAdmin";

export interface SecurityContactProps {
  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** Who receives Microsoft's warnings: at least one address. With `api: "azurerm"` exactly one. */
  readonly emails: readonly string[];
  /** An international number. @default none */
  readonly phone?: string;
  /** The lowest severity of Defender alerts that is mailed. @default "Medium" */
  readonly alertSeverity?: AlertSeverity;
  /** The lowest risk of attack paths that is mailed. @default "High" */
  readonly attackPathRisk?: AttackPathRisk;
  /**
   * Azure roles whose holders are mailed besides. They do not reach partner staff: delegated principals are
   * passed over. @default ["Owner"]
   */
  readonly notifyRoles?: readonly NotifyRole[];
  /**
   * `azapi` declares the whole contact (API 2023-12-01-preview). `azurerm` is pinned to an API of 2017, which
   * knows one address, no severity, no attack paths and no roles. @default "azapi"
   */
  readonly api?: "azapi" | "azurerm";
}

const LIST_TYPE = "Microsoft.Security/securityContacts@2023-12-01-preview";

/**
 * The subscription's security contact in Microsoft Defender for Cloud: whom Microsoft warns of a breach.
 * There is one to a subscription, and Azure accepts no other name for it than `default`.
 *
 * Source: Azure/azure-rest-api-specs, specification/security, securityContacts 2023-12-01-preview.
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class SecurityContact extends Construct {
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: SecurityContactProps) {
    super(scope, id);
    requireProps(this, "securityContact", props);
    const { securityContact } = DEFAULTS;
    const { api = securityContact.api, notifyRoles = securityContact.notifyRoles, subscriptionId } = props;
    this.#check(props, api, notifyRoles);

    const parentId = `/subscriptions/${subscriptionId}`;
    const armId = `${parentId}/providers/Microsoft.Security/securityContacts/default`;
    if (api === "azurerm") {
      const resource = this.#legacy(props);
      this.adoptables = [{ resource, listType: LIST_TYPE, armId }];
      return;
    }
    const resource = new AzapiResource(this, "Resource", {
      type: LIST_TYPE,
      name: "default",
      parentId,
      body: { properties: properties(props, notifyRoles) },
      // Addresses that were emptied in Azure are drift: the next deployment writes them again.
      ignoreMissingProperty: false,
    });
    const importId = `${armId}?api-version=2023-12-01-preview`;
    this.adoptables = [{ resource, listType: LIST_TYPE, armId, importId }];
  }

  /** The contact's ARM id, as a reference. */
  get securityContactId(): string {
    return idOf(this.adoptables);
  }

  #check(props: SecurityContactProps, api: "azapi" | "azurerm", notifyRoles: readonly NotifyRole[]): void {
    const checks = new Checks("securityContact");
    checks.guid("subscriptionId", props.subscriptionId);
    checks.emails("emails", props.emails, 1, api === "azurerm" ? 1 : 50);
    if (props.phone !== undefined) checks.phone("phone", props.phone);
    checks.choices("notifyRoles", notifyRoles, ["Owner", "Contributor", "ServiceAdmin", "AccountAdmin"], 0);
    if (api === "azurerm") {
      for (const prop of ["alertSeverity", "attackPathRisk"] as const) {
        checks.require(props[prop] === undefined, prop, 'be left out with api "azurerm"', props[prop]);
      }
    }
    checks.done(this);
  }

  #legacy(props: SecurityContactProps): SecurityCenterContact {
    return new SecurityCenterContact(this, "Resource", {
      name: "default",
      email: props.emails[0] ?? "",
      ...(props.phone === undefined ? {} : { phone: props.phone }),
      alertNotifications: true,
      alertsToAdmins: true,
    });
  }
}

/** The body's properties; the API takes its addresses as one text with semicolons. */
function properties(props: SecurityContactProps, notifyRoles: readonly NotifyRole[]) {
  const { securityContact } = DEFAULTS;
  const {
    alertSeverity = securityContact.alertSeverity,
    attackPathRisk = securityContact.attackPathRisk,
    emails,
    phone,
  } = props;
  return {
    emails: emails.join(";"),
    isEnabled: true,
    notificationsByRole: { roles: [...notifyRoles], state: notifyRoles.length > 0 ? "On" : "Off" },
    notificationsSources: [
      { sourceType: "Alert", minimalSeverity: alertSeverity },
      { sourceType: "AttackPath", minimalRiskLevel: attackPathRisk },
    ],
    ...(phone === undefined ? {} : { phone }),
  };
}
