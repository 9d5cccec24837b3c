import { canonicalType, parseResourceId, RESOURCE_GROUPS, SUBSCRIPTIONS } from "../../evidence/arm/index.ts";
import { isJudged } from "../../evidence/arm/resource-types.ts";
import type { DeclaredArmResource, StackEvidence } from "../../evidence/stack.ts";
import type { DeclaredBlock } from "../../evidence/terraform/configuration.ts";
import { comparable } from "./arm-ids.ts";
import type { Complaint } from "./complaint.ts";

/**
 * Reports second writers of a declared resource: another resource with the same id, an update of it, or an action on
 * it. The deployed resource would be a mix that no control has judged.
 */
export function writers(evidence: StackEvidence): Complaint[] {
  const { data, ephemerals, resources } = evidence.configuration;
  const actions = [...resources, ...data, ...ephemerals].filter(
    ({ type }) => type === "azapi_resource_action",
  );
  return [
    ...twice(evidence.declared),
    ...evidence.declared.flatMap((declared) => unnamed(declared)),
    ...actions.flatMap((action) => acting(action)),
    ...resources.flatMap((block) => onDataPlane(block)),
  ];
}

/** A data plane resource is a request to the host in its parent: ARM's own would take a write to anything. */
function onDataPlane({ address, body, type }: DeclaredBlock): Complaint[] {
  if (type !== "azapi_data_plane_resource") return [];
  const parent = body["parent_id"];
  if (typeof parent !== "string" || !/(?:^|\/)management\.|\/subscriptions\//i.test(parent)) return [];
  const fix = "Declare it as azapi_resource";
  return [
    { message: `${address} writes to Azure Resource Manager through the data plane`, fix, resource: address },
  ];
}

/** Reports two resources of one id: the one that the baseline does not declare. */
function twice(declared: readonly DeclaredArmResource[]): Complaint[] {
  const first = new Map<string, DeclaredArmResource>();
  const ordered = [...declared].sort((a, b) => Number(b.ofBaseline) - Number(a.ofBaseline));
  return ordered.flatMap((resource) => {
    if (typeof resource.id !== "string") return [];
    const id = comparable(resource.id);
    const other = first.get(id);
    if (other === undefined) {
      first.set(id, resource);
      return [];
    }
    return [
      {
        message: `${resource.address} writes the resource that ${other.address} declares, ${resource.id.slice(0, 300)}`,
        fix: `Set it in ${other.address}, and remove the other`,
        resource: resource.address,
      },
    ];
  });
}

/** Reports resources that overwrite an existing resource whose id is unknown. */
function unnamed({ address, id, type }: DeclaredArmResource): Complaint[] {
  const [terraformType = ""] = address.split(".");
  if (terraformType === "azapi_resource" || terraformType === "azapi_update_resource") {
    if (!/^[\w.]+(\/\w+)+$/.test(type)) {
      return [{ message: `the type of ${address} is unknown`, fix: TYPE_FIX, resource: address }];
    }
  }
  // Other resources fail when the resource exists.
  const overwrites =
    terraformType === "azapi_update_resource" || terraformType.endsWith("_subscription_pricing");
  if (!overwrites || typeof id === "string" || !isJudged(type)) return [];
  return [
    {
      message: `it is unknown which ${type} ${address} changes: it may be the baseline's`,
      fix: "Set its id, or refer to the resource of this stack",
      resource: address,
    },
  ];
}

const TYPE_FIX = "Set the type and its API version: Microsoft.Insights/actionGroups@2023-01-01";
/** A change of these types affects all resources inside them. */
const CONTAINERS = [
  RESOURCE_GROUPS,
  SUBSCRIPTIONS,
  "Microsoft.Resources/deployments",
  "Microsoft.Resources/deploymentStacks",
  "Microsoft.Resources/tags",
];

/** An action may be any request: `DELETE` of the contact, `PUT` of a budget. */
function acting({ address, body }: DeclaredBlock): Complaint[] {
  const { action, resource_id: id, type } = body;
  const complain = (message: string): Complaint[] => [
    {
      message: `${address} ${message}`,
      fix: "Declare the properties in the resource itself",
      resource: address,
    },
  ];
  if (typeof type !== "string" || !/^[\w.]+(\/\w+)+@/.test(type)) {
    return complain("sends a request to a resource of an unknown type");
  }
  const armType = type.replace(/@.*$/, "");
  if (action !== undefined && action !== null && action !== "") {
    if (typeof action !== "string" || !/^[A-Za-z0-9]+$/.test(action)) {
      return complain("sends a request below a resource, to an unknown target");
    }
  }
  const ofId =
    typeof id === "string" && !/[$%]\{/.test(id) ? (parseResourceId(id)?.type ?? SUBSCRIPTIONS) : armType;
  const method = typeof body["method"] === "string" ? body["method"].toUpperCase() : "POST";
  for (const target of [armType, ofId]) {
    if (isJudged(target)) return complain(`sends a request to a resource of the baseline's type ${target}`);
    if (CONTAINERS.some((container) => canonicalType(target).toLowerCase() === container.toLowerCase())) {
      const reads = method === "GET" || method === "HEAD";
      if (!reads) return complain(`sends a request to ${target}, which affects all resources in it`);
    }
  }
  return [];
}
