import {
  CONTROLS,
  controlCatalogue,
  customControlIds,
  isInForce,
  TENANT_CONTROLS,
} from "../controls/index.ts";
import { isCustomType } from "../evidence/arm/index.ts";
import { type ArmResource, read, UnknownValueError } from "../evidence/index.ts";
import type { Baseline } from "../fleet/index.ts";

/** A kind of resource that controls judge. */
export interface BaselineKind {
  /** The ids of the controls. */
  readonly controls: readonly string[];
  /** A noun for the middle of a sentence: `the security contact`. */
  readonly noun: string;
}

/** Returns the kind by which a control of a subscription judges the resource; undefined when none does. */
export function baselineKind(resource: ArmResource): BaselineKind | undefined {
  const kind = KINDS.get(resource.type.toLowerCase());
  return kind === undefined ? customKind(resource) : kind(resource);
}

/** Whether a control that this baseline requires judges the resource. */
export function isBaseline(resource: ArmResource, baseline: Baseline): boolean {
  const kind = baselineKind(resource);
  if (kind === undefined) return false;
  if (TENANT_CONTROLS.some(({ id }) => kind.controls.includes(id))) return true;
  return controlCatalogue().some(
    (control) => kind.controls.includes(control.id) && isInForce(control, baseline),
  );
}

function always(noun: string, control: string): () => BaselineKind {
  const kind = { noun, controls: [control] };
  return () => kind;
}

/** By ARM type in lower case. A type whose resources belong to the control only in part has a function of its own. */
const KINDS: ReadonlyMap<string, (resource: ArmResource) => BaselineKind | undefined> = new Map([
  ...kindsOfControls(),
  ["microsoft.insights/activitylogalerts", alertKind],
  ["microsoft.insights/diagnosticsettings", exportKind],
  ["microsoft.aadiam/diagnosticsettings", always("the export of Entra's logs", "entra-log-export")],
  [
    "microsoft.alertsmanagement/tenantactivitylogalerts",
    always("the tenant's Service Health alert", "tenant-service-health-alert"),
  ],
]);

/** Returns the kinds of the types that controls judge. A type of several controls has the noun of the first one. */
function kindsOfControls(): Map<string, () => BaselineKind> {
  const kinds = new Map<string, BaselineKind>();
  for (const { id, judges } of CONTROLS) {
    for (const [type, noun] of Object.entries(judges)) {
      const known = kinds.get(type.toLowerCase());
      kinds.set(type.toLowerCase(), {
        noun: known?.noun ?? noun,
        controls: [...(known?.controls ?? []), id],
      });
    }
  }
  return new Map([...kinds].map(([type, kind]) => [type, () => kind]));
}

/**
 * Returns the kind of a type that the app maps. The app does not declare which of its controls judge the type, so all
 * count.
 */
function customKind({ type }: ArmResource): BaselineKind | undefined {
  if (!isCustomType(type)) return undefined;
  return { noun: `the resource (${type})`, controls: customControlIds() };
}

function alertKind(resource: ArmResource): BaselineKind | undefined {
  const alert = { noun: "the activity log alert", controls: ["activity-log-alerts"] };
  switch (askedOf(resource, "category")?.toLowerCase()) {
    case "servicehealth":
      return { noun: "the Service Health alert", controls: ["service-health-alert"] };
    case "resourcehealth":
      return { noun: "the Resource Health alert", controls: ["resource-health-alert"] };
    case "administrative": {
      const operation = askedOf(resource, "operationName");
      return operation === undefined ? alert : { ...alert, noun: `the alert on ${operation}` };
    }
    case undefined:
      return alert;
    default:
      return undefined;
  }
}

/** Only settings at the subscription itself: other diagnostic settings belong to single resources. */
function exportKind({ id }: ArmResource): BaselineKind | undefined {
  const elsewhere = typeof id === "string" && !/^\/subscriptions\/[^/]+\/providers\//i.test(id);
  return elsewhere
    ? undefined
    : { noun: "the export of the activity log", controls: ["activity-log-export"] };
}

/** Returns the value that an alert's condition requires of a field; undefined when it is unknown. */
function askedOf(resource: ArmResource, field: string): string | undefined {
  try {
    const conditions = read(resource).get("properties").get("condition").get("allOf").items();
    for (const condition of conditions) {
      if (condition.get("field").text()?.toLowerCase() === field.toLowerCase())
        return condition.get("equals").text();
    }
    return undefined;
  } catch (error) {
    if (error instanceof UnknownValueError) return undefined;
    throw error;
  }
}
