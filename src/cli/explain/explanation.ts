import { stateKey, workspaceName } from "../../../stacks/state-key.ts";
import {
  CONTROL_IDS,
  type ControlId,
  type Fleet,
  type Origin,
  type Position,
  REQUIRED_CONTROLS,
  type Subscription,
} from "../../fleet/index.ts";
import { isMap } from "../../fleet/merge.ts";

type Scalar = string | number | boolean;

/** One value of a merged baseline, and who decided it. */
export interface ExplainedValue {
  readonly path: readonly string[];
  /** A scalar, a list, or an empty map; addresses of webhooks without their path, which is a secret. */
  readonly value: Scalar | readonly unknown[] | Readonly<Record<string, never>>;
  /** Left out: a default. */
  readonly origin?: Origin;
}

export interface ExplainedControl {
  readonly id: ControlId;
  readonly required: boolean;
  /** `off`: optional, and not switched on. `lapsed`: its exception's last day has passed. */
  readonly status: "judged" | "off" | "excepted" | "lapsed";
  readonly exception?: {
    readonly reason: string;
    readonly approvedBy: string;
    readonly expires: string;
    readonly position: Position;
  };
}

/** Everything that is decided for one subscription. */
export interface Explanation {
  readonly subscription: Subscription;
  /** The tenant in which Terraform signs in. */
  readonly signInTenantId: string;
  readonly stackId: string;
  readonly state: { readonly type: Fleet["backend"]["type"]; readonly key: string };
  /** In the order of the baseline, each leaf once. */
  readonly values: readonly ExplainedValue[];
  readonly controls: readonly ExplainedControl[];
}

export function explain(fleet: Fleet, subscription: Subscription): Explanation {
  const { access, tenantId } = subscription.customer;
  const { type } = fleet.backend;
  return {
    subscription,
    signInTenantId: access.model === "lighthouse" ? fleet.partner.tenantId : tenantId,
    stackId: subscription.id,
    state: { type, key: type === "cloud" ? workspaceName(subscription) : stateKey(subscription) },
    values: valuesOf(subscription.baseline, [], subscription),
    controls: CONTROL_IDS.map((id) => controlOf(id, subscription)),
  };
}

function valuesOf(value: unknown, path: readonly string[], subscription: Subscription): ExplainedValue[] {
  if (isMap(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([key, inner]) => valuesOf(inner, [...path, key], subscription));
  }
  const origin = subscription.origin(path);
  const shown = masked(value);
  const isShown = isScalar(shown) || Array.isArray(shown);
  return [{ path, value: isShown ? shown : {}, ...(origin === undefined ? {} : { origin }) }];
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** Whoever knows the path of a webhook's address may post to it. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === "uri" ? maskedAddress(inner) : masked(inner)]),
  );
}

function maskedAddress(uri: unknown): unknown {
  return typeof uri === "string" && URL.canParse(uri) ? `${new URL(uri).origin}/...` : "...";
}

function controlOf(id: ControlId, subscription: Subscription): ExplainedControl {
  const required = REQUIRED_CONTROLS.some((one) => one === id);
  const found = subscription.exceptions.find(({ control }) => control === id);
  if (found === undefined) return { id, required, status: isOn(id, subscription) ? "judged" : "off" };
  const { approvedBy, expired, expires, reason } = found;
  const exception = { reason, approvedBy, expires, position: found.position() };
  return { id, required, status: expired ? "lapsed" : "excepted", exception };
}

function isOn(id: ControlId, { baseline }: Subscription): boolean {
  if (id === "activity-log-export") return baseline.activityLogExport !== false;
  if (id === "defender-plans") return baseline.defenderPlans !== false;
  return id !== "policy-assignments" || baseline.policyAssignments;
}
