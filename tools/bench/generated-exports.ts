import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { customerTenant, subscriptionId } from "./generated-fleet.ts";

/** Rows on a page of Resource Graph. */
const PAGE_ROWS = 1000;

/** Next to this file, or next to its source where it runs compiled. */
const RECORDS = ["./subscription.jsonl", "../../../tools/bench/subscription.jsonl"]
  .map((path) => new URL(path, import.meta.url))
  .find((file) => existsSync(file));
if (RECORDS === undefined) throw new Error("tools/bench/subscription.jsonl is missing");

/** The subscription itself, its contact, budget and anomaly alert; then rows of Resource Graph. One line each. */
const [SUBSCRIPTION = "", CONTACT = "", BUDGET = "", ANOMALY = "", ...ROWS] = readFileSync(RECORDS, "utf8")
  .trim()
  .split("\n");

/**
 * Writes Azure's answers for a generated fleet with its deployed baseline. They are pages of Resource Graph for action
 * groups and alerts, a list of ARM for every other type, and a list of the subscriptions. Names, times and eTags differ
 * between subscriptions, as in Azure.
 */
export function writeExports(folder: string, subscriptions: number): string[] {
  mkdirSync(folder, { recursive: true });
  const indexes = Array.from({ length: subscriptions }, (_, index) => index);
  const all = (line: string) => indexes.map((index) => filled(line, index));
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const list = (name: string, line: string) => file(name, `{"value":[${all(line).join(",")}]}\n`);
  const perPage = Math.floor(PAGE_ROWS / ROWS.length);
  const page = (first: number) => {
    const some = indexes.slice(first, first + perPage);
    const data: unknown[] = some.flatMap((index) => ROWS.map((line) => JSON.parse(filled(line, index))));
    const skipToken = first + perPage >= subscriptions ? null : `page-${first}`;
    const total = subscriptions * ROWS.length;
    const answer = { count: data.length, data, skip_token: skipToken, total_records: total };
    return file(`graph-${String(first).padStart(6, "0")}.json`, JSON.stringify(answer, undefined, 2));
  };
  return [
    list("subscriptions.json", SUBSCRIPTION),
    file("contacts.jsonl", `${all(CONTACT).join("\n")}\n`),
    list("budgets.json", BUDGET),
    list("anomalies.json", ANOMALY),
    ...indexes.filter((index) => index % perPage === 0).map(page),
  ];
}

function filled(line: string, index: number): string {
  return line
    .replaceAll("SUBSCRIPTION", subscriptionId(index))
    .replaceAll("TENANT", customerTenant(index))
    .replaceAll("INDEX", String(index))
    .replaceAll("SECOND", String(index % 60).padStart(2, "0"));
}
