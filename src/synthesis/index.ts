export { globMatcher, inShard, parseShard, type Shard } from "../fleet/selection.ts";
export { type BuildStack, type BuiltStack, buildStacks, defaultBuild } from "./build-stacks.ts";
export { codeVersion } from "./code-version.ts";
export { type BuildResult, Gate, type GateOptions } from "./gate.ts";
export { keepHeapSmall } from "./small-heap.ts";
export {
  type ParallelOptions,
  type SynthesisResult,
  type SynthesizeOptions,
  synthesizeFleet,
  synthesizeFleetInParallel,
} from "./synthesize-fleet.ts";
export type { SynthesizedStack } from "./synthesized-stack.ts";
export { runWorkerTask, workerTask } from "./workers.ts";
