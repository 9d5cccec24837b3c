import type { Construct } from "constructs";
import { checkExtras } from "./baseline-extras.ts";
import { Checks, hasToken, InvalidPropsError, isObject, requireProps } from "./checks.ts";
import { checkProvider } from "./provider.ts";
import type { SubscriptionBaselineProps } from "./subscription-baseline-props.ts";

/** Parts that `true` cannot switch on, because they have settings without a default. */
const NEED_SETTINGS = ["budget", "activityLogExport", "defenderPlans"] as const;
/** Parts that have no settings. */
const WITHOUT_SETTINGS = ["actionGroup", "costAnomaly", "policyAssignments"] as const;
const WITH_SETTINGS = ["securityContact", "activityLogAlerts"] as const;
/** Parts whose only settings are those of `extra`. */
const WITH_EXTRAS = ["serviceHealth", "resourceHealth"] as const;
const ALERTS = ["activityLogAlerts", "resourceHealth", "serviceHealth"] as const;

/**
 * Validates what the types validate in TypeScript, and the dependencies between parts.
 * @throws {InvalidPropsError} naming all problems
 */
export function checkBaselineProps(scope: Construct, props: SubscriptionBaselineProps): void {
  requireProps(scope, "baseline", props);
  const checks = new Checks("baseline");
  checks.guid("subscriptionId", props.subscriptionId);
  checkProvider(checks, props.provider);
  checks.text("location", props.location, { max: 90 });
  if (props.resourceGroup !== undefined) checks.text("resourceGroup", props.resourceGroup, { max: 90 });
  const contacts: unknown = props.contacts;
  checks.require(isObject(contacts), "contacts", "be an object", contacts);
  for (const contact of ["security", "billing", "operations"] as const) {
    const value: unknown = props.contacts?.[contact];
    if (isObject(contacts)) checks.require(isObject(value), `contacts.${contact}`, "be an object", value);
  }
  for (const part of WITHOUT_SETTINGS) {
    const value: unknown = props[part];
    const empty = isObject(value) && Object.keys(value).length === 0;
    const valid = value === undefined || typeof value === "boolean" || empty;
    checks.require(valid, part, "be true, false or {}", value);
  }
  for (const part of WITH_EXTRAS) {
    const value: unknown = props[part];
    const known = isObject(value) && Object.keys(value).every((name) => name === "extra");
    const valid = value === undefined || typeof value === "boolean" || known;
    checks.require(valid, part, "be true, false or {}", value);
  }
  for (const part of WITH_SETTINGS) {
    const value: unknown = props[part];
    const valid = value === undefined || typeof value === "boolean" || isObject(value);
    checks.require(valid, part, "be true, false or an object with its settings", value);
  }
  for (const part of NEED_SETTINGS) {
    const value: unknown = props[part];
    const valid = value === false || isObject(value) || (value === undefined && part !== "budget");
    checks.require(valid, part, "be false or an object with its settings", value);
  }
  for (const part of ALERTS) {
    const settings: { readonly extra?: readonly { readonly name: string }[] } | boolean = props[part] ?? {};
    if (typeof settings !== "boolean") checkExtras(checks, `${part}.extra`, settings.extra ?? []);
  }
  checkExtras(checks, "extraBudgets", props.extraBudgets ?? [], ["monthly"]);
  const outputs: unknown = props.outputs;
  checks.require(
    outputs === undefined || typeof outputs === "boolean",
    "outputs",
    "be true or false",
    outputs,
  );
  if (props.actionGroup === false) {
    for (const part of ALERTS) {
      const off = props[part] === false;
      checks.require(off, part, "be off where actionGroup is: it would notify no one", "on");
    }
  }
  checks.done(scope);
}

/** The settings of a part that is on. */
export function settingsOf<Settings extends object>(part: Settings | boolean | undefined): Partial<Settings> {
  return typeof part === "object" ? part : {};
}

/** The subscriptions of each app that have a baseline, in lower case, with the path of the baseline. */
const claimed = new WeakMap<object, Map<string, string>>();

/**
 * Records that a construct is the baseline of a subscription in its app.
 * @throws {InvalidPropsError} when another construct of the app already is
 */
export function claimSubscription(scope: Construct, subscriptionId: string): void {
  // Only Terraform resolves the subscription of a token.
  if (hasToken(subscriptionId)) return;
  const { root } = scope.node;
  const paths = claimed.get(root) ?? new Map<string, string>();
  claimed.set(root, paths);
  const key = subscriptionId.toLowerCase();
  const other = paths.get(key);
  if (other !== undefined && other !== scope.node.path && isAttached(scope, other)) {
    throw new InvalidPropsError(scope, [
      `baseline.subscriptionId must have one baseline in an app, but ${subscriptionId} has one at ${other}`,
    ]);
  }
  paths.set(key, scope.node.path);
}

/** Returns whether the app still contains a construct, which may have been removed. */
function isAttached({ node }: Construct, path: string): boolean {
  return node.root.node.findAll().some((construct) => construct.node.path === path);
}
