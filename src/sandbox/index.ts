export { makeCertificate } from "./certificate.ts";
export {
  ADMIN_AGENT_CLIENT_ID,
  DEFAULT_TENANT_ID,
  DEPLOYER_CLIENT_ID,
  type DirectoryProps,
  type KnownSubscription,
  READER_CLIENT_ID,
} from "./directory.ts";
export { foreignVariables, insideSandbox, sandboxEnvironment } from "./environment.ts";
export type { RequestRecord } from "./request-log.ts";
export { type Sandbox, type SandboxProps, startSandbox } from "./server.ts";
export { StateError } from "./state-folder.ts";
export { writeExtraCertificates, writeTrustFiles } from "./trust.ts";
