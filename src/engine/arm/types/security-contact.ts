import { SecurityCenterContact } from "#engine";
import type { ArmType, AzapiType } from "../arm-type.ts";

/** The properties of a security contact, API 2023-12-01-preview. */
export interface SecurityContactProperties {
  /** Addresses separated by semicolons. */
  readonly emails: string;
  readonly isEnabled: true;
  readonly notificationsByRole: { readonly roles: readonly string[]; readonly state: "Off" | "On" };
  readonly notificationsSources: readonly (
    | { readonly sourceType: "Alert"; readonly minimalSeverity: string }
    | { readonly sourceType: "AttackPath"; readonly minimalRiskLevel: string }
  )[];
  readonly phone?: string;
}

const TYPE = "Microsoft.Security/securityContacts";

/**
 * The contact. azapi declares it whichever provider declares the others, because azurerm supports only the API of 2017.
 * Addresses that were emptied in Azure are drift, so the next deployment restores them.
 */
export const SECURITY_CONTACT: AzapiType = {
  type: TYPE,
  azurerm: { type: SecurityCenterContact.tfResourceType },
  azapi: { ignoreMissingProperty: false },
};

/** The properties of a security contact, API 2017-08-01-preview. */
export interface LegacySecurityContactProperties {
  readonly email: string;
  readonly phone?: string;
  readonly alertNotifications: "On";
  readonly alertsToAdmins: "On";
}

/** Source of the arguments: azurerm 4.55.0. */
export const LEGACY_SECURITY_CONTACT: ArmType<LegacySecurityContactProperties> = {
  type: TYPE,
  azurerm: {
    type: SecurityCenterContact.tfResourceType,
    declare: (scope, id, { name, properties: { email, phone } }) =>
      new SecurityCenterContact(scope, id, {
        name,
        email,
        ...(phone === undefined ? {} : { phone }),
        alertNotifications: true,
        alertsToAdmins: true,
      }),
  },
};
