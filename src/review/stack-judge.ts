import { type JudgedControl, type Judgements, judgedFor } from "../controls/judgements.ts";
import type { Baseline, Fleet, Subscription } from "../fleet/index.ts";
import type { BuildStack } from "../synthesis/build-stacks.ts";
import { builtStack, readStackFile } from "../synthesis/stack-evidence.ts";

interface Built {
  readonly subscription: Subscription;
  readonly judged: readonly JudgedControl[];
}

/** Judges subscriptions without a plan by their stacks: as synthesized, or else as this program would build them. */
export class StackJudge {
  readonly #fleet: Fleet;
  readonly #folder: string | undefined;
  readonly #judgements: Judgements;
  readonly #build: BuildStack | undefined;
  /** What was built before: stacks of the same baseline and exceptions differ in ids only. */
  readonly #built = new Map<Baseline, Map<string, Built>>();

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

  #judgeBuilt(subscription: Subscription): readonly JudgedControl[] {
    // An app's own stacks may differ in whatever it likes.
    if (this.#build !== undefined) return this.#judgeNow(subscription);
    const { baseline, exceptions } = subscription;
    const live = exceptions.filter(({ expired }) => !expired).map(({ control }) => control);
    const key = live.sort().join(",");
    const known = this.#built.get(baseline)?.get(key);
    if (known !== undefined) return judgedFor(subscription, known.judged, known.subscription);
    const judged = this.#judgeNow(subscription);
    const ofBaseline = this.#built.get(baseline) ?? new Map<string, Built>();
    this.#built.set(baseline, ofBaseline.set(key, { subscription, judged }));
    return judged;
  }

  #judgeNow(subscription: Subscription): readonly JudgedControl[] {
    try {
      return this.#judgements.judge(subscription, builtStack(this.#fleet, subscription, this.#build));
    } catch (error) {
      const reason = error instanceof Error ? error.message : "for no stated reason";
      return this.#judgements.unknown(subscription, `its stack cannot be built: ${reason}`);
    }
  }
}
