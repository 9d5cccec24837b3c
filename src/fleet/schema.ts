import { z } from "zod";
import { API_VERSION, ARM_TYPES, DEFAULT_PROVIDER } from "../../constructs/provider-names.ts";
import { AttestedControl, MAX_VALID_DAYS } from "./attested-control.ts";
import { HttpsLink, WebhookAddress } from "./azure-values.ts";
import { BaselineLayer } from "./baseline-schema.ts";
import {
  CalendarDate,
  ClientId,
  CustomerKey,
  DisplayName,
  Email,
  ObjectId,
  Phone,
  Reason,
  ResourceGroupName,
  SubscriptionId,
  SubscriptionName,
  TenantId,
} from "./scalars.ts";
import { TenantLayer } from "./tenant-schema.ts";

const DelegatedTo = z
  .strictObject({
    objectId: ObjectId,
    name: DisplayName.meta({
      description: "As the customer sees it.",
      examples: ["Fabrikam baseline deployers"],
    }).exactOptional(),
  })
  .meta({ description: "A security group or enterprise application of the partner's tenant." });

const Access = z
  .discriminatedUnion("model", [
    z.strictObject({
      model: z
        .literal("lighthouse")
        .meta({ description: "Sign in to the partner's tenant, with delegated access." }),
      deployer: DelegatedTo.meta({
        description: "Who deploys. For `onboard`: what customers delegate to.",
      }).exactOptional(),
      reader: DelegatedTo.meta({
        description: "Who plans, reviews and audits. For `onboard`: what customers delegate to.",
      }).exactOptional(),
    }),
    z.strictObject({
      model: z
        .literal("customer-app")
        .meta({ description: "Sign in to the customer's tenant, with an application registered there." }),
      clientId: ClientId.exactOptional(),
      readerClientId: ClientId.meta({
        description: "A second application, which plans, reviews and audits. For `onboard`.",
      }).exactOptional(),
    }),
  ])
  .meta({
    id: "Access",
    title: "Access",
    description: "Where Terraform signs in: lighthouse or customer-app.",
  });
/** How the partner reaches the subscriptions of a customer. */
export type Access = z.infer<typeof Access>;

/** A name of one form. @param form the form in words: in the message when a name has another, and in the reference */
const named = (pattern: RegExp, form: string, description: string) =>
  z
    .string()
    .regex(pattern, `must be ${form}`)
    .meta({ title: form.charAt(0).toUpperCase() + form.slice(1), description });

const Backend = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("local").meta({ description: "Files beside the stacks: for trying." }),
    }),
    z.strictObject({
      type: z.literal("azurerm").meta({ description: "An Azure storage account." }),
      resourceGroupName: ResourceGroupName.meta({ description: "Of the storage account." }),
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
      subscriptionId: SubscriptionId.meta({ description: "Of the storage account." }).exactOptional(),
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
        "Of Terraform Enterprise. Left out: app.terraform.io.",
      ).exactOptional(),
    }),
  ])
  .meta({
    title: "State backend",
    description:
      "Where Terraform keeps the state: one for each subscription, `<tenant id>/<subscription id>.tfstate`.",
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
            "The provider that deployed them before. The stacks then move what it deployed, without destroying or replacing it. Remove the key once every stack is deployed.",
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
            description:
              "API versions of the resources that azapi declares, in place of those that csp-baseline was tested with.",
            examples: [{ "Microsoft.Consumption/budgets": "2023-05-01" }],
          })
          .exactOptional(),
      })
      .refine(({ movedFrom, name }) => movedFrom !== name, {
        message: "must be another provider than name",
        path: ["movedFrom"],
      }),
  ])
  .meta({
    title: "Provider",
    description:
      "The Terraform provider that declares the resources: azurerm, or azapi, which sends them to Azure's own API as they are stated.",
  });

const PartnerSecurityContact = z
  .strictObject({
    firstName: DisplayName.meta({ description: "For a group: its name." }).exactOptional(),
    middleName: DisplayName.meta({ description: "For a group: the same as firstName." }).exactOptional(),
    lastName: DisplayName.meta({ description: "As in Partner Center." }).exactOptional(),
    email: Email.meta({ description: "Read day and night." }).exactOptional(),
    phone: Phone.meta({ description: "Answered day and night." }).exactOptional(),
    verified: z
      .strictObject({
        on: CalendarDate.meta({ description: "YYYY-MM-DD" }),
        by: Email.meta({ description: "Who looked." }),
      })
      .meta({ description: "Who last compared this with Partner Center, and when." })
      .exactOptional(),
  })
  .meta({
    description: "What Partner Center > Legal info says. No API sets it: it is recorded and verified here.",
  });

export const AttestationEntry = z
  .strictObject({
    control: AttestedControl,
    owner: Email.meta({ description: "Who vouches for it." }),
    on: CalendarDate.meta({ description: "YYYY-MM-DD: the day on which the owner saw that it is so." }),
    evidence: HttpsLink,
    validDays: z
      .int()
      .min(1, "must be at least 1")
      .max(MAX_VALID_DAYS, `must be at most ${MAX_VALID_DAYS}, three years`)
      .meta({ description: "For how many days it counts. Left out: as the catalogue says for the control." })
      .exactOptional(),
  })
  .meta({
    title: "Attestation",
    description: "A duty of the partner that a person vouches for, for a while.",
  });
export type AttestationEntry = z.infer<typeof AttestationEntry>;

/** What the gate lets pass because a person wrote it down. */
const Allow = z
  .strictObject({
    subscriptions: z
      .array(
        z.strictObject({
          id: SubscriptionId,
          name: SubscriptionName.meta({ description: "For people.", examples: ["hub"] }),
        }),
      )
      .max(100, "must be at most 100")
      .meta({
        description:
          "Subscriptions beside its own that a stack may reach: a hub network, a central workspace. Of all others a stack may not declare, import, change or read anything by its id.",
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
          "Template deployments that the gate cannot read, and that people have read instead: their Terraform addresses.",
      })
      .exactOptional(),
  })
  .meta({
    title: "What stacks may do besides",
    description: "What the gate refuses otherwise. A customer's list is added to the partner's.",
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
    description: "Days on which `enforce` changes nothing: it shows what it would do.",
  });
export type FreezeEntry = z.infer<typeof FreezeEntry>;

const Enforcement = z
  .strictObject({
    freeze: z
      .array(FreezeEntry)
      .max(100, "must be at most 100")
      .meta({ description: "Windows in which nothing is applied." })
      .exactOptional(),
  })
  .meta({ title: "Enforcement", description: "How `csp-baseline enforce` repairs drift." });

/** `fleet/partner.yaml` */
export const PartnerFile = z
  .strictObject({
    partner: z
      .strictObject({
        name: DisplayName.meta({ description: "For reports.", examples: ["Fabrikam Cloud Services"] }),
        tenantId: TenantId,
        role: z
          .enum(["direct-bill", "indirect-provider", "indirect-reseller"])
          .meta({ description: "The partner's role in the Cloud Solution Provider programme." }),
        securityContact: PartnerSecurityContact.exactOptional(),
        webhook: z
          .strictObject({ url: WebhookAddress })
          .meta({
            description:
              "The partner's own webhook: `partner webhook show` and `audit --partner` compare Partner Center's only registration with it.",
          })
          .exactOptional(),
        costVisibility: z
          .literal("allowed")
          .meta({
            description:
              "Requires that users of every customer see their costs, which Azure hides for CSP by default: `audit --partner` reads the policy of each. Left out: not judged.",
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

/** The catalogue knows which controls there are: the loader asks it. */
export const ExceptedControl = z
  .string()
  .max(64, "must be at most 64 characters long")
  .meta({ description: "The control that is waived: one of csp-baseline, or one that the app brings." });

const ExceptionEntry = z
  .strictObject({
    control: ExceptedControl,
    subscriptions: z
      .array(z.string())
      .min(1, "must not be empty")
      .meta({ description: "Names or ids of this customer's subscriptions. Left out: all of them." })
      .exactOptional(),
    reason: Reason,
    approvedBy: Email.meta({ description: "Who answers for it." }),
    expires: CalendarDate.meta({ description: "YYYY-MM-DD: the last day on which it holds." }),
  })
  .meta({ title: "Exception", description: "One control, waived for a while." });
export type ExceptionEntry = z.infer<typeof ExceptionEntry>;

/** `fleet/customers/*.yaml` */
export const CustomerFile = z
  .strictObject({
    customer: CustomerKey,
    displayName: DisplayName.meta({ description: "For reports, in any script.", examples: ["Contoso Ltd"] }),
    tenantId: TenantId,
    language: z
      .enum(["en", "de", "fr", "es"])
      .meta({ description: "The language of texts for the customer. Left out: English." })
      .exactOptional(),
    access: Access.meta({ description: "Left out: the partner's." }).exactOptional(),
    provider: Provider.meta({
      description: "The Terraform provider that declares the resources. Left out: the partner's.",
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
          "Controls that are waived for a while. They stay visible until their day, and fail after it.",
      })
      .exactOptional(),
  })
  .meta({
    title: "A customer of a csp-baseline fleet",
    description: "One customer: its tenant, its subscriptions, and what differs from the partner's baseline.",
  });
export type CustomerFile = z.infer<typeof CustomerFile>;
/** The language of texts for a customer. */
export type CustomerLanguage = NonNullable<CustomerFile["language"]>;
