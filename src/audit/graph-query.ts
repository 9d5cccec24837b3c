import type { AzureConnection } from "../azure/connection.ts";
import { AzureFailure } from "../azure/failure.ts";

/** A query of Azure Resource Graph with the types that it covers. */
export interface GraphQuery {
  readonly text: string;
  readonly types: readonly string[];
}

const MAX_ROWS = 1_000_000;

/**
 * Returns all rows of a query, page by page.
 * @throws {AzureFailure} also where the answer is truncated, because missing rows would look like missing resources
 */
export async function queryGraph(
  connection: AzureConnection,
  query: string,
  subscriptions: readonly string[],
): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  let skipToken: string | undefined;
  do {
    const page = await connection.query(query, subscriptions, skipToken);
    rows.push(...page.rows);
    if (page.cut !== undefined) throw new AzureFailure(page.cut);
    if (rows.length > MAX_ROWS) throw new AzureFailure(`its answer has more than ${MAX_ROWS} rows`);
    ({ skipToken } = page);
  } while (skipToken !== undefined);
  return rows;
}
