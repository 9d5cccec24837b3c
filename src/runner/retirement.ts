import { readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { messageOf, systemCode } from "../text/error-message.ts";
import type { Output, StackFolder } from "./output.ts";
import { RunnerError } from "./runner-error.ts";

/** The treatment of the baseline of a subscription that was removed from the fleet. */
export type RetireMode = "destroy" | "forget";

/** The variable that marks a plan of a retired stack and its mode. */
const RETIRE_VARIABLE = "csp_baseline_retire";

/** The last stack of a subscription that is no longer synthesized; Terraform does not read it. */
export const RETIRED_FILE = "retired.json";

const Block = z.record(z.string(), z.unknown());
const Stack = z.object({
  terraform: Block,
  provider: z.record(z.string(), z.unknown()),
  resource: z.record(z.string(), Block).optional(),
  moved: z.array(z.object({ from: z.string() })).optional(),
  removed: z.array(z.object({ from: z.string() })).optional(),
});
const Retirement = z.object({
  variable: z.object({ [RETIRE_VARIABLE]: z.object({ default: z.enum(["destroy", "forget"]) }) }),
});

/** A stack that was removed from the fleet: its last content, and possibly the stack that retires it. */
export interface RetiredStack extends StackFolder {
  /** The stack as it was last synthesized. */
  readonly retiredFile: string;
}

/** Returns the stacks that synthesis removed and that may still be deployed. */
export function retiredStacks(output: Output): RetiredStack[] {
  return output.leftovers.flatMap((id) => {
    const folder = join(output.folder, "stacks", id);
    const retiredFile = join(folder, RETIRED_FILE);
    if (textOf(retiredFile) === undefined) return [];
    return [{ id, folder, file: join(folder, "cdk.tf.json"), retiredFile }];
  });
}

/**
 * Writes a stack with the state and the providers of the old one but without its resources. Terraform destroys the
 * resources in the state. For `forget` it removes them from the state and keeps them in Azure (`removed` blocks,
 * Terraform 1.7; https://developer.hashicorp.com/terraform/language/block/removed). Defender plans that azapi declares
 * are kept in both modes: Azure cannot delete them.
 *
 * @throws {RunnerError} when the old stack cannot be read
 */
export function writeRetirement(stack: RetiredStack, mode: RetireMode): void {
  const { moved = [], provider, removed: left = [], resource = {}, terraform } = readStack(stack);
  const declared = Object.entries(resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => ({ address: `${type}.${name}`, body })),
  );
  // A stack that moves to another provider may have resources under its previous addresses.
  const before = [...moved, ...left].map(({ from }) => from);
  const kept = declared.filter(({ body }) => mode === "forget" || isUndeletable(body));
  const forgotten = [...kept.map(({ address }) => address), ...(mode === "forget" ? before : [])];
  const removed = [...new Set(forgotten)].map((from) => ({ from, lifecycle: [{ destroy: false }] }));
  const json = {
    terraform,
    provider,
    // Included in the plan's JSON, so that a review can distinguish a retirement from a mistake.
    variable: { [RETIRE_VARIABLE]: { type: "string", default: mode } },
    ...(removed.length > 0 ? { removed } : {}),
  };
  const text = `${JSON.stringify(json, undefined, 2)}\n`;
  // Writing the same text again would invalidate the plan.
  if (textOf(stack.file) === text) return;
  writeFileSync(`${stack.file}.part`, text);
  renameSync(`${stack.file}.part`, stack.file);
}

function isUndeletable(body: unknown): boolean {
  const type = typeof body === "object" && body !== null && "type" in body ? body.type : undefined;
  return typeof type === "string" && /^microsoft\.security\/pricings@/i.test(type);
}

/** Returns how a retired stack is to be retired; undefined when it is not planned yet. */
export function retirementOf(stack: RetiredStack): RetireMode | undefined {
  const parsed = Retirement.safeParse(json(textOf(stack.file)));
  return parsed.success ? parsed.data.variable[RETIRE_VARIABLE]?.default : undefined;
}

/** Deletes the kept files of a stack once its state is empty. */
export function closeRetirement(stack: RetiredStack): void {
  for (const name of [RETIRED_FILE, "cdk.tf.json", ".terraform.lock.hcl", ".terraform"]) {
    rmSync(join(stack.folder, name), { recursive: true, force: true });
  }
  try {
    rmdirSync(stack.folder);
  } catch {
    // It still contains Terraform's files, such as a state that could not be stored.
  }
}

function readStack(stack: RetiredStack): z.infer<typeof Stack> {
  const parsed = Stack.safeParse(json(textOf(stack.retiredFile)));
  if (parsed.success) return parsed.data;
  throw new RunnerError(
    "refused",
    `${stack.retiredFile} is not a valid stack: restore it, or delete its folder to forget it`,
  );
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR") return undefined;
    throw new RunnerError("outside", `cannot read ${path}: ${messageOf(error)}`);
  }
}

function json(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
