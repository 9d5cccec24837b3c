import { Construct } from "constructs";
import {
  LEGACY_SECURITY_CONTACT,
  providerName,
  SECURITY_CONTACT,
  type SecurityContactProperties,
} from "../src/engine/arm/index.ts";
import { type Adoptable, idOf } from "./adoptable.ts";
import { Checks, requireProps } from "./checks.ts";
import { declare, declareByAzapi } from "./declare.ts";
import { DEFAULTS } from "./defaults.ts";
import { checkProvider, type DeclaredBy } from "./provider.ts";

/** A severity of a Defender alert. */
export type AlertSeverity = "Low" | "Medium" | "High";
/** A risk level of an attack path. */
export type AttackPathRisk = "Low" | "Medium" | "High" | "Critical";
/** An Azure role whose holders can be notified. */
export type NotifyRole = "Owner" | "Contributor" | "ServiceAdmin" | "AccountAdmin";

/** Settings of a `SecurityContact`. */
export interface SecurityContactProps extends DeclaredBy {
  /** The subscription's GUID. */
  readonly subscriptionId: string;
  /** E-mail addresses that receive Microsoft's warnings: 1 to 50, no duplicates. With `api: "azurerm"` exactly one. */
  readonly emails: readonly string[];
  /**
   * A phone number: 7 to 15 digits, with spaces, periods, hyphens and brackets, such as `+14255550100`. Azure also
   * accepts national forms, such as `(214)275-4038`. A number with the country code can be dialled from every country.
   *
   * @default - none
   */
  readonly phone?: string;
  /** The lowest severity of Defender alerts that are sent. @default "Medium" */
  readonly alertSeverity?: AlertSeverity;
  /** The lowest risk level of attack paths that are sent. @default "High" */
  readonly attackPathRisk?: AttackPathRisk;
  /**
   * Azure roles whose holders are also notified, without duplicates. They do not reach partner staff, because Azure
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
  /** The declared resources that may already exist, in the order of their declaration. */
  readonly adoptables: readonly Adoptable[];

  constructor(scope: Construct, id: string, props: SecurityContactProps) {
    super(scope, id);
    requireProps(this, "securityContact", props);
    const { securityContact } = DEFAULTS;
    const { api = securityContact.api, notifyRoles = securityContact.notifyRoles, subscriptionId } = props;
    this.#check(props, api, notifyRoles);

    const contact = { name: "default", parent: { subscriptionId } };
    this.adoptables = [
      api === "azurerm"
        ? declare(
            this,
            "Resource",
            LEGACY_SECURITY_CONTACT,
            { ...contact, properties: legacyProperties(props) },
            "azurerm",
          )
        : declareByAzapi(
            this,
            "Resource",
            SECURITY_CONTACT,
            { ...contact, properties: properties(props, notifyRoles) },
            props.provider,
          ),
    ];
  }

  /** The contact's ARM id, as a reference. */
  get securityContactId(): string {
    return idOf(this.adoptables);
  }

  #check(props: SecurityContactProps, api: "azapi" | "azurerm", notifyRoles: readonly NotifyRole[]): void {
    const checks = new Checks("securityContact");
    checks.guid("subscriptionId", props.subscriptionId);
    checkProvider(checks, props.provider);
    checks.emails("emails", props.emails, 1, api === "azurerm" ? 1 : 50);
    if (props.phone !== undefined) checks.phone("phone", props.phone);
    checks.choice("api", props.api, ["azapi", "azurerm"]);
    checks.choice("alertSeverity", props.alertSeverity, ["Low", "Medium", "High"]);
    checks.choice("attackPathRisk", props.attackPathRisk, ["Low", "Medium", "High", "Critical"]);
    checks.choices("notifyRoles", notifyRoles, ["Owner", "Contributor", "ServiceAdmin", "AccountAdmin"], 0);
    if (api === "azurerm") {
      const provider = providerName(props.provider);
      checks.require(provider === "azurerm", "api", 'be "azapi" where provider is azapi', api);
      for (const prop of ["alertSeverity", "attackPathRisk"] as const) {
        checks.require(props[prop] === undefined, prop, 'be left out with api "azurerm"', props[prop]);
      }
    }
    checks.done(this);
  }
}

/** Returns the properties of the API of 2017. */
function legacyProperties({ emails, phone }: SecurityContactProps) {
  return {
    email: emails[0] ?? "",
    ...(phone === undefined ? {} : { phone }),
    alertNotifications: "On",
    alertsToAdmins: "On",
  } as const;
}

/** Returns the properties of the body; the API expects the addresses as one text with semicolons. */
function properties(
  props: SecurityContactProps,
  notifyRoles: readonly NotifyRole[],
): SecurityContactProperties {
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
