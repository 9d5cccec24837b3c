import {
  type Control,
  controlCatalogue,
  isCannotTell,
  isInForce,
  type Judgement,
  judgeSubscription,
  unknownJudgement,
} from "../controls/index.ts";
import { SharedBaselines, withIds } from "../controls/judgement-memory.ts";
import { textOf } from "../controls/shape.ts";
import type { SharedEvidence } from "../evidence/arm/index.ts";
import { type ArmResource, type Evidence, isList, isMap, type Value } from "../evidence/index.ts";
import { type Finding, findingOf } from "../findings/index.ts";
import type { Baseline, CalendarDate, Subscription } from "../fleet/index.ts";
import { messageOf } from "../text/error-message.ts";
import { plain } from "../text/wording.ts";
import type { Declared, DeclaredStacks } from "./declared.ts";
import { type DeclaredDrift, declaredDrift } from "./declared-drift.ts";
import { LIVE_CONTROLS, type LiveControl } from "./live-controls/index.ts";
import { LookingMemory } from "./looking-memory.ts";
import { judgedTypesOf, sayNotDeployed } from "./not-deployed.ts";

export interface JudgeOptions {
  readonly today: CalendarDate;
  readonly declared: DeclaredStacks;
  /** Whether passes become findings: a fleet has hundreds of thousands, and few formats show them. @default true */
  readonly passes?: boolean;
  /** @default - the catalogue */
  readonly controls?: readonly Control[];
  /** Whether to compare all declarations of stacks with Azure. @default false */
  readonly drift?: boolean;
}

/** The judgements of one subscription. */
export interface Verdicts {
  readonly findings: readonly Finding[];
  /** The number of passes without findings. */
  readonly passed: number;
  /** The differences between Azure and the declaration; absent where they were not compared. */
  readonly drift?: readonly DeclaredDrift[];
  /** The types that could not be read, with the reason. */
  readonly unreadable?: Evidence["unreadable"];
}

type Judged = Judgement | undefined;

/** Also caches that a control is not in force. */
interface Remembered {
  readonly judgement: Judged;
}

/** Judges Azure's answers on subscriptions, by the catalogue and by the audit's own controls. */
export class AuditJudge {
  readonly #options: JudgeOptions;
  readonly #controls: readonly Control[];
  readonly #all: readonly (Control | LiveControl)[];
  readonly #memory = new LookingMemory<Remembered>();
  readonly #baselines = new SharedBaselines();
  /** Declarations of stacks, shared by identity. */
  readonly #declared = new Map<Declared | undefined, number>();

  constructor(options: JudgeOptions) {
    this.#options = options;
    this.#controls = options.controls ?? controlCatalogue();
    this.#all = [...this.#controls, ...LIVE_CONTROLS];
  }

  judge(subscription: Subscription, evidence: Evidence): Verdicts {
    const declared = this.#options.declared.of(subscription);
    const verdicts = this.#verdicts(subscription, (control) =>
      this.#judgement(control, subscription.baseline, evidence, declared),
    );
    return { ...verdicts, ...this.#beside(subscription, () => evidence) };
  }

  /** Returns the requested results of a subscription besides findings. */
  #beside(subscription: Subscription, evidence: () => Evidence): Pick<Verdicts, "drift" | "unreadable"> {
    if (this.#options.drift !== true) return {};
    const live = evidence();
    const declared = this.#options.declared.resourcesOf(subscription);
    return {
      ...(live.unreadable === undefined ? {} : { unreadable: live.unreadable }),
      ...(declared === undefined ? {} : { drift: declaredDrift(declared.resources, live, declared.owner) }),
    };
  }

  /** Judges evidence that other subscriptions share, using cached judgements. */
  judgeShared(subscription: Subscription, shared: SharedEvidence): Verdicts {
    const ids = { subscriptionId: subscription.id };
    const asked = this.#baselines.of(subscription.baseline, ids);
    // Some baselines have no exact shape.
    if (asked === undefined) return this.judge(subscription, ownEvidence(shared.evidence, subscription.id));
    const declared = this.#options.declared.of(subscription);
    const number = this.#declared.get(declared) ?? this.#declared.size;
    this.#declared.set(declared, number);
    const verdicts = this.#verdicts(subscription, (control) => {
      const { judgement } = this.#memory.recall(
        { asked, judge: `${control.id} ${number}`, shared },
        (evidence) => ({ judgement: this.#judgement(control, asked.baseline, evidence, declared) }),
      );
      return judgement && withIds(judgement, ids);
    });
    return {
      ...verdicts,
      ...this.#beside(subscription, () => ownEvidence(shared.evidence, subscription.id)),
    };
  }

  /** Returns `unknown` for all controls of the catalogue that are in force. */
  unknown(subscription: Subscription, reason: string): Verdicts {
    const inForce = this.#controls.filter((control) => isInForce(control, subscription.baseline));
    const judgement: Judgement = { status: "unknown", message: reason };
    return { findings: inForce.map((control) => findingOf(subscription, control, judgement)), passed: 0 };
  }

  #verdicts(subscription: Subscription, judge: (control: Control | LiveControl) => Judged): Verdicts {
    const findings: Finding[] = [];
    let passed = 0;
    for (const control of this.#all) {
      const judgement = judge(control);
      if (judgement === undefined) continue;
      const isExcepted = subscription.exceptions.some((exception) => exception.control === control.id);
      if (judgement.status === "pass" && this.#options.passes === false && !isExcepted) passed += 1;
      else findings.push(findingOf(subscription, withoutCheck(control), judgement));
    }
    return { findings, passed };
  }

  #judgement(
    control: Control | LiveControl,
    baseline: Baseline,
    evidence: Evidence,
    declared: Declared | undefined,
  ): Judged {
    const expected = { baseline, today: this.#options.today };
    if (isLive(control)) return guarded(() => control.check(evidence, expected, declared));
    const judgement = judgeSubscription(evidence, expected, [control])[0]?.judgement;
    return judgement && sayNotDeployed(judgement, judgedTypesOf(control), evidence, declared);
  }
}

const live = new Set<Control | LiveControl>(LIVE_CONTROLS);

function isLive(control: Control | LiveControl): control is LiveControl {
  return live.has(control);
}

const shown = new Map<Control | LiveControl, Control>();

/** Returns the same object for every finding of a control: findings share its references. */
function withoutCheck(control: Control | LiveControl): Control {
  if (!isLive(control)) return control;
  const known = shown.get(control) ?? { ...control, check: () => ({ status: "pass", message: "" }) };
  shown.set(control, known);
  return known;
}

/** Handles errors as for the catalogue's controls: they become findings. */
function guarded(check: () => Judged): Judged {
  try {
    return check();
  } catch (error) {
    if (isCannotTell(error)) return unknownJudgement(error);
    const reason = messageOf(error);
    return {
      status: "fail",
      message: `the control failed to judge: ${plain(reason)}`,
      fix: "report this as a defect of the control",
    };
  }
}

/** Replaces the placeholder ids of shared evidence by those of a subscription. */
function ownEvidence(evidence: Evidence, subscriptionId: string): Evidence {
  const resources = evidence.resources.map(({ type, ...resource }): ArmResource => {
    const { id, location = null, name, kind = null, properties, tags = null } = resource;
    const own = (value: Value) => ownValue(value, subscriptionId);
    const values = { id: own(id), name: own(name), properties: own(properties) };
    return { ...resource, type, ...values, kind: own(kind), location: own(location), tags: own(tags) };
  });
  return { ...evidence, subscriptionId, resources };
}

function ownValue(value: Value, subscriptionId: string): Value {
  if (typeof value === "string") return textOf(value, { subscriptionId });
  if (isList(value)) return value.map((one) => ownValue(one, subscriptionId));
  if (!isMap(value)) return value;
  const members = Object.entries(value).map(([name, one]): [string, Value] => [
    textOf(name, { subscriptionId }),
    ownValue(one, subscriptionId),
  ]);
  return Object.fromEntries(members);
}
