import type { JudgedControl, Judgements } from "../controls/judgements.ts";
import { idsOf, shapeOf } from "../controls/shape.ts";
import type { ArmResource } from "../evidence/index.ts";
import type { Fleet, Subscription } from "../fleet/index.ts";
import type { BuildStack } from "../synthesis/build-stacks.ts";
import { builtStack, readStackFile } from "../synthesis/stack-evidence.ts";
import { messageOf } from "../text/error-message.ts";

/** Judges subscriptions without a plan by their synthesized stacks, or else by stacks built in memory. */
export class StackJudge {
  readonly #fleet: Fleet;
  readonly #folder: string | undefined;
  readonly #judgements: Judgements;
  readonly #build: BuildStack | undefined;

  /**
   * @param folder a `cdktf.out` folder; undefined when there is none
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

  /** Returns the resources that its stack declares; undefined when they are unknown. */
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

  /**
   * Returns the shape of a stack that was not built yet; undefined for an app's own stacks, whose differences are
   * unknown.
   */
  #shapeOf(subscription: Subscription): string | undefined {
    if (this.#build !== undefined) return undefined;
    const live = subscription.exceptions.filter(({ expired }) => !expired).map(({ control }) => control);
    const { access, provider, tenantId } = subscription.customer;
    return shapeOf(JSON.stringify(["built", live.sort(), access, provider, tenantId]), idsOf(subscription));
  }
}
