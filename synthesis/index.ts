export { type BuildResult, Gate, type GateOptions, type SynthesizedStack } from "./gate.ts";
export { globMatcher, inShard, parseShard, type Shard } from "./selection.ts";
export {
  type BuildStack,
  type SynthesisResult,
  type SynthesizeOptions,
  synthesizeFleet,
} from "./synthesize-fleet.ts";
