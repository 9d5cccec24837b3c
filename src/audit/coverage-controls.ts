import type { Control, Judgement } from "../controls/index.ts";
import type { Finding } from "../findings/index.ts";
import { findingOf } from "../findings/index.ts";
import type { Subscription } from "../fleet/index.ts";
import { plain, quote } from "../text/wording.ts";
import type { Standing, UnmanagedSubscription } from "./coverage.ts";

/**
 * The audit's controls of a subscription itself. Unlike other controls they are judged by the sources' lists, and have
 * findings only for failures and unknowns.
 */
type CoverageControl = Omit<Control, "check">;

const NOTHING = { required: true, satisfies: [], cannotSatisfy: [] };

const unmanagedSubscription: CoverageControl = {
  ...NOTHING,
  id: "unmanaged-subscription",
  title: "Every subscription that exists is managed",
  severity: "critical",
  why: "The partner is responsible for a subscription from its purchase, and a subscription outside the fleet has no baseline.",
  judgedBy: [
    "Every subscription in ARM, Azure Resource Graph, Partner Center or an exported file is in the fleet. Subscriptions of the partner's own tenant are ignored, unless a customer of the fleet has that tenant.",
  ],
};

const notVisible: CoverageControl = {
  ...NOTHING,
  id: "not-visible",
  title: "Every managed subscription is visible",
  severity: "critical",
  why: "A removed delegation removes a subscription from every list without an error, so a check of the lists would pass.",
  judgedBy: [
    "Each managed subscription is in an answer of Azure. The result is unknown where a source could not be read completely; exported files without a list of subscriptions are not judged.",
    "A subscription that Partner Center bills and Azure does not show has lost its delegation; one that no source shows may be deleted.",
  ],
};

const movedTenant: CoverageControl = {
  ...NOTHING,
  id: "moved-tenant",
  title: "Every managed subscription is in its customer's tenant",
  severity: "critical",
  why: "A subscription that was moved to another directory has other owners, and the partner has lost its roles.",
  judgedBy: ["The tenant in Azure or Partner Center is the `tenantId` of the subscription's customer."],
};

const notEnabled: CoverageControl = {
  ...NOTHING,
  id: "not-enabled",
  title: "Every managed subscription is enabled",
  severity: "medium",
  why: "A disabled subscription is read-only and is deleted after some weeks; a warned or past due one is disabled next.",
  judgedBy: ["The state is Enabled, or active in Partner Center."],
};

export const COVERAGE_CONTROLS: readonly CoverageControl[] = [
  unmanagedSubscription,
  notVisible,
  movedTenant,
  notEnabled,
];

/** Returns the findings on the standing of a managed subscription. */
export function standingFindings(subscription: Subscription, standing: Standing): Finding[] {
  const say = (control: CoverageControl, judgement: Judgement) =>
    findingOf(subscription, { ...control, check: () => judgement }, judgement);
  const { movedTo, state } = standing;
  const visibility = visibilityJudgement(standing);
  return [
    ...(visibility === undefined ? [] : [say(notVisible, visibility)]),
    ...(movedTo === undefined
      ? []
      : [
          say(movedTenant, {
            status: "fail",
            message: `it is in the tenant ${plain(movedTo)}, not in ${subscription.customer.tenantId}`,
            fix: "find out who moved it; then correct the customer's tenantId, or remove the subscription from the fleet",
          }),
        ]),
    ...(state === undefined
      ? []
      : [
          say(notEnabled, {
            status: "fail",
            message: `its state is ${plain(state)}, not Enabled`,
            fix: "enable it again, or remove it from the fleet",
          }),
        ]),
  ];
}

function visibilityJudgement({ reason, visibility }: Standing): Judgement | undefined {
  switch (visibility) {
    case "seen":
    case "unasked":
      return undefined;
    case "unknown":
      return {
        status: "unknown",
        message: `it is unknown whether the subscription exists: ${plain(reason ?? "")}`,
      };
    case "billed":
      return {
        status: "fail",
        message: "Partner Center bills it, but Azure does not show it: its delegation was removed",
        fix: "have the customer delegate it again: csp-baseline onboard prints the steps",
      };
    case "nowhere":
      return {
        status: "fail",
        message: "no source shows it: its delegation was removed, or it was deleted",
        fix: "have the customer delegate it again, or remove it from the fleet",
      };
  }
}

/** Returns why the controls of a subscription are unknown that Azure does not show. */
export function invisibleReason({ reason, visibility }: Standing): string {
  return visibility === "unknown" || visibility === "unasked"
    ? plain(reason ?? "it was not seen")
    : "Azure does not show the subscription";
}

export function unmanagedFinding(one: UnmanagedSubscription): Finding {
  const { customer = "", displayName = "", shownBy, state, subscriptionId, tenantId } = one;
  const named = displayName === "" ? "" : ` as ${quote(displayName)}`;
  const where = tenantId === undefined ? "" : `, in the tenant ${plain(tenantId)}`;
  const how = state === undefined || /^(enabled|active)$/i.test(state) ? "" : `, ${plain(state)}`;
  return {
    control: unmanagedSubscription.id,
    severity: unmanagedSubscription.severity,
    subscriptionId,
    subscriptionName: plain(displayName, 64),
    customer,
    status: "fail",
    message: `found in ${shownBy.join(" and ")}${named}${where}${how}, not in the fleet`,
    fix: "add it to the fleet: csp-baseline audit --adopt prints the entry; if it was retired, remove its delegation",
    references: [],
  };
}
