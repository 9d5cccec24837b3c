import { JudgementMemory, type SharedBaseline } from "../controls/judgement-memory.ts";
import type { SharedEvidence } from "../evidence/arm/index.ts";
import type { ArmResource, Evidence } from "../evidence/index.ts";

/** What is judged, by whom, and what is asked of it. */
interface Question {
  readonly shared: SharedEvidence;
  /** Names the judge, with all that it goes by besides evidence and baseline. */
  readonly judge: string;
  readonly asked: SharedBaseline;
}

/** Ways in which a judge looked at resources of the same types. */
interface Ways {
  readonly number: number;
  /** For each the positions among the resources that it looked into. */
  readonly positions: (readonly number[])[];
}

/** Ways of looking that are remembered for the same types. */
const MOST_WAYS = 8;
const MOST_RESULTS = 10_000;

/**
 * Remembers what judges came to by what they looked at: a judge sees the types of all resources, the types that cannot be
 * read, and the resources that it looks into. That is the shape that {@link JudgementMemory} remembers its result by. In a
 * fleet with one baseline it nearly always comes again, though some resource differs in every subscription.
 *
 * The judges have to be pure, as controls are.
 */
export class LookingMemory<Result> {
  readonly #memory = new JudgementMemory<Result>(MOST_RESULTS);
  readonly #ways = new Map<string, Map<string, Ways>>();
  #number = 0;

  /** What `judge` says of the evidence. */
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

/** What a judge sees of evidence without looking into a resource. */
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

/** The resource, telling when anything but its type is looked at. */
function watched(resource: ArmResource, onLook: () => void): ArmResource {
  return new Proxy(resource, {
    get(target, member) {
      if (member !== "type") onLook();
      return Reflect.get(target, member);
    },
  });
}
