import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Manifest, resolve, TerraformElement, TerraformStack } from "#engine";
import { messageOf } from "../text/error-message.ts";
import { isPlainMap } from "../text/json.ts";
import { inTemporaryFolder } from "./temporary.ts";
import { show } from "./values.ts";

/** A stack as parsed Terraform JSON: `resource` and `data` by type and name, `provider` by name, and so on. */
export type SynthesizedStack = Readonly<Record<string, unknown>>;

/** The top-level names of Terraform's JSON syntax (https://developer.hashicorp.com/terraform/language/syntax/json). */
const SECTIONS = new Set(
  "// action check data ephemeral import locals module moved output provider removed resource terraform variable".split(
    " ",
  ),
);

/**
 * Returns the output of `app.synth()` for this stack, without the `//` metadata: aspects invoked, references to other
 * stacks resolved, validations run. A backend is included only if the stack has one.
 *
 * Every call invokes aspects again, as does every matcher that receives a stack. An aspect that adds constructs can run
 * only once: synthesize once and pass the result to the matchers.
 *
 * @param received a stack, its JSON (as of `Testing.synth`), or that JSON parsed
 * @throws Error when a validation or an error annotation rejects the stack (usually a resource without its provider),
 * or when the value is not a stack
 */
export function synthesize(received: unknown): SynthesizedStack {
  if (TerraformStack.isStack(received)) return synthesizeStack(received);
  if (typeof received === "string") return parse(received);
  if (isPlainMap(received)) return checkedSections(received);
  throw new Error(notAStack(describe(received)));
}

/** Returns the error for a value that a matcher does not accept. */
function notAStack(found: string): string {
  return `expected a TerraformStack, the JSON of one (Testing.synth(stack)) or that JSON parsed, found ${found}`;
}

function synthesizeStack(stack: TerraformStack): SynthesizedStack {
  return inTemporaryFolder((root) =>
    checkedSections(readStack(join(synthesizeInto(stack, root), "cdk.tf.json"))),
  );
}

/**
 * Writes a stack and its assets like `app.synth()`, with the engine that created the stack. The engine may be another
 * copy than this library's, and only the stack's own synthesizer has its aspects.
 *
 * @returns the folder inside `root` with `cdk.tf.json`
 */
export function synthesizeInto(stack: TerraformStack, root: string): string {
  resolveReferences(stack);
  const manifest = new Manifest("testing", root, false);
  // CDK Terrain would otherwise prepare the stack again, which adds a backend with a path of this machine.
  const session = { outdir: root, manifest, stacksPrepared: true };
  try {
    stack.synthesizer.synthesize(session);
  } catch (error) {
    const reason = messageOf(error).trim();
    throw new Error(
      `stack '${stack.node.id}' does not synthesize: ${reason}\n` +
        "To look into a stack that is not complete, pass Testing.synth(stack): it runs no validations.",
      { cause: error },
    );
  }
  return join(root, manifest.forStack(stack).workingDirectory);
}

/**
 * Resolves every element once, as `app.synth()` does before writing: this turns a reference to another stack into a
 * remote state. cdktf's `Testing.synth` omits it and writes a missing address.
 */
function resolveReferences(stack: TerraformStack): void {
  for (const element of stack.node.findAll()) {
    if (TerraformElement.isTerraformElement(element) && TerraformStack.of(element) === stack) {
      resolve(stack, element.toTerraform(), true);
    }
  }
}

/** Parses JSON without the engine's metadata under `//`. */
function readStack(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"), (key, value: unknown) => (key === "//" ? undefined : value));
}

function parse(json: string): SynthesizedStack {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new Error(notAStack(`a text that is not JSON: ${show(json)}`));
  }
  return checkedSections(parsed);
}

function checkedSections(stack: unknown): SynthesizedStack {
  if (!isPlainMap(stack)) throw new Error(notAStack(`JSON of another kind: ${show(stack)}`));
  const keys = Object.keys(stack);
  if (keys.length > 0 && !keys.some((key) => SECTIONS.has(key))) {
    throw new Error(notAStack(`a map with none of Terraform's sections: ${show(keys)}`));
  }
  return stack;
}

function describe(received: unknown): string {
  if (typeof received !== "object" || received === null) return show(received);
  if (Array.isArray(received)) return `a list: ${show(received)}`;
  const name = received.constructor.name;
  const advice =
    "node" in received
      ? "; of a construct pass TerraformStack.of(construct), of an app one of its stacks"
      : "";
  return `an object of class ${name}${advice}`;
}
