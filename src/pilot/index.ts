export type { DifferenceKind } from "./compare.ts";
export { isProductName, Mask, MaskError, type MaskProps } from "./mask.ts";
export { differencesPage, OBSERVATIONS } from "./page.ts";
export { type RawExchange, type Recorder, startRecorder } from "./recorder.ts";
export {
  type Exchange,
  PILOT_SCHEMA,
  type PilotStep,
  pilotJsonSchema,
  type Recording,
  RecordingError,
  readRecording,
  type ServiceName,
} from "./recording.ts";
export { type ReplayOptions, replay } from "./replay.ts";
export type { Difference } from "./replayed.ts";
