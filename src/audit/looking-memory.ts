import { JudgementMemory, type SharedBaseline } from "../controls/judgement-memory.ts";
import type { SharedEvidence } from "../evidence/arm/index.ts";
import type { ArmResource, Evidence } from "../evidence/index.ts";

/** The judged evidence, the judge, and the baseline. */
interface Question {
  readonly shared: SharedEvidence;
  /** Identifies the judge, with all its inputs except evidence and baseline. */
  readonly judge: string;
  readonly asked: SharedBaseline;
}

/** Ways in which a judge accessed resources of the same types. */
interface Ways {
  readonly number: number;
  /** The positions of the accessed resources, for each way. */
  readonly positions: (readonly number[])[];
}

/** The maximum number of ways for the same types. */
const MOST_WAYS = 8;
const MOST_RESULTS = 10_000;

/**
 * Caches judgements by the accessed evidence: a judge sees the types of all resources, the unreadable types, and the
 * resources that it accesses. These form the shape under which {@link JudgementMemory} caches the result. In a fleet
 * with one baseline it nearly always recurs, even if some resource differs in every subscription.
 *
 * The judges must be free of side effects, like controls.
 */
export class LookingMemory<Result> {
  readonly #memory = new JudgementMemory<Result>(MOST_RESULTS);
  readonly #ways = new Map<string, Map<string, Ways>>();
  #number = 0;

  /** Returns the result of `judge` for the evidence. */
  recall({ asked, judge: name, shared }: Question, judge: (evidence: Evidence) => Result): Result {
    const { evidence, numbers } = shared;
    const ways = this.#waysOf(name, evidence);
    for (const positions of ways.positions) {
      const known = this.#memory.find(asked, shapeOf(ways, positions, numbers));
      if (known !== undefined) return known;
    }
    const seen = new Set<number>();
    const result = judge({
      ...evidence,
      resources: evidence.resources.map((one, at) => watched(one, () => seen.add(at))),
    });
    const positions = [...seen].sort((a, b) => a - b);
    this.#memory.keep(asked, shapeOf(ways, positions, numbers), result);
    if (!ways.positions.some((known) => known.join() === positions.join())) {
      if (ways.positions.length >= MOST_WAYS) ways.positions.shift();
      ways.positions.push(positions);
    }
    return result;
  }

  #waysOf(judge: string, evidence: Evidence): Ways {
    const ofJudge = this.#ways.get(judge) ?? new Map<string, Ways>();
    this.#ways.set(judge, ofJudge);
    const situation = situationOf(evidence);
    const known = ofJudge.get(situation);
    if (known !== undefined) return known;
    this.#number += 1;
    const ways = { number: this.#number, positions: [] };
    ofJudge.set(situation, ways);
    return ways;
  }
}

const situations = new WeakMap<Evidence, string>();

/** Describes evidence without the content of resources. */
function situationOf(evidence: Evidence): string {
  const known = situations.get(evidence);
  if (known !== undefined) return known;
  const types = evidence.resources.map(({ type }) => type).join();
  const situation = `${types} ${JSON.stringify(evidence.unreadable ?? [])}`;
  situations.set(evidence, situation);
  return situation;
}

function shapeOf({ number }: Ways, positions: readonly number[], numbers: readonly number[]): string {
  return `${number} ${positions.join()} ${positions.map((position) => numbers[position]).join()}`;
}

/** Wraps a resource to report when a member other than its type is read. */
function watched(resource: ArmResource, onLook: () => void): ArmResource {
  return new Proxy(resource, {
    get(target, member) {
      if (member !== "type") onLook();
      return Reflect.get(target, member);
    },
  });
}
