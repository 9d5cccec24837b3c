import type { Baseline } from "../fleet/index.ts";
import { ANY_IDS, digest, type StackIds, shapeOf, textOf } from "./shape.ts";

/** A baseline for any subscription: the subscription's own ids are replaced by {@link ANY_IDS}. */
export interface SharedBaseline {
  readonly baseline: Baseline;
  /** Equal for equal baselines only. */
  readonly key: string;
}

/** Caches baselines with the subscription's ids replaced. Most contain no ids and are shared unchanged. */
export class SharedBaselines {
  readonly #known = new WeakMap<Baseline, { shared: SharedBaseline; text: string; lower: string }>();

  /**
   * @param ids the ids that are also replaced in the evidence
   * @returns undefined where the baseline has no exact shape: see {@link shapeOf}
   */
  of(baseline: Baseline, ids: Partial<StackIds>): SharedBaseline | undefined {
    const { lower, shared, text } = this.#read(baseline);
    const named = [ids.subscriptionId, ids.tenantId, ANY_IDS.subscriptionId, ANY_IDS.tenantId];
    if (!named.some((id) => id !== undefined && lower.includes(id))) return shared;
    const shape = shapeOf(text, ids);
    return shape === undefined ? undefined : { baseline: JSON.parse(shape), key: digest(shape) };
  }

  #read(baseline: Baseline) {
    const known = this.#known.get(baseline);
    if (known !== undefined) return known;
    const text = JSON.stringify(baseline);
    const read = { shared: { baseline, key: digest(text) }, text, lower: text.toLowerCase() };
    this.#known.set(baseline, read);
    return read;
  }
}

/**
 * Caches one judgement for each shape of evidence and baseline. The judge receives both with placeholders for the
 * subscription's own ids, so a judgement depends only on its cache key.
 */
export class JudgementMemory<Result> {
  readonly #kept = new Map<string, Result>();
  readonly #most: number;

  /** @param most the number of results to keep; the oldest is removed first */
  constructor(most: number) {
    this.#most = most;
  }

  /** Returns the cached judgement of the shape under this baseline, with {@link ANY_IDS} in its texts. */
  find({ key }: SharedBaseline, shape: string): Result | undefined {
    return this.#kept.get(`${key} ${shape}`);
  }

  /**
   * Returns the cached judgement, or judges now.
   * @param judge returns undefined where the evidence turns out to have no exact shape
   */
  recall(
    asked: SharedBaseline,
    shape: string,
    judge: (baseline: Baseline) => Result | undefined,
  ): Result | undefined {
    const known = this.find(asked, shape);
    if (known !== undefined) return known;
    const result = judge(asked.baseline);
    if (result !== undefined) this.keep(asked, shape, result);
    return result;
  }

  keep({ key }: SharedBaseline, shape: string, result: Result): void {
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size >= this.#most) this.#kept.delete(oldest);
    this.#kept.set(`${key} ${shape}`, result);
  }
}

/** The texts of a judgement that may name a subscription. */
interface Texts {
  readonly message: string;
  readonly fix?: string;
  readonly resource?: string;
  readonly path?: string;
}

/** Replaces {@link ANY_IDS} by a subscription's ids; returns the same object where it contains none. */
export function withIds<T extends Texts>(judgement: T, ids: Partial<StackIds>): T {
  return withTexts(judgement, (text) => textOf(text, ids));
}

/** Rewrites the texts of a judgement; returns the same object where none changes. */
export function withTexts<T extends Texts>(judgement: T, write: (text: string) => string): T {
  const { fix, message, path, resource } = judgement;
  const written = {
    message: write(message),
    ...(fix === undefined ? {} : { fix: write(fix) }),
    ...(resource === undefined ? {} : { resource: write(resource) }),
    ...(path === undefined ? {} : { path: write(path) }),
  };
  const isSame =
    written.message === message &&
    written.fix === fix &&
    written.resource === resource &&
    written.path === path;
  return isSame ? judgement : { ...judgement, ...written };
}
