/**
 * The same value, which no code can change any more, with all that is in it. An app builds stacks from the fleet that the
 * gate judges them by: a baseline that the app changed would be judged by itself.
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
