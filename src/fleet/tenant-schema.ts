import { z } from "zod";
import { ENTRA_LOG_CATEGORIES, USUAL_ENTRA_LOGS } from "../../constructs/entra-log-categories.ts";
import { unique } from "./azure-values.ts";
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

/** One layer of a tenant's baseline: every member is optional, because another layer may set it. */
export const TenantLayer = z.strictObject({ entraLogExport: EntraLogExport.exactOptional() }).meta({
  id: "TenantBaseline",
  title: "Tenant baseline",
  description:
    "The requirements on a customer's Entra tenant: partner, then customer. It needs access model customer-app, because a Lighthouse delegation does not cover Entra.",
});
export type TenantLayer = z.infer<typeof TenantLayer>;
