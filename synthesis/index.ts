export { type BuildResult, Gate, type GateOptions } from "./gate.ts";
export { globMatcher, inShard, parseShard, type Shard } from "./selection.ts";
export {
  type BuildStack,
  type SynthesisResult,
  type SynthesizeOptions,
  synthesizeFleet,
} from "./synthesize-fleet.ts";
export type { SynthesizedStack } from "./synthesized-stack.ts";
