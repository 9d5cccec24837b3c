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
import { inOrder } from "./in-order.ts";

/** Azure's answers on one subscription. */
export interface LiveReading {
  readonly subscription: Subscription;
  readonly evidence: Evidence;
  /** The failure to read anything; undefined if something could be read. */
  readonly failure?: AzureFailure;
}

export interface LiveOptions {
  readonly connection: AzureConnection;
  /** The subscriptions, in the order of reading. */
  readonly subscriptions: readonly Subscription[];
  /**
   * Reports whether Resource Graph has the subscription; it lags some minutes and omits subscriptions that it does not
   * have.
   */
  readonly inGraph: (subscription: Subscription) => boolean;
  /** The number of subscriptions at a time. @default 24 */
  readonly width?: number;
}

/** The number of subscriptions in a query of Resource Graph: it nearly fills pages of 1,000 rows and bounds memory. */
const BATCH = 400;
const WIDTH = 24;

interface Unreadable {
  readonly type: string;
  readonly reason: string;
}

/** The part of a batch in Resource Graph: by subscription, with the unreadable types. */
interface GraphPart {
  readonly resources: ReadonlyMap<string, readonly ArmResource[]>;
  readonly unreadable: readonly Unreadable[];
}

/**
 * Reads subscriptions from Azure: many at a time by Resource Graph, other types by a GET for each type and
 * subscription. Unreadable types are recorded in the evidence with the missing permission.
 */
export async function* readLive(options: LiveOptions): AsyncGenerator<LiveReading> {
  const { subscriptions, width = WIDTH } = options;
  const batches = inBatches(subscriptions);
  let next = batches[0] === undefined ? undefined : graphPart(batches[0], options);
  for (const [index, batch] of batches.entries()) {
    const part = await next;
    const following = batches[index + 1];
    // Resource Graph's next answers arrive while this batch is read from ARM.
    next = following === undefined ? undefined : graphPart(following, options);
    yield* inOrder(batch, width, (subscription) => readOne(subscription, part, options));
  }
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

/** An unregistered resource provider has no resources. */
function isUnregistered({ code }: AzureFailure): boolean {
  return code === "MissingSubscriptionRegistration" || code === "SubscriptionNotRegistered";
}

function reasonOf({ code, message, status }: AzureFailure, type: string): string {
  if (status !== 403) return message;
  const suffix = code === undefined ? "" : ` (${code})`;
  return `the signed-in identity lacks ${permissionToRead(type)}${suffix}`;
}

const OUT_OF_SIGHT = "the app's mapper does not define its list in Azure (azure.apiVersion)";

/** Returns the types that the subscription's baseline needs. */
function wantedTypes(baseline: Baseline): readonly JudgedType[] {
  const off = typesSwitchedOff(baseline);
  return [...JUDGED_TYPES.filter(({ type }) => !off.has(type)), ...customArmTypes()];
}

/** Queries the batch. A failing query makes its types unknown for the whole batch and does not affect other queries. */
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

/** Returns one query for each table that the batch needs. */
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
  // Resource groups are read only for the baseline's tags.
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
