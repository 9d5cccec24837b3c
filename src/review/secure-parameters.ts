import { isRecord, member, members, textMember } from "../text/json.ts";
import { parsedText } from "./attribute-values.ts";
import type { Sides } from "./sides.ts";

/** Deeper than any nested deployment; bounds hostile input. */
const MAX_DEPTH = 40;

/**
 * Returns the parameters, in lower case, that an ARM template of the resource declares as `securestring` or
 * `secureObject`. It reads both sides of the change, nested deployments, `template_content` of azurerm and
 * `properties.template` of azapi's body.
 */
export function secureParameters({ after, before }: Pick<Sides, "after" | "before">): ReadonlySet<string> {
  const names = new Set<string>();
  for (const side of [before, after]) {
    collect(parsedText(member(side, "template_content")), names, 0);
    if (!/^microsoft\.resources\//i.test(textMember(side, "type") ?? "")) continue;
    const body = parsedText(member(side, "body"));
    collect(parsedText(member(member(body, "properties"), "template")), names, 0);
  }
  return names;
}

function collect(node: unknown, names: Set<string>, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(node)) for (const item of node) collect(item, names, depth + 1);
  if (!isRecord(node)) return;
  for (const [name, declared] of members(member(node, "parameters"))) {
    if (/^secure/i.test(textMember(declared, "type") ?? "")) names.add(name.toLowerCase());
  }
  for (const [, inner] of members(node)) collect(inner, names, depth + 1);
}
