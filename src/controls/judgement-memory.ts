import type { Baseline } from "../fleet/index.ts";
import { ANY_IDS, digest, type StackIds, shapeOf, textOf } from "./shape.ts";

/** A baseline as it is asked of any subscription: the subscription's own ids are replaced by {@link ANY_IDS}. */
export interface SharedBaseline {
  readonly baseline: Baseline;
  /** Equal for equal baselines, and for no others. */
  readonly key: string;
}

/** Baselines without the ids of the subscription that they are asked of. Most have none, and are shared as they are. */
export class SharedBaselines {
  readonly #known = new WeakMap<Baseline, { shared: SharedBaseline; text: string; lower: string }>();

  /**
   * @param ids those that are replaced in the evidence as well
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
 * Judges once for each shape of evidence and baseline. Both are handed to the judge with the same placeholders in place of
 * the subscription's own ids, so a judgement can depend on nothing but what it is remembered by: what is right for one
 * subscription and wrong for its neighbour has another shape.
 */
export class JudgementMemory<Result> {
  readonly #kept = new Map<string, Result>();
  readonly #most: number;

  /** @param most results that are kept; the oldest give way */
  constructor(most: number) {
    this.#most = most;
  }

  /** What was judged of the shape under this baseline; it speaks of {@link ANY_IDS}. */
  find({ key }: SharedBaseline, shape: string): Result | undefined {
    return this.#kept.get(`${key} ${shape}`);
  }

  /**
   * The same, judged now where it was not yet.
   * @param judge gives undefined where the evidence has no exact shape after all
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

/** What was said of {@link ANY_IDS}, said of a subscription; the same object where it names no id. */
export function saidOf<Said extends Texts>(said: Said, ids: Partial<StackIds>): Said {
  return withTexts(said, (text) => textOf(text, ids));
}

/** The same with its texts written anew; the same object where none changes. */
export function withTexts<Said extends Texts>(said: Said, write: (text: string) => string): Said {
  const { fix, message, path, resource } = said;
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
  return isSame ? said : { ...said, ...written };
}
