const PLAN_TIME = "plantimestamp()";
const EXPRESSION =
  /^formatdate\("YYYY-MM-01'T'00:00:00'Z'", (?:plantimestamp\(\)|timecmp\("(\d{4}-\d{2})-01T00:00:00Z", plantimestamp\(\)\) > 0 \? "\1-01T00:00:00Z" : plantimestamp\(\))\)$/;

/**
 * The Terraform expression for a budget's start date: the first day of the month in which Terraform plans the
 * budget, or of `month` if that month is later. Azure refuses to create a budget that starts in a past month,
 * so a literal date would fail for every subscription that is added later.
 *
 * Needs Terraform 1.5 for `plantimestamp`.
 *
 * @param month `YYYY-MM`
 */
export function budgetStart(month?: string): string {
  return `\${${expression(month)}}`;
}

function expression(month: string | undefined): string {
  const format = `formatdate("YYYY-MM-01'T'00:00:00'Z'", `;
  if (month === undefined) return `${format}${PLAN_TIME})`;
  const first = `"${month}-01T00:00:00Z"`;
  return `${format}timecmp(${first}, ${PLAN_TIME}) > 0 ? ${first} : ${PLAN_TIME})`;
}

/**
 * The inverse of {@link budgetStart}: the start date that its expression gives on a day.
 *
 * @param text The expression, without the enclosing `${}`.
 * @param today `YYYY-MM-DD`
 * @returns `YYYY-MM-01`; undefined for any other expression.
 */
export function budgetStartOn(text: string | undefined, today: string): string | undefined {
  const match = text === undefined ? null : EXPRESSION.exec(text);
  if (match === null) return undefined;
  const current = `${today.slice(0, 7)}-01`;
  const chosen = match[1] === undefined ? current : `${match[1]}-01`;
  return chosen > current ? chosen : current;
}

/** The attribute of `azurerm_consumption_budget_subscription` that changes with the plan's time. */
export const BUDGET_START_ATTRIBUTE = "time_period[0].start_date";
