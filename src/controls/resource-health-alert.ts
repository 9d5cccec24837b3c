import { listed } from "../text/wording.ts";
import type { AlertConditions } from "./alert-conditions.ts";
import { ACTIVITY_LOG_ALERTS, judgeAlerts } from "./alert-coverage.ts";
import { asked, ownControl } from "./own-control.ts";
import { AMBA, APRL, rules, unsatisfied } from "./tools.ts";
import { hasNo } from "./words.ts";

const UNHEALTHY = ["Unavailable", "Degraded"];
const BEFORE = ["Available", ...UNHEALTHY];
const CURRENT = "properties.currentHealthStatus";
const PREVIOUS = "properties.previousHealthStatus";
const CAUSE = "properties.cause";

export const resourceHealthAlert = ownControl({
  id: "resource-health-alert",
  title: "Resources that the platform makes unavailable are noticed",
  severity: "medium",
  required: true,
  why:
    "Resource Health detects that a customer's machine or database is down before the customer calls. " +
    "It notifies no one without an alert.",
  judgedBy: [
    "All enabled alerts of category ResourceHealth whose only scope is this subscription count together.",
    "Together they cover resources that become Unavailable and resources that become Degraded. No condition on the state covers both.",
    "Conditions may leave out causes other than PlatformInitiated, previous states of Unknown, and event statuses other than Active, as Microsoft's samples do. Any other condition (resource types, groups, single resources) is a filter, and the alert covers nothing.",
    "One of its action groups, or of those that an alert processing rule on the whole subscription adds, is enabled and has a working receiver.",
    "No alert processing rule on the whole subscription removes the action groups. A rule with a schedule, or with a filter that cannot be evaluated, gives unknown. A rule on a resource group, resources or resource types is ignored.",
  ],
  satisfies: [...rules(APRL, "be448849")],
  cannotSatisfy: unsatisfied(
    "it looks in its own resource group for an alert with its own action group",
    rules(AMBA, "Deploy_activitylog_ResourceHealth_Unhealthy_Alert"),
  ),
  words: hasNo("Resource Health alert"),
  judges: { [ACTIVITY_LOG_ALERTS]: "the Resource Health alert" },
  needs: ["action-group"],
  askedBy: { amba: asked("ResourceHealthUnhealthyAlert") },
  guide: {
    baseline: "resourceHealth: {}",
    construct: "ResourceHealthAlert",
    hints: [
      "An existing alert for one resource group does not count: the baseline declares one for the subscription.",
    ],
  },
  check: (evidence, { today }) =>
    judgeAlerts(
      evidence,
      {
        category: "ResourceHealth",
        wanted: UNHEALTHY,
        name: (missing) => `resources that become ${listed(missing)}`,
        covers: (conditions, state) => conditions.allows(CURRENT, state),
        narrowing,
        parameter: ["resourceHealth"],
        success: "alerts cover resources that become unavailable or degraded",
      },
      today,
    ),
});

/** Returns the fields whose conditions exclude resources or health transitions. */
function narrowing(conditions: AlertConditions): string[] {
  const covered = UNHEALTHY.filter((state) => conditions.allows(CURRENT, state));
  const from = (before: string, state: string) => before === state || conditions.allows(PREVIOUS, before);
  const harmless = new Map<string, () => boolean>([
    ["category", () => true],
    [CURRENT.toLowerCase(), () => true],
    [PREVIOUS.toLowerCase(), () => covered.every((state) => BEFORE.every((before) => from(before, state)))],
    [CAUSE.toLowerCase(), () => conditions.allows(CAUSE, "PlatformInitiated")],
    ["status", () => conditions.allows("status", "Active")],
  ]);
  return conditions.fields.filter((field) => harmless.get(field.toLowerCase())?.() !== true);
}
