import type { ReportData, ReportDetail } from "../data.ts";

/** One subscription of a customer with its judged controls; none where the result does not have the subscription. */
export interface CustomerSubscription {
  readonly id: string;
  readonly name: string;
  /** Of several findings of a control the worst counts. */
  readonly cells: readonly {
    readonly control: string;
    readonly status: ReportDetail["status"];
    readonly exception?: NonNullable<ReportDetail["exception"]>;
  }[];
}

const ORDER: readonly ReportDetail["status"][] = ["pass", "excepted", "unknown", "fail"];

/** Returns the results of each customer in the data, by the customer's key. */
export function resultsByCustomer(data: ReportData): Map<string, readonly CustomerSubscription[]> {
  const others = new Map<number, number[]>();
  for (const [cell, detail] of data.others) others.set(cell, [...(others.get(cell) ?? []), detail]);
  const rows = data.ids.map(
    (id, row): CustomerSubscription => ({
      id,
      name: data.names[row] ?? id,
      cells: data.controls.flatMap(({ id: control }, column) => {
        const cell = column * data.ids.length + row;
        const details = [data.cells[column]?.[row] ?? -1, ...(others.get(cell) ?? [])].flatMap(
          (index) => data.details[index] ?? [],
        );
        const [worst] = details.sort((a, b) => ORDER.indexOf(b.status) - ORDER.indexOf(a.status));
        if (worst === undefined) return [];
        const { exception, status } = worst;
        return [{ control, status, ...(exception === undefined ? {} : { exception }) }];
      }),
    }),
  );
  const results = new Map<string, readonly CustomerSubscription[]>();
  let first = 0;
  for (const { key, subscriptions } of data.customers) {
    results.set(key, rows.slice(first, first + subscriptions));
    first += subscriptions;
  }
  return results;
}
