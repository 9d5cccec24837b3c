export { globMatcher, inShard, parseShard } from "../fleet/selection.ts";
export { type BuildStack, type BuiltStack, buildStacks, defaultBuild } from "./build-stacks.ts";
export { codeVersion } from "./code-version.ts";
export { Gate } from "./gate.ts";
export { keepHeapSmall } from "./small-heap.ts";
export {
  type SynthesizeOptions,
  synthesizeFleet,
  synthesizeFleetInParallel,
} from "./synthesize-fleet.ts";

export { runWorkerTask, workerTask } from "./workers.ts";
