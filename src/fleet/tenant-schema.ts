import { z } from "zod";
import { ENTRA_LOG_CATEGORIES, USUAL_ENTRA_LOGS } from "../../constructs/entra-log-categories.ts";
import { MANAGEMENT_GROUP } from "../../constructs/management-group.ts";
import { resourceId, unique } from "./azure-values.ts";
import { LOG_DESTINATION } from "./baseline-schema.ts";

const off = z.literal(false);

const EntraLogExport = z
  .union([
    z.strictObject({
      ...LOG_DESTINATION,
      categories: z
        .array(z.enum(ENTRA_LOG_CATEGORIES))
        .min(1, "must not be empty")
        .check(unique((category) => category))
        .meta({
          description: "The logs to export: must include AuditLogs and SignInLogs.",
          default: [...USUAL_ENTRA_LOGS],
        })
        .exactOptional(),
    }),
    off,
  ])
  .meta({
    description:
      "The destination of Entra's audit and sign-in logs: a Log Analytics workspace, a storage account, or both. The destination sets the retention.",
    default: false,
  });

const actionGroupId = resourceId(
  "Microsoft.Insights/actionGroups",
  /^[\p{L}\p{N}_ .()-]{0,259}[\p{L}\p{N}_()-]$/u,
);

const ServiceHealthAlert = z
  .union([
    z.strictObject({
      actionGroupId: z
        .union([actionGroupId, off])
        .meta({
          description:
            "The action group to notify, by its resource id, in a subscription of the customer's tenant. Left out or `false`: the one in the baseline of the customer's first subscription.",
        })
        .exactOptional(),
      managementGroup: z
        .union([
          z
            .string()
            .max(MANAGEMENT_GROUP.max, `must be at most ${MANAGEMENT_GROUP.max} characters long`)
            .regex(MANAGEMENT_GROUP.pattern, `must ${MANAGEMENT_GROUP.form}`)
            .meta({ title: "Id of a management group" }),
          off,
        ])
        .meta({
          description:
            "The id of the management group that stores the alert. Left out or `false`: the root management group of the customer's tenant.",
          examples: ["mg-monitoring"],
        })
        .exactOptional(),
    }),
    off,
  ])
  .meta({
    description:
      "The alert on Azure Service Health events of the whole tenant, which no subscription's alert receives. `{}` switches it on. To remove a deployed alert beside the export, write `false`: without the key, the stack lacks the provider. It needs permissions at a management group and an Entra role.",
    default: false,
  });

/** One layer of a tenant's baseline: every member is optional, because another layer may set it. */
export const TenantLayer = z
  .strictObject({
    entraLogExport: EntraLogExport.exactOptional(),
    serviceHealthAlert: ServiceHealthAlert.exactOptional(),
  })
  .meta({
    id: "TenantBaseline",
    title: "Tenant baseline",
    description:
      "The requirements on a customer's Entra tenant: partner, then customer. It needs access model customer-app, because a Lighthouse delegation does not cover Entra.",
  });
export type TenantLayer = z.infer<typeof TenantLayer>;
