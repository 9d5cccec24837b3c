import { declaresGroup, type Group } from "../src/engine/arm/index.ts";
import type { Checks } from "./checks.ts";

export type { Group } from "../src/engine/arm/index.ts";

export function checkGroup(checks: Checks, group: Group): void {
  const valid =
    declaresGroup(group) ||
    (typeof group === "string" &&
      (group.includes("${") || /^[-\p{L}\p{N}_.()]{0,89}[-\p{L}\p{N}_()]$/u.test(group)));
  checks.require(valid, "resourceGroup", "be a ResourceGroup or the name of one", group);
}
