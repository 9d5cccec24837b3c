import { controlCatalogue, TENANT_CONTROLS } from "../../controls/index.ts";
import { STACK_CONTROL } from "../../controls/stack-control.ts";
import { escapeControls } from "../../fleet/echo.ts";
import type { ControlSeen } from "./compact.ts";
import type { ReportControl, ReportCustomer, ReportData } from "./data.ts";
import type { Movement } from "./movement.ts";
import type { ReportedReseller } from "./resellers.ts";
import type { ResultHistory } from "./results.ts";

/** Names from the fleet that findings do not contain. */
export interface FleetNames {
  readonly partner: string;
  /** Display names by customer key. */
  readonly customers: ReadonlyMap<string, string>;
  /** @default none */
  readonly resellers?: readonly ReportedReseller[];
}

/** Returns the data for the page's script. */
export function reportData(
  { latest, previous }: ResultHistory,
  movement: Movement,
  names?: FleetNames,
): ReportData {
  const controls = columnsOf(latest.findings.controls);
  const { customers, ...columns } = latest.findings.columns(controls.map(({ id }) => id));
  return {
    partner: escapeControls(names?.partner ?? ""),
    controls,
    customers: runsOf(customers, names),
    ...columns,
    fresh: controls.flatMap(({ id: control }, column) =>
      columns.ids.flatMap((id, row) =>
        movement.opened.has(`${control} ${id}`) ? [column * columns.ids.length + row] : [],
      ),
    ),
    since: previous?.generatedAt ?? "",
    day: latest.generatedAt.slice(0, 10),
  };
}

/** Returns controls in the catalogue's order; controls of a later version follow by id. */
function columnsOf(seen: readonly ControlSeen[]): ReportControl[] {
  const byId = new Map(seen.map((control) => [control.id, control]));
  const known = [STACK_CONTROL, ...controlCatalogue(), ...TENANT_CONTROLS].flatMap(
    ({ id, severity, title, why }) => {
      const control = byId.get(id);
      if (control === undefined) return [];
      byId.delete(id);
      return [{ id, title, severity, why, references: byTool(control.references) }];
    },
  );
  const others = [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    ...known,
    ...others.map(({ id, references, severity }) => {
      return { id, title: id, severity, why: "", references: byTool(references) };
    }),
  ];
}

/** Returns one text for each tool: `CIS Azure 6.0 8.1.12, 8.1.13`. */
function byTool(references: ControlSeen["references"]): string[] {
  const rules = new Map<string, string[]>();
  for (const { id, tool } of references) {
    const ids = rules.get(tool) ?? [];
    rules.set(tool, ids);
    ids.push(id);
  }
  return [...rules].map(([tool, ids]) => escapeControls(`${tool} ${ids.join(", ")}`));
}

/** Returns customers with the number of their consecutive subscriptions. */
function runsOf(customers: readonly string[], names: FleetNames | undefined): ReportCustomer[] {
  const counts = new Map<string, number>();
  for (const key of customers) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].map(([key, subscriptions]) => {
    return { key, name: escapeControls(names?.customers.get(key) ?? ""), subscriptions };
  });
}
