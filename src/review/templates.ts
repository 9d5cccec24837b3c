import { judgedTypes } from "../evidence/arm/index.ts";
import { type ArmResource, Unknown } from "../evidence/index.ts";
import type { PlanEvidence } from "../evidence/plan/index.ts";
import { isRecord, items, member, members, textMember } from "../text/json.ts";
import { parsedJson } from "../text/parsed-json.ts";
import type { Possibility } from "./possibility.ts";

/** Terraform resources that deploy a template, whose resources no plan shows. */
const DEPLOYMENTS: ReadonlySet<string> = new Set([
  "azurerm_management_group_template_deployment",
  "azurerm_resource_group_template_deployment",
  "azurerm_subscription_template_deployment",
  "azurerm_tenant_template_deployment",
]);

const NESTED_DEPLOYMENT = "microsoft.resources/deployments";
/** Deeper than any template; bounds hostile input. */
const MAX_DEPTH = 64;

/** Returns baseline resources that ARM templates of the plan may create in a subscription. */
export function templatesOf(evidence: PlanEvidence, subscriptionId: string): Possibility[] {
  return evidence.resources.flatMap(({ address, entry, subscriptionId: where, type }) => {
    if (where !== undefined && where !== subscriptionId) return [];
    const after = member(member(entry, "change"), "after");
    const template = templateOf(type, after);
    if (template === undefined) return [];
    const declared = template.seen ? typesIn(template.content) : judgedTypes().map((one) => one.type);
    if (declared.length === 0) return [];
    const what = template.seen
      ? `deploys ${declared.join(", ")} by a template`
      : "deploys a template that the plan does not show";
    return [
      {
        resource: address,
        effect: "adds" as const,
        reason: `${address} ${what}, and the resources of a template are not judged`,
        fix: "declare the resource in Terraform, or check Azure with csp-baseline audit",
        apply: (resources: readonly ArmResource[]) => [
          ...resources,
          ...declared.map((one) => openResource(one, address)),
        ],
      },
    ];
  });
}

function openResource(type: string, address: string): ArmResource {
  const open = new Unknown();
  return { type, id: open, name: open, kind: open, properties: open, address };
}

/** The template of a deployment; the plan may not show its content. */
type Template = { readonly seen: true; readonly content: unknown } | { readonly seen: false };

const UNSEEN: Template = { seen: false };

/** Returns the template that a resource deploys; undefined when it deploys none. */
function templateOf(type: string, values: unknown): Template | undefined {
  if (values === undefined || values === null) return undefined;
  if (DEPLOYMENTS.has(type)) {
    const text = textMember(values, "template_content");
    return text === undefined ? UNSEEN : shown(parsedJson(text));
  }
  if (type !== "azapi_resource") return undefined;
  const armType = textMember(values, "type")?.split("@")[0]?.toLowerCase();
  if (armType !== NESTED_DEPLOYMENT) return undefined;
  const body = member(values, "body");
  return shown(member(member(typeof body === "string" ? parsedJson(body) : body, "properties"), "template"));
}

/** Anything other than an object is not a template: its resources are not known. */
function shown(content: unknown): Template {
  return isRecord(content) ? { seen: true, content } : UNSEEN;
}

/** Returns the baseline types that a template declares, at any depth, in a list or with symbolic names. */
function typesIn(template: unknown): string[] {
  const judged = new Map(judgedTypes().map(({ type }) => [type.toLowerCase(), type]));
  const found = new Set<string>();
  const visit = (module: unknown, parent: string, depth: number) => {
    if (depth > MAX_DEPTH) return;
    const declared = member(module, "resources");
    const resources = Array.isArray(declared) ? items(declared) : members(declared).map(([, one]) => one);
    for (const resource of resources) {
      const own = textMember(resource, "type") ?? "";
      // A child's type continues its parent's.
      const type = parent === "" || own.includes(".") ? own : `${parent}/${own}`;
      const known = judged.get(type.toLowerCase());
      if (known !== undefined) found.add(known);
      visit(member(member(resource, "properties"), "template"), "", depth + 1);
      visit(resource, type, depth + 1);
    }
  };
  visit(template, "", 0);
  return [...found];
}
