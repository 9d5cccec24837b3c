export { ArchiveError } from "./archive.ts";
export { attestationsOf, exceptionsOf } from "./fleet-evidence.ts";
export { packJsonSchema } from "./manifest.ts";
export { evidencePack, jsonBytes, type PackInput } from "./pack.ts";
export { type PackVerification, verifyPack } from "./verify.ts";
