import { DELEGATION_OPERATIONS } from "../../constructs/administrative-operations.ts";
import { DEFAULTS } from "../../constructs/defaults.ts";
import { DEFENDER_PLANS } from "../../constructs/defender-plan-names.ts";
import { operationSlug } from "../../constructs/operation.ts";
import type { BaselineLayer } from "./baseline-schema.ts";
import type { Baseline, BudgetSettings, DefenderPlans, SecurityContactSettings } from "./fleet.ts";

type Part<K extends keyof BaselineLayer> = Exclude<BaselineLayer[K], undefined | false>;
type Tags = Part<"tags">;
type Contacts = Part<"contacts">;
type SecurityContact = Part<"securityContact">;
type Budget = Part<"budget">;
type ActivityLogAlerts = Part<"activityLogAlerts">;
type ActivityLogExport = Part<"activityLogExport">;
type Plans = Part<"defenderPlans">;

/** A baseline in which values without a default may be missing. */
export interface Draft extends Omit<Baseline, "location" | "contacts" | "budget"> {
  readonly location: string | undefined;
  readonly contacts: {
    readonly security: Partial<Baseline["contacts"]["security"]>;
    readonly billing: Partial<Baseline["contacts"]["billing"]>;
    readonly operations: Baseline["contacts"]["operations"];
  };
  readonly budget: Partial<BudgetSettings> & Pick<BudgetSettings, "actual" | "forecasted">;
}

/** Fills merged layers with the defaults. */
export function draftOf(merged: BaselineLayer): Draft {
  return {
    location: merged.location,
    resourceGroup: merged.resourceGroup ?? DEFAULTS.resourceGroup,
    tags: tagsOf(merged.tags),
    contacts: contactsOf(merged.contacts),
    securityContact: securityContactOf(merged.securityContact),
    budget: budgetOf(merged.budget),
    ...(merged.extraBudgets === undefined ? {} : { extraBudgets: merged.extraBudgets }),
    costAnomaly: NOTHING,
    serviceHealth: merged.serviceHealth ?? NOTHING,
    resourceHealth: merged.resourceHealth ?? NOTHING,
    activityLogAlerts: activityLogAlertsOf(merged.activityLogAlerts),
    activityLogExport: merged.activityLogExport === false ? false : exportOf(merged.activityLogExport),
    defenderPlans: merged.defenderPlans === false ? false : plansOf(merged.defenderPlans),
    policyAssignments: merged.policyAssignments ?? false,
    ...(merged.ownPolicyAssignments === undefined
      ? {}
      : { ownPolicyAssignments: merged.ownPolicyAssignments }),
    packs: merged.packs ?? NO_PACKS,
    custom: merged.custom ?? NOTHING,
  };
}

const NOTHING = {};
const NO_PACKS: Draft["packs"] = [];

/**
 * Creates a part of the draft once for each part of a layer. Merging shares unchanged parts, so most subscriptions,
 * which differ from their customer in one or two parts, share the others with it.
 */
function oncePerPart<L extends object, D>(make: (layer: L | undefined) => D): (layer: L | undefined) => D {
  const none = make(undefined);
  const made = new WeakMap<L, D>();
  return (layer) => {
    if (layer === undefined) return none;
    const known = made.get(layer);
    if (known !== undefined) return known;
    const part = make(layer);
    made.set(layer, part);
    return part;
  };
}

const tagsOf = oncePerPart<Tags, Draft["tags"]>((layer) => ({ ...DEFAULTS.tags, ...layer }));
const budgetOf = oncePerPart<Budget, Draft["budget"]>((layer) => ({ ...DEFAULTS.budget, ...layer }));

const securityContactOf = oncePerPart<SecurityContact, SecurityContactSettings>((layer) => ({
  ...DEFAULTS.securityContact,
  ...layer,
}));

const activityLogAlertsOf = oncePerPart<ActivityLogAlerts, Draft["activityLogAlerts"]>(
  ({ delegations = false, extraOperations = [], ...others } = {}) => {
    // Azure ignores the case of operations; an alert's address does not.
    const names = (operation: string) => [operationSlug(operation), operation.toLowerCase()];
    const known = new Set(extraOperations.flatMap(names));
    const more = delegations
      ? DELEGATION_OPERATIONS.filter((one) => !names(one).some((name) => known.has(name)))
      : [];
    return { ...others, extraOperations: [...extraOperations, ...more] };
  },
);

const contactsOf = oncePerPart<Contacts, Draft["contacts"]>(
  ({ security = {}, billing = {}, operations = {} } = {}) => {
    const { phone = false, ...rest } = security;
    return {
      security: phone === false ? rest : { ...rest, phone },
      billing,
      operations: { emails: [], webhooks: [], ...operations },
    };
  },
);

const exportOf = oncePerPart<ActivityLogExport, Draft["activityLogExport"]>((layer) => {
  if (layer === undefined) return false;
  const { workspaceId = false, storageAccountId = false } = layer;
  const { eventHubAuthorizationRuleId = false, eventHubName = false, marketplacePartnerId = false } = layer;
  return {
    ...(workspaceId === false ? {} : { workspaceId }),
    ...(storageAccountId === false ? {} : { storageAccountId }),
    ...(eventHubAuthorizationRuleId === false ? {} : { eventHubAuthorizationRuleId }),
    ...(eventHubName === false ? {} : { eventHubName }),
    ...(marketplacePartnerId === false ? {} : { marketplacePartnerId }),
  };
});

/** Removes the plans that a layer switched off. A plan set to Free loses its inherited subplan and extensions. */
const plansOf = oncePerPart<Plans, Draft["defenderPlans"]>((layer = {}) => {
  const plans: { -readonly [plan in keyof DefenderPlans]: DefenderPlans[plan] } = {};
  for (const name of DEFENDER_PLANS) {
    const plan = layer[name] ?? false;
    if (plan !== false) plans[name] = plan.tier === "Free" ? { tier: "Free" } : standardPlan(plan);
  }
  return Object.keys(plans).length === 0 ? false : plans;
});

type StandardPlan = Exclude<Plans[keyof Plans], undefined | false>;

/** Without the extensions that a layer left out. */
function standardPlan({ extensions, ...plan }: StandardPlan): NonNullable<DefenderPlans["VirtualMachines"]> {
  if (extensions === undefined) return plan;
  const on = Object.entries(extensions).flatMap(([name, settings]) =>
    settings === false ? [] : [[name, settings] as const],
  );
  return on.length === 0 ? plan : { ...plan, extensions: Object.fromEntries(on) };
}
