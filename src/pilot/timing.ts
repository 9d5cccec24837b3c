import { segmentsOf } from "./arm-names.ts";
import type { Exchange } from "./recording.ts";

/** The time of the requests of one operation, in milliseconds. */
export interface OperationTime {
  readonly operation: string;
  readonly count: number;
  readonly median: number;
  readonly longest: number;
}

const SHOWN = 15;

/** A request without ids and names: `GET .../providers/Microsoft.Consumption/budgets/{name}?api-version=2023-05-01`. */
export function operationOf(method: string, path: string): string {
  const [place = "", query = ""] = path.split("?");
  const words = segmentsOf(place).map(({ part, text }) => {
    if (part === "word") return /^[abc]{8}-0000-4000-8000-\d{12}$/i.test(text) ? "{id}" : text;
    return part === "name" && !/csp-baseline|^default$/i.test(text)
      ? "{name}"
      : part === "name"
        ? text
        : "{id}";
  });
  const version = query.split("&").find((pair) => /^api-version=/i.test(pair));
  const short = words.join("/").replace(/^\/subscriptions\/\{id\}(?=\/)/i, "");
  return `${method} ${short === "" ? "/" : short}${version === undefined ? "" : `?${version}`}`;
}

/** The operations with the longest times, the slowest first. */
export function slowestOperations(exchanges: readonly Exchange[]): readonly OperationTime[] {
  const times = new Map<string, number[]>();
  for (const { answer, method, path } of exchanges) {
    const operation = operationOf(method, path);
    const known = times.get(operation) ?? [];
    known.push(answer.milliseconds);
    times.set(operation, known);
  }
  return [...times]
    .map(([operation, all]) => {
      const sorted = all.toSorted((a, b) => a - b);
      const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
      return { operation, count: sorted.length, median, longest: sorted.at(-1) ?? 0 };
    })
    .toSorted((a, b) => b.longest - a.longest || (a.operation < b.operation ? -1 : 1))
    .slice(0, SHOWN);
}
