/** The parts of a path below `/subscriptions/{id}`. */
export interface ResourcePath {
  /** In the casing of the path. */
  readonly subscriptionId: string;
  readonly resourceGroup?: string;
  /** Namespace and type in the casing of the path: `Microsoft.Insights/actionGroups`. */
  readonly type: string;
  /** Undefined for a list of all resources of the type. */
  readonly name?: string;
}

const GROUP = /^\/subscriptions\/([^/]+)\/resourcegroups(?:\/([^/]+))?$/i;
const RESOURCE =
  /^\/subscriptions\/([^/]+)(?:\/resourcegroups\/([^/]+))?\/providers\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/i;

export const RESOURCE_GROUPS = "Microsoft.Resources/resourceGroups";

/** Returns `undefined` for a path that names neither a resource group, nor a resource, nor a list of them. */
export function parseResourcePath(path: string): ResourcePath | undefined {
  const group = GROUP.exec(path);
  if (group !== null) {
    const [, subscriptionId = "", name] = group;
    return { subscriptionId, type: RESOURCE_GROUPS, ...(name === undefined ? {} : { name }) };
  }
  const [, subscriptionId, resourceGroup, namespace, type, name] = RESOURCE.exec(path) ?? [];
  if (subscriptionId === undefined) return undefined;
  return {
    subscriptionId,
    type: `${namespace}/${type}`,
    ...(resourceGroup === undefined ? {} : { resourceGroup }),
    ...(name === undefined ? {} : { name }),
  };
}

/** Returns the id of a resource, in the casing of its parts. */
export function resourceId(parts: {
  readonly subscriptionId: string;
  readonly resourceGroup?: string | undefined;
  readonly type: string;
  readonly name: string;
}): string {
  const { name, resourceGroup, subscriptionId, type } = parts;
  const scope = `/subscriptions/${subscriptionId}`;
  if (type === RESOURCE_GROUPS) return `${scope}/resourceGroups/${name}`;
  const group = resourceGroup === undefined ? "" : `/resourceGroups/${resourceGroup}`;
  return `${scope}${group}/providers/${type}/${name}`;
}
