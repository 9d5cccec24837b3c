import { engine } from "#engine";
import { digest } from "../controls/shape.ts";
import type { Baseline, Fleet, Subscription } from "../fleet/index.ts";

/**
 * Identifies all inputs of a subscription's stack: the fleet's values of the subscription and of the partner, the
 * engine, and the code. Equal keys mean equal stacks.
 */
export class InputsKeys {
  readonly #common: string;
  readonly #baselines = new WeakMap<Baseline, string>();

  /** @param codeVersion changes whenever the code that builds stacks changes */
  constructor(fleet: Fleet, codeVersion: string) {
    const { access, name, provider, role, securityContact, tenantId } = fleet.partner;
    this.#common = digest(
      JSON.stringify([
        codeVersion,
        engine,
        fleet.backend,
        { access, name, provider, role, securityContact, tenantId },
      ]),
    );
  }

  keyOf(subscription: Subscription): string {
    const { baseline, customer, exceptions, id, name } = subscription;
    const { access, allowed, displayName, key, provider, tenantId } = customer;
    const live = exceptions
      .filter(({ expired }) => !expired)
      .map(({ approvedBy, control, expires, reason }) => ({ approvedBy, control, expires, reason }));
    return digest(
      JSON.stringify([
        this.#common,
        id,
        name,
        live,
        { access, allowed, displayName, key, provider, tenantId },
        this.baselineKey(baseline),
      ]),
    );
  }

  /** Returns equal keys for baselines with equal content. */
  baselineKey(baseline: Baseline): string {
    const known = this.#baselines.get(baseline);
    if (known !== undefined) return known;
    const key = digest(JSON.stringify(baseline));
    this.#baselines.set(baseline, key);
    return key;
  }
}
