import type { JudgedControl, Judgements } from "../controls/judgements.ts";
import { idsOf, shapeOf } from "../controls/shape.ts";
import type { ArmResource } from "../evidence/index.ts";
import type { Fleet, Subscription } from "../fleet/index.ts";
import type { BuildStack } from "../synthesis/build-stacks.ts";
import { builtStack, readStackFile } from "../synthesis/stack-evidence.ts";
import { messageOf } from "../text/error-message.ts";

/** Judges subscriptions without a plan by their stacks: as synthesized, or else as this program would build them. */
export class StackJudge {
  readonly #fleet: Fleet;
  readonly #folder: string | undefined;
  readonly #judgements: Judgements;
  readonly #build: BuildStack | undefined;

  /**
   * @param folder a `cdktf.out`; undefined when there is none
   * @param build by default the baseline alone
   */
  constructor(fleet: Fleet, folder: string | undefined, judgements: Judgements, build?: BuildStack) {
    this.#build = build;
    this.#fleet = fleet;
    this.#folder = folder;
    this.#judgements = judgements;
  }

  judge(subscription: Subscription): readonly JudgedControl[] {
    const file = this.#folder === undefined ? undefined : readStackFile(this.#folder, subscription.id);
    if (file === undefined) return this.#judgeBuilt(subscription);
    if ("failure" in file) return this.#judgements.unknown(subscription, file.failure);
    return this.#judgements.judge(subscription, file.evidence);
  }

  /** What its stack declares; undefined when that cannot be told. */
  resources(subscription: Subscription): readonly ArmResource[] | undefined {
    const file = this.#folder === undefined ? undefined : readStackFile(this.#folder, subscription.id);
    if (file !== undefined) return "failure" in file ? undefined : file.evidence.resources;
    try {
      return builtStack(this.#fleet, subscription, this.#build).resources;
    } catch {
      return undefined;
    }
  }

  #judgeBuilt(subscription: Subscription): readonly JudgedControl[] {
    try {
      return this.#judgements.judgeShape(subscription, this.#shapeOf(subscription), () =>
        builtStack(this.#fleet, subscription, this.#build),
      );
    } catch (error) {
      const reason = messageOf(error);
      return this.#judgements.unknown(subscription, `its stack cannot be built: ${reason}`);
    }
  }

  /** What a stack that was not built yet is known by; undefined for an app's own: they may differ in anything. */
  #shapeOf(subscription: Subscription): string | undefined {
    if (this.#build !== undefined) return undefined;
    const live = subscription.exceptions.filter(({ expired }) => !expired).map(({ control }) => control);
    const { access, provider, tenantId } = subscription.customer;
    return shapeOf(JSON.stringify(["built", live.sort(), access, provider, tenantId]), idsOf(subscription));
  }
}
