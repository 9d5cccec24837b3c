/*
 * Loaded before a program of Node: its clock is MOVED_HOURS ahead. Terraform is a static binary whose clock cannot be
 * moved; in its stacks `plantimestamp()` is moved instead.
 */
const ahead = Number(process.env["MOVED_HOURS"] ?? 0) * 3_600_000;
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) =>
    args.length === 0 ? new target(RealDate.now() + ahead) : Reflect.construct(target, args, newTarget),
  get: (target, key, receiver) =>
    key === "now" ? () => RealDate.now() + ahead : Reflect.get(target, key, receiver),
  apply: (target) => new target(RealDate.now() + ahead).toString(),
});
