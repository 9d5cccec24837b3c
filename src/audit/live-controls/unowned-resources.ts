import { OutOfSightError } from "../../controls/index.ts";
import { type ArmResource, describe, read } from "../../evidence/index.ts";
import { listed, plain } from "../../text/wording.ts";
import type { LiveControl } from "./live-control.ts";
import { carriesTags } from "./tags.ts";

export const unownedResources: LiveControl = {
  id: "unowned-resources",
  title: "Resources with the baseline's tags belong to the baseline",
  severity: "low",
  required: true,
  why: "A rename in code or a lost state leaves the old resource in Azure, with the tags of the baseline. Terraform no longer updates it, and it may still send mail to former employees.",
  judgedBy: [
    "Every resource with all tags of the fleet's `tags` has the type and name of a resource in the subscription's stack. The stack is the synthesized one, or the one that csp-baseline builds if there is none.",
  ],
  satisfies: [],
  cannotSatisfy: [],
  check: (evidence, { baseline }, declared) => {
    const tagged = evidence.resources.filter((resource) => carriesTags(resource, baseline));
    if (tagged.length === 0) return undefined;
    if (declared === undefined) throw new OutOfSightError("its stack cannot be read or built");
    const unowned = tagged.filter((resource) => !declared.has(resource.type, nameOf(resource)));
    const [first] = unowned;
    if (first === undefined) return { status: "pass", message: "every tagged resource is in the stack" };
    return {
      status: "fail",
      message: `${listed(unowned.map((one) => `${shortType(one.type)} ${plain(nameOf(one), 80)}`))} has the baseline's tags but is not in the stack`,
      resource: describe(first),
      path: "tags",
      fix: "delete it, add it to the stack, or remove the tags",
    };
  },
};

function nameOf(resource: ArmResource): string {
  return read(resource).get("name").text() ?? "";
}

/** Returns `actionGroups` of `Microsoft.Insights/actionGroups`. */
function shortType(type: string): string {
  return plain(type.slice(type.lastIndexOf("/") + 1), 80);
}
