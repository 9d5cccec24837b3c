import type { JudgedControl } from "../controls/judgements.ts";
import { isRecord, items, member, members } from "../evidence/json.ts";
import { looksSecret, MASK } from "./masking.ts";

/** Far deeper than any resource; bounds hostile input. */
const MAX_DEPTH = 64;

/** The values that a plan itself calls secret, to be found wherever else they stand. */
export class Secrets {
  readonly #plan: unknown;
  #collected: Collected | undefined;

  /** Of sensitive variables, sensitive attributes, and credentials in provider configurations. */
  constructor(plan: unknown) {
    this.#plan = plan;
  }

  get none(): boolean {
    return this.#secrets().values.size === 0;
  }

  /** Whether the value is one of them, as it stands. */
  has(value: string | number): boolean {
    return this.#secrets().values.has(String(value));
  }

  /** The text without any of them. */
  mask(text: string): string {
    const { inside, values } = this.#secrets();
    if (values.size === 0) return text;
    if (values.has(text)) return MASK;
    let masked = text;
    for (const value of inside) {
      if (masked.includes(value)) masked = masked.replaceAll(value, MASK);
    }
    return masked;
  }

  /** Messages quote what was found: what the plan calls a secret must not be among it. */
  maskJudged(judged: JudgedControl): JudgedControl {
    if (this.none) return judged;
    const { judgement } = judged;
    const { fix, message, path, resource } = judgement;
    return {
      control: judged.control,
      judgement: {
        ...judgement,
        message: this.mask(message),
        ...(fix === undefined ? {} : { fix: this.mask(fix) }),
        ...(path === undefined ? {} : { path: this.mask(path) }),
        ...(resource === undefined ? {} : { resource: this.mask(resource) }),
      },
    };
  }

  /** Most plans show nothing that would have to be masked. */
  #secrets(): Collected {
    this.#collected ??= new SecretCollector().collect(this.#plan);
    return this.#collected;
  }
}

interface Collected {
  readonly values: ReadonlySet<string>;
  /** Those long enough to be looked for inside other texts; the longest first. */
  readonly inside: readonly string[];
}

class SecretCollector {
  readonly #values = new Set<string>();

  collect(plan: unknown): Collected {
    const configuration = member(plan, "configuration");
    const variables = member(plan, "variables");
    for (const [name, declared] of members(member(member(configuration, "root_module"), "variables"))) {
      if (member(declared, "sensitive") !== true) continue;
      this.#add(member(member(variables, name), "value"), 0);
      this.#add(member(declared, "default"), 0);
    }
    this.#addPassedOn(member(configuration, "root_module"), variables, 0);
    for (const [, provider] of members(member(configuration, "provider_config"))) {
      for (const [key, expression] of members(member(provider, "expressions"))) {
        if (looksSecret(key)) this.#add(member(expression, "constant_value"), 0);
      }
    }
    for (const section of ["resource_changes", "resource_drift"]) {
      for (const entry of items(member(plan, section))) {
        const change = member(entry, "change");
        this.#addMarked(member(change, "before"), member(change, "before_sensitive"), 0);
        this.#addMarked(member(change, "after"), member(change, "after_sensitive"), 0);
      }
    }
    const inside = [...this.#values].filter((value) => value.length >= SHORTEST_INSIDE);
    return { values: this.#values, inside: inside.sort((a, b) => b.length - a.length || (a < b ? -1 : 1)) };
  }

  /** Variables of modules that are sensitive there: what a call passes them. */
  #addPassedOn(module: unknown, variables: unknown, depth: number): void {
    if (depth > MAX_DEPTH) return;
    for (const [, call] of members(member(module, "module_calls"))) {
      const child = member(call, "module");
      for (const [name, declared] of members(member(child, "variables"))) {
        if (member(declared, "sensitive") !== true) continue;
        const passed = member(member(call, "expressions"), name);
        this.#add(member(passed, "constant_value"), 0);
        this.#add(member(declared, "default"), 0);
        if (depth > 0) continue;
        for (const reference of items(member(passed, "references"))) {
          const root = typeof reference === "string" ? /^var\.([\w-]+)/.exec(reference)?.[1] : undefined;
          if (root !== undefined) this.#add(member(member(variables, root), "value"), 0);
        }
      }
      this.#addPassedOn(child, variables, depth + 1);
    }
  }

  /** All that `sensitive` marks of a value: `true` marks everything below. */
  #addMarked(value: unknown, sensitive: unknown, depth: number): void {
    if (sensitive === true) this.#add(value, 0);
    if (typeof sensitive !== "object" || sensitive === null || depth > MAX_DEPTH) return;
    if (Array.isArray(sensitive)) {
      for (const [index, marked] of sensitive.entries()) {
        if (marked !== false) this.#addMarked(items(value)[index], marked, depth + 1);
      }
      return;
    }
    for (const key of Object.keys(sensitive)) {
      const marked = member(sensitive, key);
      if (marked !== false) this.#addMarked(member(value, key), marked, depth + 1);
    }
  }

  #add(value: unknown, depth: number): void {
    if (typeof value === "string" || typeof value === "number") {
      const text = String(value);
      if (text.trim().length < SHORTEST || this.#values.has(text)) return;
      this.#values.add(text);
      // Text of more than one line is shown in parts.
      if (text.includes("\n")) for (const line of text.split("\n")) this.#add(line.trim(), depth + 1);
    } else if ((Array.isArray(value) || isRecord(value)) && depth < MAX_DEPTH) {
      for (const [, item] of members(value)) this.#add(item, depth + 1);
    }
  }
}

/** Shorter ones are no secrets; where a plan marks one it is masked all the same. */
const SHORTEST = 3;
/** Shorter ones would be found in words that have nothing to do with them. */
const SHORTEST_INSIDE = 6;
