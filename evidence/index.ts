export * from "./evidence.ts";
export { readStack, type StackEvidence, type StackProvider } from "./stack.ts";
export * from "./value.ts";
