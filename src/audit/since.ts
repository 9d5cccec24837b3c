import type { Finding, FixedFinding, Movement, SinceSummary } from "../findings/index.ts";
import { readFindings } from "../findings/read-findings.ts";

/** Compares findings with those of an earlier result, by control and subscription. */
export class Since {
  readonly #generatedAt: string;
  /** The open findings of the earlier result that are not open again yet. */
  readonly #open = new Map<string, FixedFinding>();
  readonly #known = new Set<string>();
  #new = 0;
  #stays = 0;

  /**
   * @param path the path of a `findings/v1` file
   * @throws {FindingsFileError} when the file is not one
   */
  constructor(path: string) {
    const { generatedAt } = readFindings(path, (finding) => {
      if (!isOpen(finding)) return;
      const { control, customer, message, severity, subscriptionId, subscriptionName } = finding;
      this.#open.set(keyOf(finding), {
        control,
        severity,
        subscriptionId,
        subscriptionName,
        customer,
        message,
      });
    });
    for (const key of this.#open.keys()) this.#known.add(key);
    this.#generatedAt = generatedAt;
  }

  /** Returns how the finding moved; undefined when it is not open. */
  add(finding: Finding): Movement | undefined {
    if (!isOpen(finding)) return undefined;
    const key = keyOf(finding);
    this.#open.delete(key);
    if (this.#known.has(key)) this.#stays += 1;
    else this.#new += 1;
    return this.#known.has(key) ? "stays" : "new";
  }

  /** @param isJudged reports whether a subscription was judged now: others are not fixed */
  summary(isJudged: (subscriptionId: string) => boolean): SinceSummary {
    const fixed = [...this.#open.values()].filter(({ subscriptionId }) => isJudged(subscriptionId));
    return { generatedAt: this.#generatedAt, new: this.#new, stays: this.#stays, fixed };
  }
}

function isOpen({ status }: Pick<Finding, "status">): boolean {
  return status === "fail" || status === "unknown";
}

function keyOf({ control, subscriptionId }: Pick<Finding, "control" | "subscriptionId">): string {
  return `${control} ${subscriptionId}`;
}
