import type { ArmResource, Evidence } from "../evidence/index.ts";

/** Evidence in which equal numbers mean equal resources. */
export interface NumberedEvidence {
  readonly evidence: Evidence;
  /** For each resource. */
  readonly numbers: readonly number[];
}

/** What a judge looked at, and what it came to, by the numbers of the resources that it looked into. */
interface Experience<Result> {
  /** Positions among the resources. */
  readonly lookedInto: readonly number[];
  readonly results: Map<string, Result>;
}

/** Ways of looking that are remembered for the same types; and results for each. */
const MOST_WAYS = 8;
const MOST_RESULTS = 256;

/**
 * Remembers what a judge came to, and what it looked at for it. A judge sees the types of all resources, the types that
 * cannot be read, and the resources that it looks into; where all of that is the same, so is its result. In a fleet with
 * one baseline it nearly always is, though some resource differs in every subscription.
 *
 * The judge has to be pure, as controls are.
 */
export class JudgementMemory<Result> {
  readonly #known = new Map<string, Experience<Result>[]>();

  /** What `judge` says of the evidence. */
  recall({ evidence, numbers }: NumberedEvidence, judge: (evidence: Evidence) => Result): Result {
    const situation = situationOf(evidence);
    const experiences = this.#known.get(situation) ?? [];
    this.#known.set(situation, experiences);
    for (const { lookedInto, results } of experiences) {
      const known = results.get(keyOf(numbers, lookedInto));
      if (known !== undefined) return known;
    }
    const seen = new Set<number>();
    const result = judge({
      ...evidence,
      resources: evidence.resources.map((one, at) => watched(one, () => seen.add(at))),
    });
    const lookedInto = [...seen].sort((a, b) => a - b);
    this.#remember(experiences, lookedInto, keyOf(numbers, lookedInto), result);
    return result;
  }

  #remember(
    experiences: Experience<Result>[],
    lookedInto: readonly number[],
    key: string,
    result: Result,
  ): void {
    const same = experiences.find((one) => one.lookedInto.join() === lookedInto.join());
    const { results } = same ?? { results: new Map<string, Result>() };
    if (results.size >= MOST_RESULTS) results.clear();
    results.set(key, result);
    if (same !== undefined) return;
    if (experiences.length >= MOST_WAYS) experiences.shift();
    experiences.push({ lookedInto, results });
  }
}

const situations = new WeakMap<Evidence, string>();

/** What a judge sees of evidence without looking into a resource. */
function situationOf(evidence: Evidence): string {
  const known = situations.get(evidence);
  if (known !== undefined) return known;
  const types = evidence.resources.map(({ type }) => type).join();
  const situation = `${types} ${JSON.stringify(evidence.unreadable ?? [])}`;
  situations.set(evidence, situation);
  return situation;
}

function keyOf(numbers: readonly number[], positions: readonly number[]): string {
  return positions.map((position) => numbers[position]).join();
}

/** The resource, telling when anything but its type is looked at. */
function watched(resource: ArmResource, onLook: () => void): ArmResource {
  return new Proxy(resource, {
    get(target, member) {
      if (member !== "type") onLook();
      return Reflect.get(target, member);
    },
  });
}
