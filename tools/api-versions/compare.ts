import type { ApiVersions } from "../../src/engine/arm/api-versions.ts";

/**
 * The location of a type's versions in the public specifications: a folder of Azure/azure-rest-api-specs, and the files
 * in it.
 */
export interface SpecificationPlace {
  /** `specification/security/resource-manager/Microsoft.Security`. */
  readonly folder: string;
  /** The part of a file's path that identifies the type, in lower case. */
  readonly file: RegExp;
}

/** Source: the layout of https://github.com/Azure/azure-rest-api-specs. */
export const PLACES: Readonly<Record<string, SpecificationPlace>> = {
  "Microsoft.AADIAM/diagnosticSettings": {
    folder: "specification/azureactivedirectory/resource-manager",
    file: /\.json$/,
  },
  "Microsoft.AlertsManagement/tenantActivityLogAlerts": {
    folder: "specification/alertsmanagement/resource-manager",
    file: /tenantactivitylogalerts[^/]*\.json$/,
  },
  "Microsoft.Authorization/policyAssignments": {
    folder: "specification/resources/resource-manager/Microsoft.Authorization",
    file: /policyassignments[^/]*\.json$/,
  },
  "Microsoft.Consumption/budgets": {
    folder: "specification/consumption/resource-manager",
    file: /(?:budgets|consumption)[^/]*\.json$/,
  },
  "Microsoft.CostManagement/scheduledActions": {
    folder: "specification/cost-management/resource-manager",
    file: /(?:scheduledactions|costmanagement|openapi)[^/]*\.json$/,
  },
  "Microsoft.Insights/actionGroups": {
    folder: "specification/monitor/resource-manager",
    file: /actiongroups[^/]*\.json$/,
  },
  "Microsoft.Insights/activityLogAlerts": {
    folder: "specification/monitor/resource-manager",
    file: /activitylogalerts[^/]*\.json$/,
  },
  "Microsoft.Insights/diagnosticSettings": {
    folder: "specification/monitor/resource-manager",
    file: /diagnosticssettings[^/]*\.json$/,
  },
  "Microsoft.Resources/resourceGroups": {
    folder: "specification/resources/resource-manager/Microsoft.Resources",
    file: /resources\.json$/,
  },
  "Microsoft.Security/pricings": {
    folder: "specification/security/resource-manager",
    file: /pricings[^/]*\.json$/,
  },
  "Microsoft.Security/securityContacts": {
    folder: "specification/security/resource-manager",
    file: /securitycontacts[^/]*\.json$/,
  },
};

/** The result for one type's version. */
export interface Comparison {
  readonly type: string;
  readonly declared: string;
  /** The newest stable version in the specifications; undefined where none is found. */
  readonly newestStable: string | undefined;
  readonly newestPreview: string | undefined;
  /** `unknown` if the specifications do not contain the type. */
  readonly status: "behind" | "current" | "unknown";
}

const VERSION = /\/(\d{4}-\d{2}-\d{2}(?:-[a-z]{1,20})?)\//;

/**
 * Compares the declared versions with those of the specifications. A version counts only if it has a file of the type.
 * A declared preview counts as outdated as soon as there is a newer stable version.
 *
 * @param files paths in a copy of the specifications, from `specification/` on
 */
export function compare(
  versions: Readonly<Record<string, ApiVersions>>,
  files: readonly string[],
): readonly Comparison[] {
  return Object.entries(versions).map(([type, { declared }]) => {
    const place = PLACES[type];
    const found = files.flatMap((file) => {
      const lower = file.toLowerCase();
      const isOfType =
        place !== undefined && lower.startsWith(place.folder.toLowerCase()) && place.file.test(lower);
      const version = VERSION.exec(lower)?.[1];
      return !isOfType || version === undefined || lower.includes("/examples/") ? [] : [version];
    });
    const newest = (some: readonly string[]) => [...some].sort().at(-1);
    const newestStable = newest(found.filter((version) => version.length === 10));
    const newestPreview = newest(found.filter((version) => version.length > 10));
    const isBehind = newestStable !== undefined && newestStable > declared.slice(0, 10);
    const status = found.length === 0 ? "unknown" : isBehind ? "behind" : "current";
    return { type, declared, newestStable, newestPreview, status };
  });
}

/** Formats the results as a table. */
export function table(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ declared, newestPreview, newestStable, status, type }) =>
    [type, declared, newestStable ?? "-", newestPreview ?? "-", status].join(" | "),
  );
  return ["type | declared | newest stable | newest preview | ", "--- | --- | --- | --- | ---", ...rows]
    .map((row) => `| ${row} |`)
    .join("\n");
}
