import { type Cursor, read } from "../evidence/index.ts";
import { listed } from "../text/wording.ts";
import { comparableId, textEquals } from "./arm.ts";
import { resourcesSeen, someCertain } from "./cannot-tell.ts";
import { anyOf, type Criterion } from "./criteria.ts";
import { label } from "./label.ts";
import type { TenantControl } from "./tenant-control.ts";

const SETTINGS = "Microsoft.AADIAM/diagnosticSettings";

/** Does not judge retention: such a setting has none. The duty audit-log-retention is attested by a person. */
export const entraLogExport: TenantControl = {
  id: "entra-log-export",
  setting: "entraLogExport",
  title: "Audit and sign-in logs of Entra outlive Entra's thirty days",
  severity: "high",
  required: false,
  why:
    "Entra keeps its audit and sign-in logs for 30 days at most, and 7 without a license. An abuse of delegated rights " +
    "can afterwards only be traced in a copy, and the copy must have been made at the time.",
  judgedBy: [
    "One `Microsoft.AADIAM/diagnosticSettings` of the tenant exports to every destination that the fleet's `tenantBaseline.entraLogExport` names.",
    "All categories that the fleet names are enabled, including AuditLogs and SignInLogs.",
    "Retention is not judged, because the setting does not contain it: a person attests the duty `audit-log-retention`.",
    "It is judged in the tenant's stack and plan, not in Azure: the audit does not read Entra.",
  ],
  satisfies: [],
  cannotSatisfy: [],
  check: (evidence, { entraLogExport: wanted }) =>
    anyOf(
      {
        message: "the audit and sign-in logs of the customer's Entra tenant are not exported",
        fix: "declare a diagnostic setting of Entra in the tenant's stack",
      },
      resourcesSeen(evidence, SETTINGS).map((resource) => {
        const properties = read(resource).get("properties");
        return {
          resource,
          criteria: [
            exported(properties.get("logs"), wanted?.categories ?? []),
            destination(properties.get("workspaceId"), wanted?.workspaceId, "workspaceId"),
            destination(properties.get("storageAccountId"), wanted?.storageAccountId, "storageAccountId"),
          ],
          success: `${label(resource)} exports the logs of Entra`,
        };
      }),
    ),
};

function exported(logs: Cursor, categories: readonly string[]): Criterion {
  return () => {
    const enabled = logs.items().filter((log) => log.get("enabled").flag() === true);
    const missing = categories.filter(
      (category) => !someCertain(enabled, (log) => textEquals(log.get("category"), category)),
    );
    if (missing.length === 0) return undefined;
    const what = listed(missing);
    return { message: `it does not export the log ${what}`, path: logs.path, fix: `enable the log ${what}` };
  };
}

function destination(found: Cursor, wanted: string | undefined, key: string): Criterion {
  return () => {
    if (wanted === undefined || comparableId(found.text() ?? "") === comparableId(wanted)) return undefined;
    return { message: `it does not export to the fleet's ${key}`, path: found.path, fix: `set its ${key}` };
  };
}
