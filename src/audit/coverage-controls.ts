import type { Control, Judgement } from "../controls/index.ts";
import { plain, quote } from "../controls/wording.ts";
import type { Finding } from "../findings/index.ts";
import { findingOf } from "../findings/index.ts";
import type { Subscription } from "../fleet/index.ts";
import type { Standing, UnmanagedSubscription } from "./coverage.ts";

/** What the audit says of a subscription as such. Unlike other controls these are judged by what sources show, and have findings only when they fail or cannot be told. */
type CoverageControl = Omit<Control, "check">;

const NOTHING = { required: true, satisfies: [], cannotSatisfy: [] };

const unmanagedSubscription: CoverageControl = {
  ...NOTHING,
  id: "unmanaged-subscription",
  title: "Every subscription that exists is managed",
  severity: "critical",
  why: "The partner answers for a subscription from the day it is bought, and nothing of the baseline is in one that the fleet does not have.",
  judgedBy: [
    "A subscription that ARM, Azure Resource Graph, Partner Center or an exported file shows is in the fleet. Subscriptions of the partner's own tenant are left alone, unless a customer of the fleet has that tenant.",
  ],
};

const notVisible: CoverageControl = {
  ...NOTHING,
  id: "not-visible",
  title: "Every managed subscription can be seen",
  severity: "critical",
  why: "A removed delegation makes a subscription vanish from every list without an error: it looks as if all were well.",
  judgedBy: [
    "Each managed subscription is in an answer of Azure. Where a source could not be read in full this is unknown; where exported files have no list of subscriptions it is not asked.",
    "One that Partner Center bills and Azure does not show has lost its delegation; one that nobody has is gone.",
  ],
};

const movedTenant: CoverageControl = {
  ...NOTHING,
  id: "moved-tenant",
  title: "Every managed subscription is in its customer's tenant",
  severity: "critical",
  why: "A subscription that was moved to another directory has other owners, and the roles that the partner had are gone.",
  judgedBy: [
    "The tenant that Azure or Partner Center says is the `tenantId` of the subscription's customer.",
  ],
};

const notEnabled: CoverageControl = {
  ...NOTHING,
  id: "not-enabled",
  title: "Every managed subscription is enabled",
  severity: "medium",
  why: "A disabled subscription is read-only and is deleted after some weeks; a warned or past due one is on its way there.",
  judgedBy: ["The state is Enabled, or active in Partner Center."],
};

export const COVERAGE_CONTROLS: readonly CoverageControl[] = [
  unmanagedSubscription,
  notVisible,
  movedTenant,
  notEnabled,
];

/** What is to be said of how a managed subscription stands. */
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
      return { status: "unknown", message: `it cannot be told whether it is there: ${plain(reason ?? "")}` };
    case "billed":
      return {
        status: "fail",
        message: "Partner Center bills it, but Azure does not show it: its delegation is lost",
        fix: "have the customer delegate it again: csp-baseline onboard says what",
      };
    case "nowhere":
      return {
        status: "fail",
        message: "no source shows it: its delegation is lost, or it was deleted",
        fix: "have the customer delegate it again, or remove it from the fleet",
      };
  }
}

/** Why nothing can be said of the controls of a subscription that Azure does not show. */
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
    message: `${shownBy.join(" and ")} shows it${named}${where}${how}, and the fleet does not have it`,
    fix: "add it to the fleet: csp-baseline audit --adopt prints the entry",
    references: [],
  };
}
