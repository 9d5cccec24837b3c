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
          description: "The logs to export: AuditLogs and SignInLogs must be among them.",
          default: [...USUAL_ENTRA_LOGS],
        })
        .exactOptional(),
    }),
    off,
  ])
  .meta({
    description:
      "Where audit and sign-in logs of Entra are sent: a Log Analytics workspace, a storage account, or both. How long they are kept is set there.",
    default: false,
  });

/** What one layer says of a customer's tenant: every member may be left out, since another layer may give it. */
export const TenantLayer = z.strictObject({ entraLogExport: EntraLogExport.exactOptional() }).meta({
  id: "TenantBaseline",
  title: "Tenant baseline",
  description:
    "What is asked of a customer's Entra tenant: partner, then customer. It needs access of model customer-app, since a delegation by Lighthouse does not reach Entra.",
});
export type TenantLayer = z.infer<typeof TenantLayer>;
