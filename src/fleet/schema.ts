import { z } from "zod";
import { API_VERSION, ARM_TYPES, DEFAULT_PROVIDER } from "../../constructs/provider-names.ts";
import { Access } from "./access-schema.ts";
import { AttestedControl, MAX_VALID_DAYS } from "./attested-control.ts";
import { HttpsLink, unique, WebhookAddress } from "./azure-values.ts";
import { BaselineLayer } from "./baseline-schema.ts";
import {
  CalendarDate,
  CustomerKey,
  DisplayName,
  Email,
  Phone,
  Reason,
  ResourceGroupName,
  SubscriptionId,
  SubscriptionName,
  TenantId,
} from "./scalars.ts";
import { TenantLayer } from "./tenant-schema.ts";

/** A name with a required form. @param form describes the form in the message and in the reference */
const named = (pattern: RegExp, form: string, description: string) =>
  z
    .string()
    .regex(pattern, `must be ${form}`)
    .meta({ title: form.charAt(0).toUpperCase() + form.slice(1), description });

const Backend = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("local").meta({ description: "Files beside the stacks: for evaluation." }),
    }),
    z.strictObject({
      type: z.literal("azurerm").meta({ description: "An Azure storage account." }),
      resourceGroupName: ResourceGroupName.meta({
        description: "The resource group of the storage account.",
      }),
      storageAccountName: named(
        /^[a-z0-9]{3,24}$/,
        "3 to 24 lower-case letters and digits",
        "The storage account.",
      ),
      containerName: named(
        /^(?=.{3,63}$)[a-z0-9](-?[a-z0-9])*$/,
        "3 to 63 lower-case letters, digits and single hyphens",
        "The blob container.",
      ),
      subscriptionId: SubscriptionId.meta({
        description: "The subscription of the storage account.",
      }).exactOptional(),
    }),
    z.strictObject({
      type: z
        .literal("cloud")
        .meta({ description: "HCP Terraform or Terraform Enterprise: a workspace for each subscription." }),
      organization: named(
        /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/,
        "the name of an HCP Terraform organization: at most 40 letters, digits, _ and -",
        "The organization.",
      ),
      project: named(
        /^[A-Za-z0-9_-][A-Za-z0-9 _-]{1,38}[A-Za-z0-9_-]$/,
        "the name of an HCP Terraform project: 3 to 40 letters, digits, spaces, _ and -",
        "The project of the workspaces.",
      ).exactOptional(),
      hostname: named(
        /^(?=.{1,253}$)([A-Za-z0-9](-*[A-Za-z0-9])*\.)+[A-Za-z](-*[A-Za-z0-9])+$/,
        "a host name",
        "The host of Terraform Enterprise. Default: app.terraform.io.",
      ).exactOptional(),
    }),
  ])
  .meta({
    title: "State backend",
    description:
      "The location of Terraform's states: one for each subscription, `<tenant id>/<subscription id>.tfstate`.",
  });
/** The state backend of the stacks. */
export type Backend = z.infer<typeof Backend>;

const ProviderName = z.enum(["azurerm", "azapi"]);
const Provider = z
  .union([
    ProviderName,
    z
      .strictObject({
        name: ProviderName.meta({ description: "The provider that declares the resources." }),
        movedFrom: ProviderName.meta({
          description:
            "The previous provider. The stacks move its resources without destroying or replacing them. Remove the key once every stack is deployed.",
        }).exactOptional(),
        apiVersions: z
          .partialRecord(
            z.enum(ARM_TYPES),
            z.string().regex(API_VERSION, "must be an API version such as 2024-08-01").meta({
              title: "An API version such as 2024-08-01",
              description: "The API version of that resource type.",
            }),
          )
          .meta({
            description: "API versions of the resources that azapi declares, instead of the tested defaults.",
            examples: [{ "Microsoft.Consumption/budgets": "2023-05-01" }],
          })
          .exactOptional(),
      })
      .refine(({ movedFrom, name }) => movedFrom !== name, {
        message: "must differ from name",
        path: ["movedFrom"],
      }),
  ])
  .meta({
    title: "Provider",
    description:
      "The Terraform provider that declares the resources: azurerm, or azapi, which sends them unchanged to Azure's API.",
  });

const PartnerSecurityContact = z
  .strictObject({
    firstName: DisplayName.meta({ description: "For a group: its name." }).exactOptional(),
    middleName: DisplayName.meta({ description: "For a group: the same as firstName." }).exactOptional(),
    lastName: DisplayName.meta({ description: "As in Partner Center." }).exactOptional(),
    email: Email.meta({ description: "Monitored day and night." }).exactOptional(),
    phone: Phone.meta({ description: "Answered day and night." }).exactOptional(),
    verified: z
      .strictObject({
        on: CalendarDate.meta({ description: "YYYY-MM-DD" }),
        by: Email.meta({ description: "The person who compared it." }),
      })
      .meta({ description: "The person and day of the last comparison with Partner Center." })
      .exactOptional(),
  })
  .meta({
    description:
      "The contact in Partner Center > Legal info. No API sets it: it is recorded and verified here.",
  });

export const AttestationEntry = z
  .strictObject({
    control: AttestedControl,
    owner: Email.meta({ description: "The person who attests it." }),
    on: CalendarDate.meta({ description: "YYYY-MM-DD: the day on which the owner verified it." }),
    evidence: HttpsLink,
    validDays: z
      .int()
      .min(1, "must be at least 1")
      .max(MAX_VALID_DAYS, `must be at most ${MAX_VALID_DAYS}, three years`)
      .meta({
        description:
          "The number of days for which it is valid. Default: the value of the control in the catalogue.",
      })
      .exactOptional(),
  })
  .meta({
    title: "Attestation",
    description: "A duty of the partner that a person attests for a limited time.",
  });
export type AttestationEntry = z.infer<typeof AttestationEntry>;

/** Permissions of the gate that a person granted. */
const Allow = z
  .strictObject({
    subscriptions: z
      .array(
        z.strictObject({
          id: SubscriptionId,
          name: SubscriptionName.meta({ description: "An informational name.", examples: ["hub"] }),
        }),
      )
      .max(100, "must be at most 100")
      .meta({
        description:
          "Additional subscriptions that a stack may access: a hub network, a central workspace. In all others, a stack must not declare, import, change or read resources by their id.",
      })
      .exactOptional(),
    deployments: z
      .array(
        named(
          /^[a-z][a-z0-9_]{0,99}\.[A-Za-z_][\w-]{0,199}$/,
          "the address of a resource, such as azurerm_resource_group_template_deployment.landing_zone",
          "A Terraform address.",
        ),
      )
      .max(100, "must be at most 100")
      .meta({
        description:
          "The Terraform addresses of template deployments that the gate cannot read and that a person has reviewed.",
      })
      .exactOptional(),
  })
  .meta({
    title: "Additional permissions of stacks",
    description: "Permissions that the gate otherwise denies. A customer's list is added to the partner's.",
  });
export type Allow = z.infer<typeof Allow>;

const FreezeEntry = z
  .strictObject({
    from: CalendarDate.meta({ description: "The first day, in UTC." }),
    until: CalendarDate.meta({ description: "The last day, in UTC." }),
    reason: Reason,
  })
  .meta({
    title: "Freeze",
    description: "Days on which `enforce` changes nothing and only shows its changes.",
  });
export type FreezeEntry = z.infer<typeof FreezeEntry>;

const Enforcement = z
  .strictObject({
    freeze: z
      .array(FreezeEntry)
      .max(100, "must be at most 100")
      .meta({ description: "Periods without changes." })
      .exactOptional(),
  })
  .meta({ title: "Enforcement", description: "How `csp-baseline enforce` repairs drift." });

/** `fleet/partner.yaml` */
export const PartnerFile = z
  .strictObject({
    partner: z
      .strictObject({
        name: DisplayName.meta({
          description: "The name in reports.",
          examples: ["Fabrikam Cloud Services"],
        }),
        tenantId: TenantId,
        role: z
          .enum(["direct-bill", "indirect-provider", "indirect-reseller"])
          .meta({ description: "The partner's role in the Cloud Solution Provider program." }),
        securityContact: PartnerSecurityContact.exactOptional(),
        webhook: z
          .strictObject({ url: WebhookAddress })
          .meta({
            description:
              "The partner's webhook: `partner webhook show` and `audit --partner` compare it with the registration in Partner Center.",
          })
          .exactOptional(),
        costVisibility: z
          .literal("allowed")
          .meta({
            description:
              "Requires that users of every customer can see their costs, which Azure hides for CSP by default: `audit --partner` reads the policy of each. Default: not judged.",
          })
          .exactOptional(),
        observeDuties: z
          .enum(["partner", "customers"])
          .meta({
            description:
              "`audit --partner` also reads what Microsoft Graph shows of duties that people attest, in the partner's tenant or in customers' tenants too: what it decides comes before the attestation. Left out: attestations alone count.",
          })
          .exactOptional(),
      })
      .meta({ description: "The Cloud Solution Provider partner." }),
    access: Access.meta({ default: { model: "lighthouse" } }).exactOptional(),
    backend: Backend.meta({ default: { type: "local" } }).exactOptional(),
    provider: Provider.meta({ default: DEFAULT_PROVIDER }).exactOptional(),
    allow: Allow.exactOptional(),
    baseline: BaselineLayer.exactOptional(),
    tenantBaseline: TenantLayer.exactOptional(),
    enforce: Enforcement.exactOptional(),
    attestations: z
      .array(AttestationEntry)
      .meta({
        description:
          "Duties of the partner that a person vouches for: `csp-baseline partner register` lists them, and `csp-baseline partner duties` shows what an API shows of them. One for each, the latest.",
      })
      .exactOptional(),
  })
  .meta({
    title: "The partner of a csp-baseline fleet",
    description: "The partner, and the baseline of every subscription of every customer.",
  });
export type PartnerFile = z.infer<typeof PartnerFile>;

const SubscriptionEntry = z
  .strictObject({
    id: SubscriptionId,
    name: SubscriptionName,
    baseline: BaselineLayer.exactOptional(),
  })
  .meta({ title: "Managed subscription" });
export type SubscriptionEntry = z.infer<typeof SubscriptionEntry>;

const Reseller = z
  .strictObject({
    tenantId: TenantId.meta({ description: "The Entra tenant of the indirect reseller." }),
    name: DisplayName.meta({ description: "For reports and alerts.", examples: ["Alpine IT"] }),
    emails: z
      .array(Email)
      .min(1, "must not be empty")
      .max(20, "must have at most 20 addresses")
      .check(unique((email) => email.toLowerCase()))
      .meta({ description: "Whom to call about an alert of the customer." })
      .exactOptional(),
  })
  .meta({
    title: "Indirect reseller",
    description:
      "Who resells to this customer, where the partner is an indirect provider: `csp-baseline partner resellers` reads it.",
  });

/** The loader validates controls, because the catalogue knows them. */
export const ExceptedControl = z
  .string()
  .max(64, "must be at most 64 characters long")
  .meta({ description: "The control that is waived: a built-in one, or one of the app." });

const ExceptionEntry = z
  .strictObject({
    control: ExceptedControl,
    subscriptions: z
      .array(z.string())
      .min(1, "must not be empty")
      .meta({ description: "Names or ids of this customer's subscriptions. Default: all." })
      .exactOptional(),
    reason: Reason,
    approvedBy: Email.meta({ description: "The approver." }),
    expires: CalendarDate.meta({ description: "YYYY-MM-DD: the last day on which it is valid." }),
  })
  .meta({ title: "Exception", description: "A control that is waived for a limited time." });
export type ExceptionEntry = z.infer<typeof ExceptionEntry>;

/** `fleet/customers/*.yaml` */
export const CustomerFile = z
  .strictObject({
    customer: CustomerKey,
    displayName: DisplayName.meta({
      description: "The name in reports, in any script.",
      examples: ["Contoso Ltd"],
    }),
    tenantId: TenantId,
    language: z
      .enum(["en", "de", "fr", "es"])
      .meta({ description: "The language of texts for the customer. Default: English." })
      .exactOptional(),
    reseller: Reseller.exactOptional(),
    access: Access.meta({ description: "Default: the partner's." }).exactOptional(),
    provider: Provider.meta({
      description: "The Terraform provider that declares the resources. Default: the partner's.",
    }).exactOptional(),
    allow: Allow.meta({ description: "Added to the partner's." }).exactOptional(),
    baseline: BaselineLayer.exactOptional(),
    tenantBaseline: TenantLayer.exactOptional(),
    subscriptions: z
      .array(SubscriptionEntry)
      .meta({ description: "All of the customer's managed subscriptions." })
      .exactOptional(),
    exceptions: z
      .array(ExceptionEntry)
      .meta({
        description:
          "Controls that are waived for a limited time. They stay visible until their last day and fail after it.",
      })
      .exactOptional(),
  })
  .meta({
    title: "A customer of a csp-baseline fleet",
    description:
      "One customer: its tenant, its subscriptions, and the differences from the partner's baseline.",
  });
export type CustomerFile = z.infer<typeof CustomerFile>;
/** The language of texts for a customer. */
export type CustomerLanguage = NonNullable<CustomerFile["language"]>;
