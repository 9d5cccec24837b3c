import { type ArmResource, describe, read } from "../evidence/index.ts";
import type { DefenderPlan } from "../fleet/index.ts";
import { listed, plain, quote } from "../text/wording.ts";
import { textEquals } from "./arm.ts";
import { resourcesSeen, someCertain } from "./cannot-tell.ts";
import { allOf, type Criterion, merge } from "./criteria.ts";
import { ownControl, type RuleAsk } from "./own-control.ts";
import { CHECKOV, CIS, PROWLER, PSRULE, rules, unsatisfied } from "./tools.ts";
import { lacks } from "./words.ts";

const PRICINGS = "Microsoft.Security/pricings";
const WHERE_ON = "it fails on every plan that is set to Free, and the fleet may set one";

/** PSRule's rules, each with the plan that it requires. */
const PSRULE_PLANS: readonly (readonly [id: string, plan: DefenderPlan, subplan?: string])[] = [
  ["AZR-000290", "Containers"],
  ["AZR-000293", "VirtualMachines", "P2"],
  ["AZR-000294", "SqlServers"],
  ["AZR-000295", "AppServices"],
  ["AZR-000296", "StorageAccounts"],
  ["AZR-000297", "SqlServerVirtualMachines"],
  ["AZR-000352", "KeyVaults"],
  ["AZR-000353", "Dns"],
  ["AZR-000354", "Arm"],
  ["AZR-000372", "CloudPosture"],
  ["AZR-000377", "Api"],
];

/** Rules of the CIS benchmark 6.0 on plans. The pack `cis-6` requires the first two. */
const CIS_PLANS = [
  ...["8.1.1.1", "8.1.2.1", "8.1.3.1", "8.1.4.1", "8.1.5.1", "8.1.6.1", "8.1.7.1", "8.1.7.2", "8.1.7.3"],
  ...["8.1.7.4", "8.1.8.1", "8.1.9.1"],
];

/** Returns the ask of a rule that requires a plan on Standard, with its subplan where the rule names one. */
function planAsk(rule: string, plan: DefenderPlan, subplan?: string): RuleAsk {
  return {
    rule,
    setting: {
      path: ["defenderPlans", plan],
      is: subplan === undefined ? "is of tier Standard" : `is of tier Standard and subplan ${subplan}`,
      meets: ({ defenderPlans: plans }) => {
        const found = plans === false ? undefined : plans[plan];
        return found?.tier === "Standard" && (subplan === undefined || found.subplan === subplan);
      },
    },
  };
}

export const defenderPlans = ownControl({
  id: "defender-plans",
  title: "Defender for Cloud watches what the customer pays for",
  severity: "medium",
  required: false,
  why:
    "Without a paid plan Defender for Cloud raises few of the alerts that the security contact should receive. " +
    "Plans cost money, so the fleet selects them.",
  judgedBy: [
    "For every plan of the fleet's `defenderPlans` there is a `Microsoft.Security/pricings` of that name with its tier and, where the fleet names them, its subplan and extensions that are on.",
    "Plans that the fleet does not name are not judged.",
    "Rules of other tools are satisfied for the plans that the fleet sets to Standard.",
  ],
  satisfies: [
    ...rules(PSRULE, ...PSRULE_PLANS.map(([id]) => id)),
    ...rules(CIS, ...CIS_PLANS),
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
  words: lacks("Defender plans"),
  judges: { [PRICINGS]: "the Defender plan" },
  askedBy: {
    "cis-6": [planAsk("8.1.1.1", "CloudPosture"), planAsk("8.1.2.1", "Api")],
    psrule: PSRULE_PLANS.map((wanted) => planAsk(...wanted)),
  },
  guide: {
    baseline:
      "defenderPlans: { VirtualMachines: { tier: Standard, subplan: P2 }, KeyVaults: { tier: Standard } }",
    construct: "DefenderPlans",
    hints: [
      "A plan in Azure differs from the fleet: deploy again to set it.",
      "Removing a plan from the fleet sets it to Free at the next deployment. Standard costs money.",
    ],
  },
  enabled: ({ defenderPlans: wanted }) => wanted !== false,
  check: (evidence, { baseline }) => {
    const wanted = Object.entries(baseline.defenderPlans === false ? {} : baseline.defenderPlans);
    const pricings = resourcesSeen(evidence, PRICINGS);
    return allOf({
      criteria: wanted.map(([plan, setting]) => planIs(pricings, plan, setting)),
      success: `the plan ${listed(wanted.map(([plan]) => plain(plan)))} matches the fleet`,
    });
  },
});

interface PlanSetting {
  readonly tier: string;
  readonly subplan?: string | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

function planIs(
  pricings: readonly ArmResource[],
  plan: string,
  { extensions = {}, subplan, tier }: PlanSetting,
): Criterion {
  return () => {
    const parameter = ["defenderPlans", plan];
    const fix = `set the plan ${plain(plan)} to ${tier}${subplan === undefined ? "" : ` ${subplan}`}`;
    const ofPlan = pricings.filter((pricing) => textEquals(read(pricing).get("name"), plan));
    if (ofPlan.length === 0) return { message: `the plan ${plain(plan)} is not set`, parameter, fix };
    const differs = (pricing: ArmResource, key: string, wanted: string) => {
      const value = read(pricing).get("properties").get(key);
      if (textEquals(value, wanted)) return [];
      const message = `${key} of the plan ${plain(plan)} is ${quote(value.text() ?? "")}, not ${wanted}`;
      return [{ message, resource: describe(pricing), path: value.path, parameter, fix }];
    };
    const complaints = ofPlan.flatMap((pricing) => [
      ...differs(pricing, "pricingTier", tier),
      ...(subplan === undefined ? [] : differs(pricing, "subPlan", subplan)),
      ...missingExtensions(pricing, Object.keys(extensions)).map((complaint) => ({
        ...complaint,
        parameter: [...parameter, "extensions"],
      })),
    ]);
    return merge(complaints);
  };
}

/** The extensions that the fleet wants and that are not on. */
function missingExtensions(pricing: ArmResource, wanted: readonly string[]) {
  if (wanted.length === 0) return [];
  const extensions = read(pricing).get("properties").get("extensions");
  const missing = wanted.filter(
    (name) =>
      !someCertain(
        extensions.items(),
        (one) => textEquals(one.get("name"), name) && textEquals(one.get("isEnabled"), "True"),
      ),
  );
  if (missing.length === 0) return [];
  const plan = plain(read(pricing).get("name").text() ?? "");
  const message = `the extension ${listed(missing)} of the plan ${plan} is not on`;
  return [{ message, resource: describe(pricing), path: extensions.path, fix: "switch it on" }];
}
