import type { TextNames } from "../controls/shape.ts";
import type { Finding } from "../findings/index.ts";
import type { CalendarDate, Fleet, Subscription } from "../fleet/index.ts";
import { type BuildStack, buildStacks } from "./build-stacks.ts";
import { Gate, type GateOptions } from "./gate.ts";
import type { ManifestEntry } from "./manifest.ts";
import { stageStack } from "./output-folder.ts";

/** The result of one subscription in a part of a synthesis. */
export type PartResult =
  /** The stack passed and is in the staging folder. */
  | { readonly id: string; readonly made: MadeStack }
  /** A finding is open: all findings. */
  | { readonly id: string; readonly findings: readonly Finding[] };

export interface MadeStack {
  readonly entry: ManifestEntry;
  readonly names: TextNames;
}

export interface PartOptions {
  readonly staging: string;
  readonly today: CalendarDate;
  readonly build: BuildStack;
  readonly controls?: GateOptions["controls"];
}

/**
 * Builds, judges and writes stacks one after the other, keeping only one in memory. Several parts can run in parallel.
 */
export function* synthesizePart(
  fleet: Fleet,
  subscriptions: Iterable<Subscription>,
  { build, controls, staging, today }: PartOptions,
): Generator<PartResult> {
  const gate = new Gate({ fleet, today, ...(controls === undefined ? {} : { controls }) });
  for (const subscription of subscriptions) {
    const { id } = subscription;
    const built = buildStacks(staging, build, subscription, fleet);
    const findings = gate.judge(subscription, built);
    const [stack] = "stacks" in built ? built.stacks : [];
    if (stack === undefined || findings.some(isOpen)) {
      yield { id, findings };
      continue;
    }
    const { annotations, names, path, text } = stack;
    stageStack(staging, id, text);
    yield { id, made: { entry: { id, constructPath: path, annotations }, names } };
  }
}

/** Whether a finding prevents the fleet from being written. */
export function isOpen({ status }: Finding): boolean {
  return status === "fail" || status === "unknown";
}
