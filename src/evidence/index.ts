export * from "./evidence.ts";
export type { ResourceMapper } from "./resource-mapper.ts";
export { baselineBlocks, readStack, type StackEvidence, type StackProvider } from "./stack.ts";
export * from "./terraform/attributes.ts";
export type { Mapped, Mapper } from "./terraform/mapper.ts";
export { useResourceMappers } from "./use-resource-mappers.ts";
export * from "./value.ts";
