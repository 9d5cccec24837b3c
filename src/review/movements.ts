import type { Judgement } from "../controls/index.ts";
import type { Finding, FindingStatus } from "../findings/index.ts";
import type { Subscription } from "../fleet/index.ts";
import type { ControlMovement, Movement } from "./model.ts";

/**
 * Compares the controls of a subscription before and after the apply.
 * @param before the judgement of the state before the apply; undefined when it is unknown
 */
export function movementsOf(
  subscription: Subscription,
  before: readonly Judged[] | undefined,
  findings: readonly Finding[],
): ControlMovement[] {
  return findings.map(({ control, resource, status }) => {
    const judged = before?.find((one) => one.control.id === control);
    const was = judged === undefined ? undefined : statusOf(subscription, judged);
    const lost = judged?.judgement.resource !== undefined && status === "fail" && resource === undefined;
    const movement = movementOf(was, status);
    // Inadequate before, missing afterwards.
    return {
      control,
      before: was,
      after: status,
      movement: lost && movement === "open" ? "worse" : movement,
    };
  });
}

/** The judgement by a control of a subscription, or of its customer's tenant. */
interface Judged {
  readonly control: { readonly id: string };
  readonly judgement: Pick<Judgement, "status" | "resource">;
}

function statusOf({ exceptions }: Subscription, { control, judgement }: Judged): FindingStatus {
  const excepted = exceptions.some((exception) => exception.control === control.id && !exception.expired);
  return excepted ? "excepted" : judgement.status;
}

function movementOf(before: FindingStatus | undefined, after: FindingStatus): Movement {
  if (isSettled(after)) return before === undefined || isSettled(before) ? "same" : "better";
  return before !== undefined && isSettled(before) ? "worse" : "open";
}

function isSettled(status: FindingStatus): boolean {
  return status === "pass" || status === "excepted";
}
