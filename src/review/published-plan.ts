import { z } from "zod";
import { isRecord, type JsonMap, member } from "../evidence/json.ts";
import { MASK, withoutCredentials } from "./masking.ts";
import { parsePlans } from "./plan-file.ts";
import { keysMeanNothing, looksSecret } from "./secret-names.ts";
import { Secrets } from "./secrets.ts";

/** What a published plan says about itself, under `csp_baseline`. */
export const PublishedRecord = z.object({
  schema: z.literal("csp-baseline/published-plan/v1"),
  /** SHA-256 of the stack that was planned, in hexadecimal. */
  stack_hash: z.string().regex(/^[0-9a-f]{64}$/),
  changes: z.object({
    add: z.number(),
    change: z.number(),
    destroy: z.number(),
    import: z.number(),
    forget: z.number(),
    any: z.boolean(),
  }),
});
export type PublishedRecord = z.infer<typeof PublishedRecord>;

/**
 * A plan in JSON without secrets, for the artifacts of a pipeline: what Terraform marks as sensitive and what looks like a
 * credential is taken out. `csp-baseline review` reads it as any other plan.
 *
 * @param text what `terraform show -json` printed
 * @returns undefined when that is not one plan
 */
export function publishedPlan(text: string, record?: Omit<PublishedRecord, "schema">): string | undefined {
  const [document, ...more] = parsePlans(text);
  if (document === undefined || more.length > 0 || "message" in document || !isRecord(document.json))
    return undefined;
  const { csp_baseline: _, ...plan } = document.json;
  const secrets = new PlanSecrets(document.json);
  const masked = mapWithoutSecrets(plan, secrets, "", 0);
  const about = record && { csp_baseline: { schema: "csp-baseline/published-plan/v1", ...record } };
  return JSON.stringify({ ...masked, ...about });
}

/** What a published plan says about itself; undefined when the text is not one published plan. */
export function publishedRecord(text: string): PublishedRecord | undefined {
  const [document, ...more] = parsePlans(text);
  if (document === undefined || more.length > 0 || "message" in document) return undefined;
  const record = PublishedRecord.safeParse(member(document.json, "csp_baseline"));
  return record.success ? record.data : undefined;
}

/**
 * What a plan marks as secret, and what its configuration states. The latter is in the repository in the clear, such as the
 * address of a webhook, and controls compare it with the fleet: only a mark takes it out, its look does not.
 */
class PlanSecrets {
  readonly #marked: Secrets;
  readonly #stated = new Set<string>();

  constructor(plan: unknown) {
    this.#marked = new Secrets(plan);
    // A list instead of recursion: a hostile nesting must not exhaust the stack.
    const nodes: unknown[] = [member(plan, "configuration")];
    for (const node of nodes) {
      if (typeof node === "string") this.#stated.add(node);
      else if (typeof node === "object" && node !== null)
        for (const inner of Object.values(node)) nodes.push(inner);
    }
  }

  mask(text: string): string {
    return this.#marked.mask(text);
  }

  isStated(text: string): boolean {
    return this.#stated.has(text);
  }
}

/** Far deeper than any resource; bounds hostile input. */
const MAX_DEPTH = 200;

/** @param name the nearest name of an attribute above the value */
function withoutSecrets(value: unknown, secrets: PlanSecrets, name: string, depth: number): unknown {
  if (depth > MAX_DEPTH) return MASK;
  if (typeof value === "string") {
    const shown = secrets.mask(value);
    if (secrets.isStated(value)) return shown;
    return looksSecret(name) ? MASK : withoutCredentials(shown, name);
  }
  if (typeof value === "number") return looksSecret(name) ? MASK : maskedNumber(value, secrets);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, secrets, name, depth + 1));
  return isRecord(value) ? mapWithoutSecrets(value, secrets, name, depth) : value;
}

function mapWithoutSecrets(map: JsonMap, secrets: PlanSecrets, name: string, depth: number): JsonMap {
  return Object.fromEntries(
    Object.entries(map).map(([key, inner]) => [
      secrets.mask(key),
      withoutSecrets(inner, secrets, nameBelow(key, name), depth + 1),
    ]),
  );
}

/** Tags and the members of the plan's own format name nothing themselves. */
function nameBelow(key: string, name: string): string {
  if (key === "references" || key === "provider_config_key") return "";
  return key === "constant_value" || key === "value" || keysMeanNothing(name) ? name : key;
}

function maskedNumber(value: number, secrets: PlanSecrets): number | string {
  const text = String(value);
  return secrets.mask(text) === text ? value : MASK;
}
