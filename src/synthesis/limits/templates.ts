import { isJudged } from "../../evidence/arm/resource-types.ts";
import type { Configuration, DeclaredBlock } from "../../evidence/terraform/configuration.ts";
import { isRecord, items, member, members } from "../../text/json.ts";
import type { Complaint } from "./complaint.ts";
import type { StackOwner } from "./owner.ts";

const AZURERM = /^azurerm_(\w+_)?template_deployment$/;
const AZAPI = /^microsoft\.resources\/(deployments|deploymentstacks)(@|$)/i;
const DEEPEST = 16;
/** Matches `Microsoft.Storage/storageAccounts`, or the last part of a child's type. */
const TYPE = /^[\w.-]+(\/[\w.-]+)*$/;
/** Matches the older form of a resource on a subscription or a group: its real type is in its name. */
const EXTENSION = /^microsoft\.resources\/.*\/providers\//i;
const SEVERAL = Symbol("several members of one name");

/** Returns a member without regard to case, as Azure reads templates. */
function anyCase(value: unknown, name: string): unknown {
  const found = isRecord(value) ? Object.keys(value).filter((key) => key.toLowerCase() === name) : [];
  return found.length > 1 ? SEVERAL : member(value, found[0] ?? name);
}

/**
 * Checks template deployments: Azure creates the resources of the template, and no plan shows them. A deployment passes
 * when its template is readable and has none of the types that controls judge, or when the fleet allows its address.
 */
export function templates(owner: StackOwner, { resources }: Configuration): Complaint[] {
  return resources.flatMap((block) => {
    const deployment = deploymentOf(block);
    if (deployment === undefined || owner.deployments.includes(block.address)) return [];
    const reason = deployment.complete
      ? "deletes resources that are not in its template"
      : faultOf(deployment.template, 0);
    if (reason === undefined) return [];
    return [
      {
        message: `the template deployment ${block.address} ${reason}`,
        fix: "Declare its resources in Terraform, or name its address under allow.deployments of the fleet after a review",
        resource: block.address,
      },
    ];
  });
}

interface Deployment {
  readonly template: unknown;
  readonly complete: boolean;
}

function deploymentOf({ body, type }: DeclaredBlock): Deployment | undefined {
  if (AZURERM.test(type)) {
    const mode = body["deployment_mode"];
    return {
      template: parsed(body["template_content"] ?? body["template_body"]),
      complete: mode !== undefined && mode !== null && mode !== "Incremental",
    };
  }
  const armType = body["type"];
  if (!/^azapi_(update_)?resource$/.test(type) || typeof armType !== "string" || !AZAPI.test(armType))
    return undefined;
  const properties = anyCase(parsed(body["body"]), "properties");
  const mode = anyCase(properties, "mode");
  const unmanage = anyCase(properties, "actiononunmanage");
  return {
    template: body["sensitive_body"] === undefined ? anyCase(properties, "template") : undefined,
    complete: (mode !== undefined && mode !== "Incremental") || unmanage !== undefined,
  };
}

/** Returns the value of JSON text, or the value itself. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** Returns why a template may write a part of the baseline; undefined when it cannot. */
function faultOf(template: unknown, depth: number): string | undefined {
  const declared = anyCase(template, "resources");
  if (depth > DEEPEST || typeof declared !== "object" || declared === null)
    return "has a template that the gate cannot read";
  const found = Array.isArray(declared) ? items(declared) : members(declared).map(([, item]) => item);
  for (const resource of found) {
    const fault = faultOfResource(resource, "", depth);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultOfResource(resource: unknown, parent: string, depth: number): string | undefined {
  const written = anyCase(resource, "type");
  if (typeof written !== "string" || !TYPE.test(written) || EXTENSION.test(written))
    return "has a template that the gate cannot read";
  // Inside its parent, a child's type may be the last part only.
  const type = written.includes("/") && written.includes(".") ? written : `${parent}/${written}`;
  if (isJudged(type)) return `writes ${type}, which controls judge`;
  if (AZAPI.test(type)) {
    const fault = faultOf(anyCase(anyCase(resource, "properties"), "template"), depth + 1);
    if (fault !== undefined) return fault;
  }
  const children = anyCase(resource, "resources");
  if (children === SEVERAL) return "has a template that the gate cannot read";
  for (const [, child] of members(children)) {
    const fault = depth > DEEPEST ? "is too deep to read" : faultOfResource(child, type, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
