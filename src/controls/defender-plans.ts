import { type ArmResource, describe, read } from "../evidence/index.ts";
import { says } from "./arm.ts";
import { resourcesSeen } from "./cannot-tell.ts";
import type { Control } from "./control.ts";
import { allOf, type Criterion, merge } from "./criteria.ts";
import { CHECKOV, PROWLER, PSRULE, rules, unsatisfied } from "./tools.ts";
import { listed, plain, quote } from "./wording.ts";

const PRICINGS = "Microsoft.Security/pricings";
const WHERE_ON = "it fails on every plan that is set to Free, and the fleet may set one";

export const defenderPlans: Control = {
  id: "defender-plans",
  title: "Defender for Cloud watches what the customer pays for",
  severity: "medium",
  required: false,
  why:
    "Without a paid plan Defender for Cloud raises few of the alerts that the security contact is there to receive. " +
    "Plans cost money, so the fleet says which.",
  judgedBy: [
    "For every plan of the fleet's `defenderPlans` there is a `Microsoft.Security/pricings` of that name with its tier and, where the fleet names one, its subplan.",
    "Plans that the fleet does not name are not judged.",
    "Rules of other tools are satisfied for the plans that the fleet sets to Standard.",
  ],
  satisfies: [
    ...rules(
      PSRULE,
      ...["AZR-000290", "AZR-000293", "AZR-000294", "AZR-000295", "AZR-000296", "AZR-000297"],
      ...["AZR-000352", "AZR-000353", "AZR-000354", "AZR-000372", "AZR-000377"],
    ),
    ...rules(
      CHECKOV,
      ...["CKV_AZURE_55", "CKV_AZURE_61", "CKV_AZURE_69", "CKV_AZURE_79", "CKV_AZURE_84"],
      ...["CKV_AZURE_85", "CKV_AZURE_86", "CKV_AZURE_87", "CKV_AZURE_234"],
    ),
    ...rules(
      PROWLER,
      "defender_ensure_defender_for_server_is_on",
      "defender_ensure_defender_for_storage_is_on",
      "defender_ensure_defender_for_keyvault_is_on",
      "defender_ensure_defender_for_arm_is_on",
    ),
  ],
  cannotSatisfy: unsatisfied(WHERE_ON, rules(CHECKOV, "CKV_AZURE_19")),
  enabled: ({ defenderPlans: wanted }) => wanted !== false,
  check: (evidence, { baseline }) => {
    const wanted = Object.entries(baseline.defenderPlans === false ? {} : baseline.defenderPlans);
    const pricings = resourcesSeen(evidence, PRICINGS);
    return allOf({
      criteria: wanted.map(([plan, setting]) => planIs(pricings, plan, setting)),
      success: `the plan ${listed(wanted.map(([plan]) => plain(plan)))} is as the fleet says`,
    });
  },
};

interface PlanSetting {
  readonly tier: string;
  readonly subplan?: string | undefined;
}

function planIs(pricings: readonly ArmResource[], plan: string, { tier, subplan }: PlanSetting): Criterion {
  return () => {
    const parameter = ["defenderPlans", plan];
    const fix = `set the plan ${plain(plan)} to ${tier}${subplan === undefined ? "" : ` ${subplan}`}`;
    const ofPlan = pricings.filter((pricing) => says(read(pricing).get("name"), plan));
    if (ofPlan.length === 0) return { message: `the plan ${plain(plan)} is not set`, parameter, fix };
    const differs = (pricing: ArmResource, key: string, wanted: string) => {
      const value = read(pricing).get("properties").get(key);
      if (says(value, wanted)) return [];
      const message = `${key} of the plan ${plain(plan)} is ${quote(value.text() ?? "")}, not ${wanted}`;
      return [{ message, resource: describe(pricing), path: value.path, parameter, fix }];
    };
    const complaints = ofPlan.flatMap((pricing) => [
      ...differs(pricing, "pricingTier", tier),
      ...(subplan === undefined ? [] : differs(pricing, "subPlan", subplan)),
    ]);
    return merge(complaints);
  };
}
