import { z } from "zod";
import { isRecord, items, type JsonMap, member } from "../text/json.ts";
import { isSame, parsedText } from "./attribute-values.ts";
import { MASK, withoutCredentials } from "./masking.ts";
import { parsePlans } from "./plan-file.ts";
import { keysMeanNothing, looksSecret } from "./secret-names.ts";
import { Secrets } from "./secrets.ts";
import { secureParameters } from "./secure-parameters.ts";

/** The record that a published plan contains under `csp_baseline`. */
export const PublishedRecord = z.object({
  schema: z.literal("csp-baseline/published-plan/v1"),
  /** The SHA-256 of the planned stack, in hexadecimal. */
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
 * Returns a plan in JSON without secrets, for the artifacts of a pipeline: removes what Terraform marks as sensitive
 * and what looks like a credential. `csp-baseline review` reads it like any other plan.
 *
 * @param text the output of `terraform show -json`
 * @returns undefined when the text is not exactly one plan
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

/** Returns the record of a published plan; undefined unless the text is exactly one published plan. */
export function publishedRecord(text: string): PublishedRecord | undefined {
  const [document, ...more] = parsePlans(text);
  if (document === undefined || more.length > 0 || "message" in document) return undefined;
  const record = PublishedRecord.safeParse(member(document.json, "csp_baseline"));
  return record.success ? record.data : undefined;
}

/**
 * The secrets that a plan marks, and the constants of its configuration. The latter are in the repository in plain
 * text, such as the address of a webhook, and controls compare them with the fleet. They are removed only if they are
 * marked, not because of their form.
 */
class PlanSecrets {
  readonly #marked: Secrets;
  readonly #stated = new Set<string>();
  readonly #secureParameters = new Set<string>();

  constructor(plan: unknown) {
    this.#marked = new Secrets(plan);
    // A list instead of recursion: hostile nesting must not exhaust the stack.
    const nodes: unknown[] = [member(plan, "configuration")];
    for (const node of nodes) {
      if (typeof node === "string") this.#stated.add(node);
      else if (typeof node === "object" && node !== null)
        for (const inner of Object.values(node)) nodes.push(inner);
    }
    for (const section of ["resource_changes", "resource_drift"]) {
      for (const entry of items(member(plan, section))) {
        const change = member(entry, "change");
        const sides = { after: member(change, "after"), before: member(change, "before") };
        for (const name of secureParameters(sides)) this.#secureParameters.add(name);
      }
    }
  }

  mask(text: string): string {
    return this.#marked.mask(text);
  }

  /** Whether a template of the plan declares the parameter as secure. @param above the name of the map with its value */
  isSecureParameter(name: string, above: string): boolean {
    return /^parameters(?:_content)?$/i.test(above) && this.#secureParameters.has(name.toLowerCase());
  }

  isStated(text: string): boolean {
    return this.#stated.has(text);
  }
}

/** Deeper than any resource; bounds hostile input. */
const MAX_DEPTH = 200;

/** @param name the nearest attribute name above the value */
function withoutSecrets(value: unknown, secrets: PlanSecrets, name: string, depth: number): unknown {
  if (depth > MAX_DEPTH) return MASK;
  if (typeof value === "string") {
    const shown = secrets.mask(value);
    if (secrets.isStated(value)) return shown;
    if (looksSecret(name)) return MASK;
    const parsed = parsedText(shown);
    if (parsed === shown) return withoutCredentials(shown, name);
    const masked = withoutSecrets(parsed, secrets, name, depth + 1);
    // The text stays as it is, so that it is compared as before, unless something of it is masked.
    return isSame(masked, parsed) ? shown : JSON.stringify(masked);
  }
  if (typeof value === "number") return looksSecret(name) ? MASK : maskedNumber(value, secrets);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, secrets, name, depth + 1));
  return isRecord(value) ? mapWithoutSecrets(value, secrets, name, depth) : value;
}

function mapWithoutSecrets(map: JsonMap, secrets: PlanSecrets, name: string, depth: number): JsonMap {
  return Object.fromEntries(
    Object.entries(map).map(([key, inner]) => [
      secrets.mask(key),
      secrets.isSecureParameter(key, name)
        ? MASK
        : withoutSecrets(inner, secrets, nameBelow(key, name), depth + 1),
    ]),
  );
}

/** Tags and the members of the plan's own format name no value. */
function nameBelow(key: string, name: string): string {
  if (key === "references" || key === "provider_config_key") return "";
  return key === "constant_value" || key === "value" || keysMeanNothing(name) ? name : key;
}

function maskedNumber(value: number, secrets: PlanSecrets): number | string {
  const text = String(value);
  return secrets.mask(text) === text ? value : MASK;
}
