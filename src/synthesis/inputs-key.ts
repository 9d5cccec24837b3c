import { engine } from "#engine";
import { digest } from "../controls/shape.ts";
import type { Subscription } from "../fleet/index.ts";
import type { FleetKeys } from "./fleet-keys.ts";

/**
 * Identifies all inputs of a subscription's stack: the fleet's values, the engine, and the code. Equal keys mean equal
 * stacks.
 */
export class InputsKeys {
  readonly #fleet: FleetKeys;
  readonly #common: string;

  /** @param codeVersion changes whenever the code that builds stacks changes */
  constructor(fleet: FleetKeys, codeVersion: string) {
    this.#fleet = fleet;
    this.#common = JSON.stringify([codeVersion, engine]);
  }

  keyOf(subscription: Subscription): string {
    return digest(`${this.#common} ${this.#fleet.keyOf(subscription)}`);
  }
}
