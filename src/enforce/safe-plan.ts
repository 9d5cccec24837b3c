import { baselineBlocks } from "../evidence/index.ts";
import { findingOf } from "../findings/index.ts";
import type { CalendarDate, Fleet } from "../fleet/index.ts";
import { actionsOf } from "../review/actions.ts";
import type { ChangeAction } from "../review/model.ts";
import { movementsOf } from "../review/movements.ts";
import { PlanJudge } from "../review/plan-judge.ts";
import { reviewPlan } from "../review/review-plan.ts";
import { items, member, members, textMember } from "../text/json.ts";
import { parsedJson } from "../text/parsed-json.ts";
import { oneLine } from "../text/visible.ts";
import { firstNotRestored } from "./restored.ts";

/** The conditions of a safe plan. A plan that meets all of them is applied without a person's approval. */
export const SAFE_RULES = [
  "It only creates, updates and imports resources that the stack declares for its own baseline: it does not delete, replace, move or forget anything, and invokes no action.",
  "Every create and update restores values of the last apply, according to the state: the stack is the one that was last deployed. A plan that writes other values is a rollout.",
  "An import does not change the imported resource.",
  "After it no control fails, is unknown or is worse than before.",
  "It is complete, and affects only this subscription.",
] as const;

const SAFE_ACTIONS: ReadonlySet<ChangeAction> = new Set(["create", "update", "import", "no-op", "read"]);
/** The maximum number of reasons in a result. */
const MOST_REASONS = 5;

/** A plan to judge. */
export interface JudgedPlan {
  /** The stack's id, which is the subscription's. */
  readonly stack: string;
  /** The output of `terraform show -json` for the plan file. */
  readonly json: string;
  /** The stack's `cdk.tf.json`, parsed. */
  readonly declaration: unknown;
}

/** Decides whether plans are safe, by {@link SAFE_RULES}. */
export class SafePlans {
  readonly #fleet: Fleet;
  readonly #today: CalendarDate;
  readonly #judge: PlanJudge;

  private constructor(fleet: Fleet, today: CalendarDate, judge: PlanJudge) {
    this.#fleet = fleet;
    this.#today = today;
    this.#judge = judge;
  }

  /** @param fleet with expired exceptions kept, although they no longer waive anything */
  static async of(fleet: Fleet, today: CalendarDate): Promise<SafePlans> {
    return new SafePlans(fleet, today, await PlanJudge.of(fleet, today));
  }

  /**
   * @param isRemainder whether it is the rest of a safe plan that was applied in part: the state no longer contains the
   * values to restore
   * @returns the reasons why a person has to decide, one sentence each; empty when it is safe
   */
  whyNotSafe({ declaration, json, stack }: JudgedPlan, isRemainder = false): readonly string[] {
    const refused = this.#judge.judge(stack, json);
    const plan = parsedJson(json);
    if (plan === undefined) return [refused ?? "its plan is not JSON"];
    const own = baselineBlocks(declaration);
    const reasons = [
      ...items(member(plan, "resource_changes")).flatMap((entry) => whyNotOwn(entry, own)),
      ...(isRemainder ? [] : whyRollout(plan, own)),
      ...(refused === undefined ? this.#whyWorse(stack, plan) : [refused]),
    ];
    const shown = reasons.slice(0, MOST_REASONS).map(oneLine);
    return reasons.length > MOST_REASONS ? [...shown, `and ${reasons.length - MOST_REASONS} more`] : shown;
  }

  #whyWorse(stack: string, plan: unknown): string[] {
    const { plans, problems } = reviewPlan(this.#fleet, this.#today, `${stack}.json`, plan);
    const [problem] = problems;
    if (problem !== undefined) return [problem.message];
    const [own, ...others] = plans;
    if (own === undefined || own.subscription.id !== stack) return ["it has no results for its subscription"];
    const [other] = others;
    if (other !== undefined)
      return [`it also touches ${other.subscription.customer.key}/${other.subscription.name}`];
    const findings = (own.after ?? []).map(({ control, judgement }) =>
      findingOf(own.subscription, control, judgement),
    );
    const worse = movementsOf(own.subscription, own.before, findings).filter(
      ({ movement }) => movement === "worse",
    );
    const events = (own.changes ?? []).filter(
      ({ actions }) => actions.includes("invoke") || actions.includes("check"),
    );
    return [
      ...worse.map(({ control }) => `${control} gets worse`),
      ...events.map(({ actions, address }) =>
        actions.includes("check") ? `its check ${address} fails` : `it invokes the action ${address}`,
      ),
    ];
  }
}

function whyNotOwn(entry: unknown, own: ReadonlyMap<string, unknown>): string[] {
  const address = textMember(entry, "address") ?? "a resource";
  const actions = actionsOf(entry);
  if (actions.every((action) => action === "no-op" || action === "read")) return [];
  const unsafe = actions.filter((action) => !SAFE_ACTIONS.has(action));
  if (unsafe.length > 0) return [`it would ${unsafe.map(wordOf).join(" and ")} ${address}`];
  if (member(entry, "deposed") !== undefined)
    return [`${address} has an object left over from a replacement`];
  if (textMember(entry, "mode") !== "managed" || !own.has(address))
    return [`${address} is not a resource of the baseline`];
  if (actions.includes("import") && actions.length > 1)
    return [`it would import ${address} and change it: the customer may have set these values`];
  return [];
}

function whyRollout(plan: unknown, own: ReadonlyMap<string, unknown>): string[] {
  const recorded = new Map(
    items(member(plan, "resource_drift")).map((entry) => [
      textMember(entry, "address"),
      member(member(entry, "change"), "before"),
    ]),
  );
  const resources = items(member(plan, "resource_changes")).flatMap((entry) => {
    const address = textMember(entry, "address") ?? "";
    const actions = actionsOf(entry);
    if (!actions.some((action) => action === "create" || action === "update")) return [];
    const change = member(entry, "change");
    const before = member(change, "before");
    const last = recorded.has(address) ? recorded.get(address) : before;
    if (last === undefined || last === null)
      return [
        `it would create ${address}, which the state does not have: the stack is not the one that was last deployed`,
      ];
    const path = firstNotRestored({
      after: member(change, "after"),
      unknown: member(change, "after_unknown"),
      before,
      recorded: last,
      declared: own.get(address),
    });
    if (path === undefined) return [];
    return [`${path} of ${address} is not what was last deployed: this is a rollout`];
  });
  const outputs = members(member(plan, "output_changes")).flatMap(([name, change]) => {
    const isQuiet = items(member(change, "actions")).every((action) => action === "no-op");
    return isQuiet || member(change, "after_unknown") === true
      ? []
      : [`the output ${name} is not what was last deployed: this is a rollout`];
  });
  return [...resources, ...outputs];
}

function wordOf(action: ChangeAction): string {
  switch (action) {
    case "delete-create":
    case "create-delete":
      return "replace";
    case "unrecognized":
      return "do something unknown to";
    default:
      return action;
  }
}
