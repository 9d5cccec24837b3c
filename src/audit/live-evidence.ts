import type { AzureConnection } from "../azure/connection.ts";
import { type AzureFailure, azureFailure } from "../azure/failure.ts";
import { typesSwitchedOff } from "../controls/in-force.ts";
import {
  customArmTypes,
  customTypesOutOfSight,
  JUDGED_TYPES,
  type JudgedType,
  type PlacedResource,
  permissionToRead,
  RESOURCE_GROUPS,
  readArmResource,
} from "../evidence/arm/index.ts";
import type { ArmResource, Evidence } from "../evidence/index.ts";
import type { Baseline, Subscription } from "../fleet/index.ts";
import { type GraphQuery, queryGraph } from "./graph-query.ts";

/** What Azure says of one subscription. */
export interface LiveReading {
  readonly subscription: Subscription;
  readonly evidence: Evidence;
  /** Why nothing at all could be read; undefined when something could. */
  readonly failure?: AzureFailure;
}

export interface LiveOptions {
  readonly connection: AzureConnection;
  /** In the order in which they are read. */
  readonly subscriptions: readonly Subscription[];
  /** Whether Resource Graph knows the subscription; it is some minutes behind, and silent of what it does not know. */
  readonly inGraph: (subscription: Subscription) => boolean;
  /** Subscriptions at a time. @default 24 */
  readonly width?: number;
}

/** Subscriptions to a query of Resource Graph: pages of 1,000 rows are nearly full, and memory stays flat. */
const BATCH = 400;
const WIDTH = 24;

interface Unreadable {
  readonly type: string;
  readonly reason: string;
}

/** What of a batch is in Resource Graph: by subscription, and the types that it could not tell. */
interface GraphPart {
  readonly resources: ReadonlyMap<string, readonly ArmResource[]>;
  readonly unreadable: readonly Unreadable[];
}

/**
 * Reads subscriptions from Azure: by Resource Graph, many at a time, what it has, and by a GET to each type and
 * subscription what it has not. What cannot be read is said in the evidence, with the permission that is missing.
 */
export async function* readLive(options: LiveOptions): AsyncGenerator<LiveReading> {
  const { subscriptions, width = WIDTH } = options;
  const batches = inBatches(subscriptions);
  let next = batches[0] === undefined ? undefined : graphPart(batches[0], options);
  for (const [index, batch] of batches.entries()) {
    const part = await next;
    const following = batches[index + 1];
    // Resource Graph's next answers come while ARM is asked of this batch.
    next = following === undefined ? undefined : graphPart(following, options);
    yield* inOrder(batch, width, (subscription) => readOne(subscription, part, options));
  }
}

/** Works through the items, so many at a time, and gives the results in the items' order. */
async function* inOrder<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for (const item of items) {
    running.push(work(item));
    const first = running.length < width ? undefined : running.shift();
    if (first !== undefined) yield await first;
  }
  for (const result of running) yield await result;
}

async function readOne(
  subscription: Subscription,
  part: GraphPart | undefined,
  { connection, inGraph }: LiveOptions,
): Promise<LiveReading> {
  const byGraph = inGraph(subscription);
  const types = wantedTypes(subscription.baseline).filter(
    ({ graphTable }) => graphTable === undefined || !byGraph,
  );
  const lists = await Promise.all(types.map((type) => readList(connection, subscription, type)));
  connection.throttle.release(subscription.id);
  const read = lists.flatMap((list) => ("resources" in list ? list.resources : []));
  const failed = lists.flatMap((list) => ("failure" in list ? [list] : []));
  const unreadable = [
    ...failed.map(({ failure, type }) => ({ type, reason: reasonOf(failure, type) })),
    ...(byGraph ? (part?.unreadable ?? []) : []),
    ...customTypesOutOfSight().map((type) => ({ type, reason: OUT_OF_SIGHT })),
  ];
  const [first] = failed;
  return {
    subscription,
    evidence: {
      source: "azure",
      subscriptionId: subscription.id,
      resources: [...read, ...(byGraph ? (part?.resources.get(subscription.id) ?? []) : [])],
      ...(unreadable.length > 0 ? { unreadable } : {}),
    },
    ...(first !== undefined && failed.length === lists.length ? { failure: first.failure } : {}),
  };
}

type ListResult =
  | { readonly resources: readonly ArmResource[] }
  | { readonly type: string; readonly failure: AzureFailure };

async function readList(
  connection: AzureConnection,
  { id }: Subscription,
  { apiVersion, filter, type }: JudgedType,
): Promise<ListResult> {
  const filtered = filter === undefined ? "" : `&$filter=${encodeURIComponent(filter)}`;
  const path = `/subscriptions/${id}/providers/${type}?api-version=${apiVersion}${filtered}`;
  try {
    const values = await connection.list(path);
    const placed = values.flatMap((value) =>
      readArmResource(value, { type, apiVersion, subscriptionId: id }),
    );
    return { resources: placed.map(({ resource }) => resource) };
  } catch (error) {
    const failure = azureFailure(error);
    return isUnregistered(failure) ? { resources: [] } : { type, failure };
  }
}

/** Where the resource provider was never registered there are none of its resources. */
function isUnregistered({ code }: AzureFailure): boolean {
  return code === "MissingSubscriptionRegistration" || code === "SubscriptionNotRegistered";
}

function reasonOf({ code, message, status }: AzureFailure, type: string): string {
  if (status !== 403) return message;
  const said = code === undefined ? "" : ` (${code})`;
  return `the signed-in identity lacks ${permissionToRead(type)}${said}`;
}

const OUT_OF_SIGHT =
  "the app that brings it does not say how Azure lists it (azure.apiVersion of its mapper)";

/** The types that the subscription's baseline has judged. */
function wantedTypes(baseline: Baseline): readonly JudgedType[] {
  const off = typesSwitchedOff(baseline);
  return [...JUDGED_TYPES.filter(({ type }) => !off.has(type)), ...customArmTypes()];
}

/** A failing query leaves its types unknown in the whole batch, and the other queries as they are. */
async function graphPart(
  batch: readonly Subscription[],
  { connection, inGraph }: LiveOptions,
): Promise<GraphPart> {
  const subscriptions = batch.filter(inGraph);
  const resources = new Map<string, ArmResource[]>();
  const unreadable: Unreadable[] = [];
  if (subscriptions.length === 0) return { resources, unreadable };
  const ids = subscriptions.map(({ id }) => id);
  await Promise.all(
    queriesFor(subscriptions).map(async ({ text, types }) => {
      try {
        const rows = await queryGraph(connection, text, ids);
        for (const placed of rows.flatMap((row) => readArmResource(row))) add(resources, placed);
      } catch (error) {
        const { message } = azureFailure(error);
        unreadable.push(...types.map((type) => ({ type, reason: `Azure Resource Graph: ${message}` })));
      }
    }),
  );
  return { resources, unreadable };
}

const COLUMNS = "project id, name, type, kind, location, tags, properties, subscriptionId | order by id asc";

/** One query to each table that somebody in the batch needs. */
function queriesFor(subscriptions: readonly Subscription[]): GraphQuery[] {
  const baselines = [...new Set(subscriptions.map(({ baseline }) => baseline))];
  const byTable = new Map<string, string[]>();
  for (const { graphTable, type } of new Set(baselines.flatMap(wantedTypes))) {
    if (graphTable !== undefined) byTable.set(graphTable, [...(byTable.get(graphTable) ?? []), type]);
  }
  const queries = [...byTable].map(([table, types]): GraphQuery => {
    const list = types.map((type) => `'${type.toLowerCase()}'`).join(", ");
    return { types, text: `${table} | where type in~ (${list}) | ${COLUMNS}` };
  });
  // Resource groups are only looked at for the baseline's tags.
  const marks = new Set(baselines.flatMap(({ tags }) => Object.values(tags).slice(0, 1)));
  const groups = [...marks]
    .filter((mark) => /^[\w .:@-]+$/.test(mark))
    .map((mark): GraphQuery => {
      const where = `type =~ 'microsoft.resources/subscriptions/resourcegroups' and tags contains '${mark}'`;
      return { types: [RESOURCE_GROUPS], text: `resourcecontainers | where ${where} | ${COLUMNS}` };
    });
  return [...queries, ...groups];
}

function add(resources: Map<string, ArmResource[]>, { resource, subscriptionId }: PlacedResource): void {
  const known = resources.get(subscriptionId);
  if (known === undefined) resources.set(subscriptionId, [resource]);
  else known.push(resource);
}

function inBatches<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / BATCH);
  return Array.from({ length: count }, (_, index) => items.slice(index * BATCH, (index + 1) * BATCH));
}
