import type { AuditFinding } from "../../findings/index.ts";

/** Findings with the same text: of several controls of one subscription, or of several subscriptions. */
export interface FoldedFindings {
  /** The first of them. */
  readonly finding: AuditFinding;
  /** The findings of one subscription; several only if all its controls are unknown for one reason. */
  readonly controls: readonly string[];
  /** The first finding of each subscription. */
  readonly subscriptions: readonly AuditFinding[];
}

/** Findings at different places are shown separately. */
const FEWEST = 3;

/** Groups findings that differ only in the subscription, in the order of their first ones. */
export function folded(findings: readonly AuditFinding[]): FoldedFindings[] {
  const byReason = grouped(findings, (one) => {
    return one.status === "unknown"
      ? `${one.subscriptionId} ${one.movement ?? ""} ${one.message}`
      : undefined;
  }).map((alike): FoldedFindings => {
    const [finding] = alike;
    return { finding, controls: alike.map(({ control }) => control), subscriptions: [finding] };
  });
  return grouped(byReason, alikeBut).flatMap((alike) => {
    if (alike.length < FEWEST) return alike;
    const [first] = alike;
    return [{ ...first, subscriptions: alike.map(({ finding }) => finding) }];
  });
}

/** Equal for findings that differ only in the subscription's id. */
function alikeBut({ controls, finding }: FoldedFindings): string {
  const { fix = "", message, movement = "", severity, status, subscriptionId } = finding;
  const own = (text: string) => text.replaceAll(subscriptionId, "*");
  return JSON.stringify([controls, status, severity, movement, own(message), own(fix)]);
}

/** Groups items with the same key at the place of the first; items without a key stay separate. */
function grouped<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | undefined,
): [Item, ...Item[]][] {
  const groups: [Item, ...Item[]][] = [];
  const byKey = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = key === undefined ? undefined : byKey.get(key);
    if (known !== undefined) {
      known.push(item);
      continue;
    }
    const group: [Item, ...Item[]] = [item];
    groups.push(group);
    if (key !== undefined) byKey.set(key, group);
  }
  return groups;
}
