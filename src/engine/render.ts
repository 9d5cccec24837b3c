import type { IConstruct } from "constructs";
import { deepMerge, invokeAspects, TerraformElement, TerraformOutput, TerraformStack } from "#engine";
import { resolveTokens } from "./resolve.ts";

/** A stack as Terraform's JSON configuration, with the errors of its constructs. */
export interface RenderedStack {
  readonly json: Readonly<Record<string, unknown>>;
  /** Failed validations and error annotations, each with the construct's path. */
  readonly errors: readonly string[];
  readonly annotations: readonly StackAnnotation[];
}

export interface StackAnnotation {
  readonly constructPath: string;
  /** `@cdktf/info`, `@cdktf/warn` or `@cdktf/error`. */
  readonly level: string;
  readonly message: string;
}

const ERROR_ANNOTATION = "@cdktf/error";

/**
 * Renders a stack as `App.synth()` would, without writing: aspects, validations, annotations, then the JSON.
 * `skipValidation` and CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS have no effect.
 *
 * The engine resolves everything up to four times (for references between stacks, for the metadata, for each element,
 * and once more for the whole); this function resolves it once. That is possible because a dependency between stacks is
 * an error here.
 */
export function renderStack(stack: TerraformStack): RenderedStack {
  invokeAspects(stack);
  const constructs = stack.node.findAll();
  const json = isPlain(stack) ? toJson(stack, constructs) : stack.toTerraform();
  const annotations = constructs.flatMap(annotationsOf);
  return { json, errors: errorsOf(stack, constructs, annotations), annotations };
}

function isPlain(stack: TerraformStack): boolean {
  return stack.toTerraform === TerraformStack.prototype.toTerraform;
}

function errorsOf(
  stack: TerraformStack,
  constructs: readonly IConstruct[],
  annotations: readonly StackAnnotation[],
): string[] {
  const errors = constructs.flatMap((construct) => [
    ...construct.node.validate().map((message) => `[${construct.node.path}] ${message}`),
    ...(CUSTOM_SYNTHESIS in construct
      ? [`[${construct.node.path}] writes files of its own (an asset?)`]
      : []),
  ]);
  for (const { constructPath, level, message } of annotations) {
    if (level === ERROR_ANNOTATION) errors.push(`[${constructPath}] ${message}`);
  }
  for (const other of stack.dependencies) {
    errors.push(`[${stack.node.path}] depends on stack ${other.node.path}: stacks must be independent`);
  }
  return errors;
}

/** Set by the engine on constructs that write files at synthesis; a stack's folder holds its JSON only. */
const CUSTOM_SYNTHESIS = Symbol.for("cdktf/customSynthesis");

function annotationsOf(construct: IConstruct): StackAnnotation[] {
  return construct.node.metadata.flatMap((entry) =>
    /^@cdktf\/(info|warn|error)$/.test(entry.type)
      ? [{ constructPath: construct.node.path, level: entry.type, message: String(entry.data) }]
      : [],
  );
}

/** `TerraformStack.toTerraform()` with one resolution for each element. A test compares the results. */
function toJson(stack: TerraformStack, constructs: readonly IConstruct[]): Record<string, unknown> {
  const overrides = stack["rawOverrides"];
  const metadata: Record<string, unknown> = {
    version: stack.node.tryGetContext("cdktfVersion"),
    stackName: stack.node.id,
    backend: "local",
    ...(Object.keys(overrides).length > 0 ? { overrides: { stack: Object.keys(overrides) } } : {}),
  };
  const outputs: Record<string, unknown> = {};
  const json: Record<string, unknown> = { "//": { metadata, outputs } };
  for (const element of constructs) {
    if (!TerraformElement.isTerraformElement(element)) continue;
    deepMerge(metadata, resolveTokens(stack, element.toMetadata()));
    if (TerraformOutput.isTerraformOutput(element)) deepMerge(outputs, outputEntry(element));
    deepMerge(json, resolveTokens(stack, element.toTerraform()));
  }
  deepMerge(json, resolveTokens(stack, overrides));
  return json;
}

/** Returns an output with its place in the construct tree, as in the engine's metadata. */
function outputEntry(output: TerraformOutput): Record<string, unknown> {
  return output.node.path
    .split("/")
    .reduceRight<Record<string, unknown>>(
      (inner, part) => ({ [part]: Object.keys(inner).length === 0 ? output.friendlyUniqueId : inner }),
      {},
    );
}
