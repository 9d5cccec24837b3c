import { Construct } from "constructs";
import { SecurityCenterContact } from "#engine";
import { AzapiResource } from "../src/engine/azapi.ts";
import { type Adoptable, idOf } from "./adoptable.ts";
import { Checks, requireProps } from "./checks.ts";
import { DEFAULTS } from "./defaults.ts";

/** A severity of a Defender alert. */
export type AlertSeverity = "Low" | "Medium" | "High";
/** A risk level of an attack path. */
export type AttackPathRisk = "Low" | "Medium" | "High" | "Critical";
/** An Azure role whose holders can be notified. */
export type NotifyRole = "Owner" | "Contributor" | "ServiceAdmin" | "AccountAdmin";

/** Settings of a `SecurityContact`. */
export interface SecurityContactProps {
  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** E-mail addresses that receive Microsoft's warnings: 1 to 50, none twice. With `api: "azurerm"` exactly one. */
  readonly emails: readonly string[];
  /**
   * An international phone number: `+` and 7 to 20 digits, spaces and hyphens, such as `+14255550100`. Azure also takes
   * national forms, such as `(214)275-4038`; the construct asks for the country code, so that every country can dial it.
   *
   * @default - none
   */
  readonly phone?: string;
  /** The lowest severity of Defender alerts that is sent. @default "Medium" */
  readonly alertSeverity?: AlertSeverity;
  /** The lowest risk level of attack paths that is sent. @default "High" */
  readonly attackPathRisk?: AttackPathRisk;
  /**
   * Azure roles whose holders are notified too: none twice. Partner staff are not reached through them, because Azure
   * leaves out delegated principals.
   *
   * @default ["Owner"]
   */
  readonly notifyRoles?: readonly NotifyRole[];
  /**
   * The provider that declares the contact. `azapi` declares all of it (API 2023-12-01-preview). `azurerm` uses an API
   * of 2017 with one address and without severity, attack paths and roles.
   *
   * @default "azapi"
   */
  readonly api?: "azapi" | "azurerm";
}

const LIST_TYPE = "Microsoft.Security/securityContacts@2023-12-01-preview";

/**
 * The subscription's security contact in Microsoft Defender for Cloud, which Microsoft warns of a breach.
 * A subscription has one, and its name is always `default`.
 *
 * Source: Azure/azure-rest-api-specs, specification/security, securityContacts 2023-12-01-preview.
 *
 * @example
 * new SecurityContact(stack, "security-contact", {
 *   subscriptionId: "00000000-0000-0000-0000-000000000001",
 *   emails: ["soc@fabrikam.example"],
 *   phone: "+14255550100",
 *   alertSeverity: "High",
 * });
 *
 * @throws {InvalidPropsError} when Azure would refuse the props
 */
export class SecurityContact extends Construct {
  /** The declared resources that can exist already, in the order of their declaration. */
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
    checks.choice("api", props.api, ["azapi", "azurerm"]);
    checks.choice("alertSeverity", props.alertSeverity, ["Low", "Medium", "High"]);
    checks.choice("attackPathRisk", props.attackPathRisk, ["Low", "Medium", "High", "Critical"]);
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
