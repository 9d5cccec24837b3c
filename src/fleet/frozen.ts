/**
 * Freezes a value and its members. An app builds stacks from the fleet, and the gate judges them by it: an app that
 * could change a baseline would change the criteria.
 */
export function frozen<Value>(value: Value): Value {
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null || Object.isFrozen(next)) continue;
    Object.freeze(next);
    open.push(...Object.values(next));
  }
  return value;
}
