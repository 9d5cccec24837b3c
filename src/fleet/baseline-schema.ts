import { z } from "zod";
import { DEFAULTS } from "../../constructs/defaults.ts";
import { DEFENDER_PLANS } from "../../constructs/defender-plan-names.ts";
import { LONGEST_OPERATION, OPERATION, operationSlug } from "../../constructs/operation.ts";
import { armId, resourceId, unique } from "./azure-values.ts";
import { CustomLayer } from "./custom-parameters.ts";
import {
  ContactRoles,
  ExtraActivityLogAlerts,
  ExtraBudgets,
  ExtraResourceHealthAlerts,
  ExtraServiceHealthAlerts,
  OwnPolicyAssignments,
} from "./extras-schema.ts";
import { PACK_NAMES } from "./pack-names.ts";
import { EVENT_HUB, RECEIVERS } from "./receivers-schema.ts";
import { Email, inertText, Location, Phone, ResourceGroupName, StartMonth } from "./scalars.ts";

/*
 * One layer of the baseline, of partner, customer or subscription: every member is optional, because another layer may
 * set it. `false` switches an optional part off.
 */

const emails = z
  .array(Email)
  .min(1, "must not be empty")
  .max(100, "must have at most 100 addresses")
  .check(unique((email) => email.toLowerCase()));
const off = z.literal(false);

const Contacts = z
  .strictObject({
    security: z
      .strictObject({
        emails: emails
          .meta({ description: "The recipients of Defender for Cloud's alerts." })
          .exactOptional(),
        phone: z
          .union([Phone, off])
          .meta({ description: "`false` removes an inherited phone number." })
          .exactOptional(),
      })
      .meta({ description: "The contact for Microsoft's security notifications." })
      .exactOptional(),
    billing: z
      .strictObject({
        emails: emails
          .meta({ description: "The recipients of budget and cost anomaly alerts." })
          .exactOptional(),
      })
      .meta({ description: "The recipients of budget and cost anomaly alerts." })
      .exactOptional(),
    operations: z
      .strictObject({
        emails: emails
          .meta({ description: "The recipients of service health, resource health and activity log alerts." })
          .exactOptional(),
        ...RECEIVERS,
      })
      .meta({ description: "The receivers of the action group: at least one e-mail address or webhook." })
      .exactOptional(),
  })
  .meta({
    description:
      "Who receives which notifications. Lists replace: a customer's list does not add to the partner's.",
  });

export const SEVERITIES = ["Low", "Medium", "High"] as const;
export const RISKS = ["Low", "Medium", "High", "Critical"] as const;
export const ROLES = ["Owner", "Contributor", "ServiceAdmin", "AccountAdmin"] as const;

const SecurityContact = z
  .strictObject({
    api: z
      .enum(["azapi", "azurerm"])
      .meta({
        description:
          "azurerm uses Azure's API of 2017, with one address and no severities: use it only if azapi is not an option.",
        default: DEFAULTS.securityContact.api,
      })
      .exactOptional(),
    alertSeverity: z
      .enum(SEVERITIES)
      .meta({
        description: "The lowest severity of an alert that is sent by mail.",
        default: DEFAULTS.securityContact.alertSeverity,
      })
      .exactOptional(),
    attackPathRisk: z
      .enum(RISKS)
      .meta({
        description: "The lowest risk level of an attack path that is sent by mail.",
        default: DEFAULTS.securityContact.attackPathRisk,
      })
      .exactOptional(),
    notifyRoles: z
      .array(z.enum(ROLES))
      .min(1, "must not be empty")
      .check(unique((role) => role))
      .meta({
        description: "Users with these roles also receive mail.",
        default: [...DEFAULTS.securityContact.notifyRoles],
      })
      .exactOptional(),
  })
  .meta({ description: "The notifications that Defender for Cloud sends to the security contact." });

const thresholds = z
  .array(z.int().min(1, "must be at least 1").max(1000, "must be at most 1000"))
  .min(1, "must not be empty")
  .check(unique((threshold) => threshold));

const Budget = z
  .strictObject({
    amount: z
      .number()
      .min(1, "must be at least 1")
      .max(1e12, "must be at most 1000000000000")
      .meta({
        description: "The monthly amount, in the customer's billing currency at retail rates.",
        examples: [1000],
      })
      .exactOptional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "must be an ISO 4217 currency code such as EUR")
      .meta({
        title: "Currency code (ISO 4217)",
        description: "Informational: Azure uses the customer's billing currency.",
        examples: ["EUR"],
      })
      .exactOptional(),
    startMonth: StartMonth.exactOptional(),
    actual: thresholds
      .meta({
        description: "Percentages of the amount that send a mail when the actual cost reaches them.",
        default: [...DEFAULTS.budget.actual],
      })
      .exactOptional(),
    forecasted: thresholds
      .meta({
        description: "Percentages of the amount that send a mail when the forecast reaches them.",
        default: [...DEFAULTS.budget.forecasted],
      })
      .exactOptional(),
    contactRoles: ContactRoles,
  })
  .meta({
    description: "The monthly budget. `actual` and `forecasted` have at most five thresholds each.",
  });

const ActivityLogAlerts = z
  .strictObject({
    delegations: z
      .boolean()
      .meta({
        description:
          "Whether to alert when a delegation with Azure Lighthouse is written or removed (`Microsoft.ManagedServices/registrationAssignments`).",
        default: false,
      })
      .exactOptional(),
    extraOperations: z
      .array(
        z
          .string()
          .max(LONGEST_OPERATION, `must be at most ${LONGEST_OPERATION} characters long`)
          .regex(OPERATION, "must be an operation such as Microsoft.KeyVault/vaults/delete")
          .meta({ title: "Azure operation that ends in write, delete or action" }),
      )
      .max(50, "must have at most 50 operations")
      .check(unique(operationSlug))
      .meta({
        description: "Additional operations to alert on.",
        examples: [["Microsoft.KeyVault/vaults/delete"]],
      })
      .exactOptional(),
    extra: ExtraActivityLogAlerts,
  })
  .meta({
    description:
      "Alerts on the administrative operations of CIS 6.1.2.1 to 6.1.2.10 and on role assignments.",
  });

const workspaceId = resourceId(
  "Microsoft.OperationalInsights/workspaces",
  /^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/,
);
const storageAccountId = resourceId("Microsoft.Storage/storageAccounts", /^[a-z0-9]{3,24}$/);
/** The destinations of a log export. */
export const LOG_DESTINATION = {
  workspaceId: z
    .union([workspaceId, off])
    .meta({ description: "A Log Analytics workspace, by its resource id." })
    .exactOptional(),
  storageAccountId: z
    .union([storageAccountId, off])
    .meta({ description: "A storage account, by its resource id." })
    .exactOptional(),
};
const OTHER_DESTINATIONS = {
  eventHubAuthorizationRuleId: z
    .union([
      armId(
        "an authorization rule of an Event Hubs namespace",
        "Microsoft.EventHub/namespaces/ns-soc/authorizationRules/send",
      ),
      off,
    ])
    .meta({ description: "An authorization rule of an Event Hubs namespace, by its resource id." })
    .exactOptional(),
  eventHubName: z
    .union([
      z.string().regex(EVENT_HUB, "must be the name of an event hub").meta({ title: "Name of an event hub" }),
      off,
    ])
    .meta({ description: "The event hub. Default: one for each category." })
    .exactOptional(),
  marketplacePartnerId: z
    .union([armId("a partner solution", "Microsoft.Datadog/monitors/datadog"), off])
    .meta({ description: "A partner solution of Azure Native Integrations, by its resource id." })
    .exactOptional(),
};
const ActivityLogExport = z.union([z.strictObject({ ...LOG_DESTINATION, ...OTHER_DESTINATIONS }), off]).meta({
  description:
    "The destinations of the activity log: a Log Analytics workspace, a storage account, an event hub, a partner solution, or several of them.",
  default: false,
});

const Plan = z
  .strictObject({
    tier: z.enum(["Free", "Standard"]).meta({ description: "Standard costs money." }),
    subplan: z
      .string()
      .regex(/^[A-Za-z0-9]{1,64}$/, "must be letters and digits")
      .meta({
        title: "1 to 64 letters and digits",
        description: "The subplan of tier Standard.",
        examples: ["P2"],
      })
      .exactOptional(),
    extensions: z
      .record(
        z.string().regex(/^[A-Za-z0-9]{1,100}$/, "must be letters and digits"),
        z.union([z.literal(true), z.record(z.string().regex(/^\w{1,100}$/), inertText(1, 1024)), off]),
      )
      .meta({
        description:
          "Enabled extensions of tier Standard: `true`, or their settings as texts. `false` removes an inherited one.",
        examples: [{ AgentlessVmScanning: true }],
      })
      .exactOptional(),
  })
  .refine((plan) => !(plan.tier === "Free" && plan.subplan !== undefined), {
    message: "must not be given for tier Free",
    path: ["subplan"],
  });
const DefenderPlans = z.union([z.partialRecord(z.enum(DEFENDER_PLANS), z.union([Plan, off])), off]).meta({
  description: "Plans of Defender for Cloud. `false` for a plan does not change it in Azure.",
  default: false,
});

/** https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources */
export const MAX_TAGS = 50;
const tagName = inertText(1, 512).regex(/^[^<>%&\\?/]*$/, "must be a tag name without < > % & \\ ? /");
const Tags = z.record(tagName, inertText(0, 256)).meta({
  description: "Tags of every resource that can have them: at most 50.",
  default: { ...DEFAULTS.tags },
});

const nothing = z.strictObject({});

/** One layer of the baseline. */
export const BaselineLayer = z
  .strictObject({
    location: Location.exactOptional(),
    resourceGroup: ResourceGroupName.meta({
      description: "The resource group that holds the action group and the alerts.",
      default: DEFAULTS.resourceGroup,
    }).exactOptional(),
    tags: Tags.exactOptional(),
    contacts: Contacts.exactOptional(),
    securityContact: SecurityContact.exactOptional(),
    budget: Budget.exactOptional(),
    extraBudgets: ExtraBudgets,
    costAnomaly: nothing
      .meta({ description: "The alert on unusual cost. It has no settings." })
      .exactOptional(),
    serviceHealth: z
      .strictObject({ extra: ExtraServiceHealthAlerts })
      .meta({ description: "All five event types, all regions and services." })
      .exactOptional(),
    resourceHealth: z
      .strictObject({ extra: ExtraResourceHealthAlerts })
      .meta({ description: "The alert on resource health." })
      .exactOptional(),
    activityLogAlerts: ActivityLogAlerts.exactOptional(),
    activityLogExport: ActivityLogExport.exactOptional(),
    defenderPlans: DefenderPlans.exactOptional(),
    policyAssignments: z
      .boolean()
      .meta({ description: "Assigns Azure's own audit policies for contact and alerts.", default: false })
      .exactOptional(),
    ownPolicyAssignments: OwnPolicyAssignments,
    packs: z
      .array(z.enum(PACK_NAMES))
      .max(PACK_NAMES.length, `must have at most ${PACK_NAMES.length} names`)
      .check(unique((name) => name))
      .meta({
        description:
          "Policy packs: optional controls that they require become required, and settings must not be weaker than they require. `csp-baseline packs` shows them.",
        default: [],
        examples: [["cis-6"]],
      })
      .exactOptional(),
    custom: CustomLayer.meta({
      description: "Parameters of the app's custom controls, by their ids.",
      examples: [{ "resource-group-lock": { level: "ReadOnly" } }],
    }).exactOptional(),
  })
  .meta({
    id: "Baseline",
    title: "Baseline",
    description:
      "The requirements on a subscription. Layers: partner, then customer, then subscription; maps merge, lists and scalars replace.",
  });
export type BaselineLayer = z.infer<typeof BaselineLayer>;
