import { z } from "zod";
import type { Service } from "../../azure/client.ts";
import { pagesFrom } from "../../azure/client.ts";
import { AzureFailure } from "../../azure/failure.ts";
import { member, textMember } from "../../text/json.ts";
import { instant, text } from "../graph/lenient.ts";
import type { Incident, RoleAssignment } from "./report.ts";

/** The maximum number of items to read; the source reports when there are more. */
const MOST = 5000;

/** Items of a list, and whether they are complete. */
export interface Listed {
  readonly items: readonly unknown[];
  readonly isCut: boolean;
}

/** Reads the pages of a list of ARM, up to {@link MOST} items. @throws {AzureFailure} */
export async function listArm(arm: Pick<Service, "get">, path: string): Promise<Listed> {
  const items: unknown[] = [];
  const pages = pagesFrom(path, {
    read: (place: string) => arm.get(place),
    items: (body) => member(body, "value"),
    next: (body) => textMember(body, "nextLink") || undefined,
  });
  for await (const page of pages) {
    items.push(...page);
    if (items.length > MOST) return { items: items.slice(0, MOST), isCut: true };
  }
  return { items, isCut: false };
}

/** Built-in roles. https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const ROLES: ReadonlyMap<string, string> = new Map([
  ["8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner"],
  ["b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor"],
  ["acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader"],
  ["18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator"],
  ["f58310d9-a9f6-439a-9e8d-f62e7b41a168", "Role Based Access Control Administrator"],
  ["9980e02c-c2be-4d73-94e8-173b1dc7cf3c", "Virtual Machine Contributor"],
]);

const assignmentSchema = z.object({
  id: z.string().regex(/^\/[^?#]+\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/?#]+$/i),
  properties: z.object({
    scope: z.string(),
    principalId: z.string(),
    principalType: text,
    roleDefinitionId: z.string(),
    createdOn: instant,
    createdBy: text,
  }),
});

/**
 * Returns role assignments of this subscription or below, created since an instant. Those of management groups are
 * excluded.
 */
export function newAssignments(
  items: readonly unknown[],
  subscriptionId: string,
  since: Date,
): RoleAssignment[] {
  return items.flatMap((item): RoleAssignment[] => {
    const { data } = assignmentSchema.safeParse(item);
    if (data === undefined) return [];
    const { id, properties } = data;
    const { createdBy, createdOn, principalId, principalType, roleDefinitionId, scope } = properties;
    const isOwn = `${scope.toLowerCase()}/`.startsWith(`/subscriptions/${subscriptionId}/`);
    // An assignment without a date may be recent: a person decides.
    const isNew = createdOn === undefined || Date.parse(createdOn) >= since.getTime();
    const guid = roleDefinitionId.split("/").at(-1)?.toLowerCase() ?? "";
    const found = { id, scope, principalId, principalType: principalType ?? null, roleDefinitionId };
    const role = ROLES.get(guid) ?? guid;
    return isOwn && isNew
      ? [{ ...found, role, createdOn: createdOn ?? null, createdBy: createdBy || null }]
      : [];
  });
}

const resourceSchema = z.object({ id: z.string().min(1), createdTime: z.iso.datetime({ offset: true }) });

/** Returns resources that were created since an instant, with the time; oldest first. */
export function newResources(items: readonly unknown[], since: Date): { id: string; at: string }[] {
  const found = items.flatMap((item) => {
    const { data } = resourceSchema.safeParse(item);
    const time = Date.parse(data?.createdTime ?? "");
    return data !== undefined && time >= since.getTime()
      ? [{ id: data.id, at: new Date(time).toISOString() }]
      : [];
  });
  return found.sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** Returns running deployments. */
export function runningDeployments(items: readonly unknown[]): Incident["runningDeployments"] {
  return items.flatMap((item) => {
    const [id, name] = [textMember(item, "id"), textMember(item, "name")];
    const state = textMember(member(item, "properties"), "provisioningState") ?? "";
    const isDeployment = /^\/subscriptions\/[^?#]+\/deployments\/[^/?#]+$/i.test(id ?? "");
    const isRunning = /^(running|accepted|creating|updating)$/i.test(state);
    return id !== undefined && name !== undefined && isDeployment && isRunning ? [{ id, name }] : [];
  });
}

const DAY_FORM = /^(\d{4})(\d\d)(\d\d)$/;
const costSchema = z.object({
  properties: z.object({
    columns: z.array(z.object({ name: z.string() })).max(20),
    rows: z.array(z.array(z.union([z.string(), z.number()])).max(20)).max(1000),
  }),
});

/**
 * Returns the actual cost of a subscription by day. https://learn.microsoft.com/rest/api/cost-management/query/usage
 * @throws {AzureFailure}
 */
export async function readCost(
  arm: Pick<Service, "send">,
  subscriptionId: string,
  from: Date,
  to: Date,
): Promise<NonNullable<Incident["cost"]>> {
  const { body } = await arm.send({
    method: "POST",
    path: `/subscriptions/${subscriptionId}/providers/Microsoft.CostManagement/query?api-version=2023-11-01`,
    repeatable: true,
    body: {
      type: "ActualCost",
      timeframe: "Custom",
      timePeriod: { from: from.toISOString(), to: to.toISOString() },
      dataset: { granularity: "Daily", aggregation: { totalCost: { name: "Cost", function: "Sum" } } },
    },
  });
  const { data } = costSchema.safeParse(body);
  const names = data?.properties.columns.map(({ name }) => name.toLowerCase()) ?? [];
  const [cost, date, currency] = ["cost", "usagedate", "currency"].map((name) => names.indexOf(name));
  if (data === undefined || cost === undefined || date === undefined || cost < 0 || date < 0)
    throw new AzureFailure("its answer has no costs by day");
  const days = new Map<string, number>();
  const currencies = new Set<string>();
  for (const row of data.properties.rows) {
    const day = String(row[date]).replace(DAY_FORM, "$1-$2-$3");
    const amount = Number(row[cost]);
    if (!Number.isFinite(amount)) throw new AzureFailure("its answer has a cost that is not a number");
    days.set(day, (days.get(day) ?? 0) + amount);
    if (currency !== undefined && currency >= 0) currencies.add(String(row[currency]));
  }
  if (currencies.size > 1) throw new AzureFailure("its answer has costs in several currencies");
  const sorted = [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, amount]) => ({ day, amount }));
  const total = Math.round(sorted.reduce((sum, { amount }) => sum + amount, 0) * 100) / 100;
  return { currency: [...currencies][0] ?? "", total, days: sorted };
}
