import { items, member } from "../text/json.ts";

const BUDGET = "azurerm_consumption_budget_subscription";

/**
 * Returns budgets that a plan creates with a start that Azure now refuses: before the month of `today`. A budget starts
 * in the month of its plan, so a plan made in one month and applied in the next has such budgets.
 *
 * @param plan the parsed JSON of `terraform show -json`
 * @param today `YYYY-MM-DD`
 * @returns the address and the start of each
 */
export function pastBudgets(plan: unknown, today: string): { address: string; start: string }[] {
  const month = `${today.slice(0, 7)}-01`;
  return items(member(plan, "resource_changes")).flatMap((resource) => {
    const [address, type] = [member(resource, "address"), member(resource, "type")];
    const change = member(resource, "change");
    const isCreated = items(member(change, "actions")).includes("create");
    if (type !== BUDGET || !isCreated || typeof address !== "string") return [];
    const [period] = items(member(member(change, "after"), "time_period"));
    const start = member(period, "start_date");
    if (typeof start !== "string" || !/^\d{4}-\d{2}-\d{2}/.test(start)) return [];
    return start.slice(0, 10) < month ? [{ address, start: start.slice(0, 10) }] : [];
  });
}
