import type { Reference } from "./control.ts";

/** The tools and standards that controls refer to, with the name and version shown in findings. */
export const CIS = "CIS Azure 6.0";
export const AZURE_POLICY = "Azure Policy";
export const PSRULE = "PSRule.Rules.Azure";
export const CHECKOV = "Checkov";
export const TRIVY = "Trivy";
export const PROWLER = "Prowler";
export const KICS = "KICS";
export const STEAMPIPE = "Steampipe azure_compliance";
export const AMBA = "AMBA";
export const ALZ = "ALZ";
export const APRL = "APRL";
export const CHECKLIST = "Azure review checklists";

/** Returns references to several rules of one tool. */
export function rules(tool: string, ...ids: readonly string[]): Reference[] {
  return ids.map((id) => ({ tool, id }));
}

/** Returns references to several rules of one tool that cannot be satisfied for the same reason. */
export function unsatisfied(
  reason: string,
  references: readonly Reference[],
): (Reference & { readonly reason: string })[] {
  return references.map((reference) => ({ ...reference, reason }));
}
