import type { Fleet, Origin, PackName, Position, Subscription } from "../fleet/index.ts";
import { stateKey, workspaceName } from "../fleet/state-key.ts";
import { isPlainMap } from "../text/json.ts";
import { type Control, controlCatalogue, isInForce } from "./index.ts";
import { packsAskingFor } from "./packs/demands.ts";

type Scalar = string | number | boolean;

/** One value of a merged baseline, with its origin. */
export interface ExplainedValue {
  readonly path: readonly string[];
  /** A scalar, a list, or an empty map. Addresses of webhooks are shown without their path, which is a secret. */
  readonly value: Scalar | readonly unknown[] | Readonly<Record<string, never>>;
  /** The layer that set the value. @default - the value is a default */
  readonly origin?: Origin;
}

export interface ExplainedControl {
  readonly id: string;
  readonly required: boolean;
  /** The policy packs of the baseline that require the control. */
  readonly packs: readonly PackName[];
  /**
   * `off`: optional, not switched on, and not required by a policy pack of the baseline. `lapsed`: the exception's last
   * day has passed.
   */
  readonly status: "judged" | "off" | "excepted" | "lapsed";
  readonly exception?: {
    readonly reason: string;
    readonly approvedBy: string;
    readonly expires: string;
    readonly position: Position;
  };
}

/** All settings of one subscription. */
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
    controls: controlCatalogue().map((control) => controlOf(control, subscription)),
  };
}

function valuesOf(value: unknown, path: readonly string[], subscription: Subscription): ExplainedValue[] {
  if (isPlainMap(value) && Object.keys(value).length > 0) {
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

/** Masks addresses of webhooks: the path is a secret that allows posting. */
function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (!isPlainMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === "uri" ? maskedAddress(inner) : masked(inner)]),
  );
}

function maskedAddress(uri: unknown): unknown {
  return typeof uri === "string" && URL.canParse(uri) ? `${new URL(uri).origin}/...` : "...";
}

function controlOf(control: Control, { baseline, exceptions }: Subscription): ExplainedControl {
  const { id, required } = control;
  const packs = packsAskingFor(id, baseline);
  const found = exceptions.find((exception) => exception.control === id);
  if (found === undefined) {
    return { id, required, packs, status: isInForce(control, baseline) ? "judged" : "off" };
  }
  const { approvedBy, expired, expires, reason } = found;
  const exception = { reason, approvedBy, expires, position: found.position() };
  return { id, required, packs, status: expired ? "lapsed" : "excepted", exception };
}
