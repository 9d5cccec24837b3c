import type { PartnerAlert } from "../graph/alerts.ts";
import { shown } from "./activity.ts";
import type { Incident, TimelineEntry } from "./report.ts";

export function alertOf(alert: PartnerAlert): Incident["alerts"][number] {
  return {
    id: alert.id,
    alertType: alert.alertType,
    severity: alert.severity,
    status: alert.status,
    title: alert.displayName ?? null,
    detected: alert.detected ?? alert.firstObserved ?? null,
    resources: alert.affectedResources.map((one) => one.id),
  };
}

export function alertEntries(alert: PartnerAlert): TimelineEntry[] {
  const at = alert.firstObserved ?? alert.detected;
  if (at === undefined) return [];
  const what = shown(`Microsoft's alert ${alert.alertType}: ${alert.displayName ?? alert.id}`, 300) ?? "";
  const [first] = alert.affectedResources;
  const resource = shown(first?.id, 500);
  const same = { kind: "alert", what, who: null, address: null, resource, source: "alerts" } as const;
  return [{ at: new Date(at).toISOString(), ...same }];
}

export function resourceEntry({ at, id }: { readonly id: string; readonly at: string }): TimelineEntry {
  const what = "resource created, still exists";
  return { at, kind: "resource", what, who: null, address: null, resource: id, source: "resources" };
}

export function actionEntry({
  at,
  details,
  measure,
  outcome,
  undo,
}: Incident["actions"][number]): TimelineEntry {
  const what = `${undo ? "undone: " : ""}${measure}, ${outcome}${details.length === 0 ? "" : `: ${details.join("; ")}`}`;
  return {
    at,
    kind: "action",
    what: shown(what, 500) ?? measure,
    who: null,
    address: null,
    resource: null,
    source: "csp-baseline",
  };
}

export function inOrder(timeline: readonly TimelineEntry[]): TimelineEntry[] {
  return [...timeline].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
