import type { ActionGroupReceivers, WebhookReceiver } from "../../constructs/action-group-receivers.ts";
import type {
  ExtraActivityLogAlerts,
  ExtraBudget,
  ExtraResourceHealthAlert,
  ExtraServiceHealthAlert,
} from "../../constructs/baseline-extras.ts";
import type { DefenderPlan } from "../../constructs/defender-plan-names.ts";
import type { EntraLogCategory } from "../../constructs/entra-log-categories.ts";
import type { OwnPolicyAssignment } from "../../constructs/policy-assignments.ts";
import type { Access } from "./access-schema.ts";
import type { RISKS, ROLES, SEVERITIES } from "./baseline-schema.ts";
import type { CustomParameters } from "./custom-parameters.ts";
import type { PackName } from "./pack-names.ts";
import type { AttestedControlId } from "./partner-control-ids.ts";
import type { Position } from "./position.ts";
import type { DeclaringProvider } from "./provider.ts";
import type {
  CalendarDate,
  CustomerKey,
  Email,
  Phone,
  StartMonth,
  SubscriptionId,
  TenantId,
} from "./scalars.ts";
import type { Backend, CustomerLanguage, PartnerFile } from "./schema.ts";

/** The scope of a partner's responsibility: the denominator of every statistic. */
export interface Fleet {
  readonly partner: Partner;
  readonly backend: Backend;
  /** Sorted by key. */
  readonly customers: readonly Customer[];
  /** Of all customers, sorted by id. */
  readonly subscriptions: readonly Subscription[];
  /** Of the customers whose tenant is configured, sorted by the customer's key. Usually none. */
  readonly tenants: readonly Tenant[];
  /** Returns the subscription with this id, in any case. */
  subscription(id: string): Subscription | undefined;
}

/** The role of the partner in the CSP program. */
export type PartnerRole = PartnerFile["partner"]["role"];
/** The security contact recorded from Partner Center's legal information; unrecorded members are absent. */
export type PartnerSecurityContact = NonNullable<PartnerFile["partner"]["securityContact"]>;

/** The CSP partner of the fleet. */
export interface Partner {
  readonly name: string;
  readonly tenantId: TenantId;
  readonly role: PartnerRole;
  readonly securityContact?: PartnerSecurityContact;
  /** The address registered with Partner Center, without its query; absent where the fleet names none. */
  readonly webhook?: { readonly url: string };
  /** Whether users of every customer must be able to see their costs; absent where that is not judged. */
  readonly costVisibility?: "allowed";
  /** The scope in which `audit --partner` verifies attested duties. @default - none */
  readonly observeDuties?: "partner" | "customers";
  /** For customers without their own. */
  readonly access: Access;
  /** For customers without their own. */
  readonly provider: DeclaringProvider;
  /** For the stacks of all customers. */
  readonly allowed: Allowed;
  /** At most one for each duty, in the order of the file; absent where the file has no `attestations`. */
  readonly attestations?: readonly Attestation[];
  /** Days on which `enforce` changes nothing, in the order of the file; absent where the file has none. */
  readonly freezes?: readonly Freeze[];
  /**
   * Returns the position of a value of partner.yaml, e.g. `["partner", "securityContact", "email"]`, or of its nearest
   * ancestor.
   */
  locate(path: readonly (string | number)[]): Position;
}

/** A person's statement that a duty of the partner is fulfilled, valid from a day for a limited time. */
export interface Attestation {
  readonly control: AttestedControlId;
  readonly owner: Email;
  /** Not after the day for which the fleet was loaded. */
  readonly on: CalendarDate;
  /** An https link. */
  readonly evidence: string;
  /** 1 to 1095. @default - the control's own */
  readonly validDays?: number;
  position(): Position;
}

/** Days on which `enforce` changes nothing. */
export interface Freeze {
  /** The first day, UTC. */
  readonly from: CalendarDate;
  /** The last day, UTC; not before the first. */
  readonly until: CalendarDate;
  readonly reason: string;
  position(): Position;
}

/** The actions that the gate permits because the fleet allows them. */
export interface Allowed {
  /** Additional subscriptions that a stack may access; sorted, in lower case. */
  readonly subscriptions: readonly SubscriptionId[];
  /** Terraform addresses of template deployments that the gate cannot read; sorted. */
  readonly deployments: readonly string[];
}

/** An indirect reseller, as the customer's file names it. */
export interface Reseller {
  /** In lower case. */
  readonly tenantId: string;
  readonly name: string;
  /** Empty where the file names none. */
  readonly emails: readonly Email[];
}

/** One Entra tenant. */
export interface Customer {
  readonly key: CustomerKey;
  readonly displayName: string;
  readonly tenantId: TenantId;
  /** Of texts for the customer. @default "en" */
  readonly language?: CustomerLanguage;
  /** The indirect reseller of the customer; absent where its file names none. */
  readonly reseller?: Reseller;
  /** The customer's own, or else the partner's. */
  readonly access: Access;
  /** The customer's own, or else the partner's. */
  readonly provider: DeclaringProvider;
  /** Additional permissions of its stacks: the partner's and the customer's own. */
  readonly allowed: Allowed;
  /** In the order of the file. */
  readonly subscriptions: readonly Subscription[];
  /** The position of `customer:` in its file. */
  position(): Position;
}

/** A customer's Entra tenant that the fleet configures. It has its own stack. */
export interface Tenant {
  /** The id of its stack: `tenant-<tenant id>`. */
  readonly id: string;
  /** Its name beside those of subscriptions: `tenant`. */
  readonly name: string;
  /** Its access model is customer-app. */
  readonly customer: Customer;
  /**
   * The customer's first: the stack's provider is configured for it, and findings of the tenant are reported for it.
   */
  readonly subscription: Subscription;
  /** Absent where the fleet does not export the tenant's logs. At least one of the two settings is present. */
  readonly entraLogExport?: EntraLogSettings;
  /**
   * Absent where the fleet declares no Service Health alert of the tenant. `false` where it switches the alert off beside
   * the export: the stack then keeps the provider that removes a deployed alert.
   */
  readonly serviceHealthAlert?: TenantAlertSettings | false;
  /**
   * Returns the position of a setting in the customer's file; of the customer, where the partner sets it.
   *
   * @param setting the default is the first that is present
   */
  position(setting?: TenantSetting): Position;
}

/** A setting of a tenant's baseline. */
export type TenantSetting = "entraLogExport" | "serviceHealthAlert";

/** The Service Health alert of a tenant. */
export interface TenantAlertSettings {
  /** The ARM id of the action group to notify. */
  readonly actionGroupId: string;
  /** The id of the management group that stores the alert. */
  readonly managementGroup: string;
}

/** At least one destination; the categories include AuditLogs and SignInLogs. */
export interface EntraLogSettings extends ActivityLogDestination {
  readonly categories: readonly EntraLogCategory[];
}

/** A managed subscription with its merged settings. */
export interface Subscription {
  /** In lower case. */
  readonly id: SubscriptionId;
  /** Unique within the customer only. */
  readonly name: string;
  readonly customer: Customer;
  /** Shared, by identity, with every subscription without its own layer: must not be changed. */
  readonly baseline: Baseline;
  /** The exceptions of this subscription, at most one for a control. */
  readonly exceptions: readonly FleetException[];
  /** Returns the position of its entry in the customer's file. */
  position(): Position;
  /**
   * Returns the origin of a value of the baseline, such as `["securityContact", "alertSeverity"]`. It is the most
   * specific layer that sets the value, or else its nearest ancestor in a file, or else the subscription's entry.
   */
  locate(path: readonly (string | number)[]): Position;
  /** Returns the layer that set a value of the baseline; `undefined` for a default. */
  origin(path: readonly (string | number)[]): Origin | undefined;
}

/** The layer of the baseline that sets a value. */
export interface Origin {
  readonly layer: "partner" | "customer" | "subscription";
  readonly position: Position;
}

/** A control that is waived for a subscription for a limited time. */
export interface FleetException {
  /** The id of a built-in control or of the app's. */
  readonly control: string;
  readonly reason: string;
  readonly approvedBy: Email;
  /** The last day of its validity. */
  readonly expires: CalendarDate;
  /** Whether that day has passed; only where the fleet was loaded with `expiredExceptions: "keep"`. */
  readonly expired: boolean;
  position(): Position;
}

/** A severity of a Defender alert. */
export type AlertSeverity = (typeof SEVERITIES)[number];
/** A risk level of an attack path. */
export type AttackPathRisk = (typeof RISKS)[number];
/** An Azure role whose members the security contact notifies. */
export type NotifiedRole = (typeof ROLES)[number];

/** The requirements on one subscription: all layers merged, defaults filled in, validated. */
export interface Baseline {
  /** Azure region of the resource group, by its short name: `westeurope`. */
  readonly location: string;
  /** @default "rg-csp-baseline" */
  readonly resourceGroup: string;
  /** At most 50. @default { "managed-by": "csp-baseline" } */
  readonly tags: Readonly<Record<string, string>>;
  readonly contacts: Contacts;
  readonly securityContact: SecurityContactSettings;
  readonly budget: BudgetSettings;
  readonly costAnomaly: Readonly<Record<never, never>>;
  /** Budgets beside that one. @default - none */
  readonly extraBudgets?: readonly ExtraBudget[];
  readonly serviceHealth: {
    /** Alerts beside the required one. @default - none */
    readonly extra?: readonly ExtraServiceHealthAlert[];
  };
  readonly resourceHealth: {
    /** Alerts beside the required one. @default - none */
    readonly extra?: readonly ExtraResourceHealthAlert[];
  };
  readonly activityLogAlerts: {
    /** Additional Azure operations: `Microsoft.KeyVault/vaults/delete`. @default [] */
    readonly extraOperations: readonly string[];
    /** Alerts beside those. @default - none */
    readonly extra?: readonly ExtraActivityLogAlerts[];
  };
  /** @default false */
  readonly activityLogExport: false | ActivityLogDestinations;
  /** @default false */
  readonly defenderPlans: false | DefenderPlans;
  /** @default false */
  readonly policyAssignments: boolean;
  /** Additional policy assignments of the partner. @default - none */
  readonly ownPolicyAssignments?: readonly OwnPolicyAssignment[];
  /** Standards whose rules are required, as far as controls cover them: each name once. @default [] */
  readonly packs: readonly PackName[];
  /** Parameters of the app's controls, by their ids; only their size is checked. @default {} */
  readonly custom: CustomParameters;
}

/** The receivers of security, billing and operational messages. */
export interface Contacts {
  readonly security: { readonly emails: readonly Email[]; readonly phone?: Phone };
  readonly billing: { readonly emails: readonly Email[] };
  /** At least one e-mail address or webhook. */
  readonly operations: Omit<ActionGroupReceivers, "webhooks"> & {
    readonly emails: readonly Email[];
    /** At most 10, https, names unique without regard to case. */
    readonly webhooks: readonly WebhookReceiver[];
  };
}

/** Settings of the security contact besides its addresses. */
export interface SecurityContactSettings {
  /**
   * The provider of the resource; that of azurerm supports one address and none of the settings below.
   *
   * @default "azapi"
   */
  readonly api: "azapi" | "azurerm";
  /** The lowest severity that is sent by mail. @default "Medium" */
  readonly alertSeverity: AlertSeverity;
  /** The lowest risk level that is sent by mail. @default "High" */
  readonly attackPathRisk: AttackPathRisk;
  /** @default ["Owner"] */
  readonly notifyRoles: readonly NotifiedRole[];
}

/** The monthly budget of a subscription: its amount, thresholds and first month. */
export interface BudgetSettings {
  /** Monthly, at least 1, in the customer's billing currency at retail rates. */
  readonly amount: number;
  /** ISO 4217; informational, Azure does not use it. */
  readonly currency?: string;
  /**
   * The first month, `YYYY-MM`, while it is in the future.
   *
   * @default - the month of the first deployment
   */
  readonly startMonth?: StartMonth;
  /** Percentages of the amount, 1 to 1000; at most five. @default [50, 80, 100] */
  readonly actual: readonly number[];
  /** @default [100] */
  readonly forecasted: readonly number[];
  /** Azure roles whose holders are mailed too. @default - none */
  readonly contactRoles?: readonly string[];
}

/** At least one of the two: full resource ids. */
export interface ActivityLogDestination {
  readonly workspaceId?: string;
  readonly storageAccountId?: string;
}

/** At least one of the ids. */
export interface ActivityLogDestinations extends ActivityLogDestination {
  readonly eventHubAuthorizationRuleId?: string;
  /** Requires the rule. */
  readonly eventHubName?: string;
  readonly marketplacePartnerId?: string;
}

/** Plans that are not listed are not changed in Azure. */
export type DefenderPlans = {
  readonly [plan in DefenderPlan]?: {
    readonly tier: "Free" | "Standard";
    readonly subplan?: string;
    /** Those that are switched on: `true`, or their settings. */
    readonly extensions?: Readonly<Record<string, true | Readonly<Record<string, string>>>>;
  };
};
