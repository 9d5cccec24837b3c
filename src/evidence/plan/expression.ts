import { isRecord, member } from "../json.ts";
import type { ModuleScope } from "./modules.ts";

/**
 * A place in a resource's `expressions`: what the configuration says that an attribute's value comes from. A
 * plan gives the references of an expression, and its text only where the configuration is JSON.
 */
export class Expression {
  readonly scope: ModuleScope;
  /** The key of the resource's own instance: what `each.key` or `count.index` stand for. */
  readonly instance: string | number | undefined;
  readonly #node: unknown;
  /** Where we are below an expression that makes a whole map or list. */
  readonly #constant: unknown;
  readonly #below: boolean;

  constructor(
    scope: ModuleScope,
    node: unknown,
    instance?: string | number,
    below: { readonly constant: unknown } | undefined = undefined,
  ) {
    this.scope = scope;
    this.instance = instance;
    this.#node = node;
    this.#below = below !== undefined;
    this.#constant = below === undefined ? member(node, "constant_value") : below.constant;
  }

  /** Whether the configuration says anything here: what it leaves out is the provider's or Azure's to say. */
  get declared(): boolean {
    return this.#node !== undefined;
  }

  /** What stands here when the configuration is JSON, templates and all; undefined when it cannot be told. */
  get constant(): unknown {
    return this.#constant;
  }

  /** Whether the references are of a larger expression that this is only a part of. */
  get partial(): boolean {
    return this.#below;
  }

  /** What the expression refers to, without the prefixes that Terraform lists besides: `a.b.id`, not `a.b`. */
  get references(): string[] {
    const listed = member(this.#node, "references");
    const all = Array.isArray(listed) ? listed.filter((one) => typeof one === "string") : [];
    return all.filter((one) => !all.some((other) => other !== one && isPrefix(one, other)));
  }

  /** The expression of an attribute or of nested blocks. */
  get(key: string): Expression {
    if (isLeaf(this.#node)) return this.#inside(member(this.#constant, key));
    return new Expression(this.scope, member(this.#node, key), this.instance);
  }

  /**
   * The expression of one item of a list. Blocks of a set stand in another order in a plan than in the
   * configuration, so a block is recognised by what is known of it.
   *
   * @param planned the item as the plan has it
   * @param alone whether it is the only item
   */
  item(index: number, planned: unknown, alone: boolean): Expression {
    if (isLeaf(this.#node)) {
      const constant = Array.isArray(this.#constant) ? this.#constant[index] : undefined;
      return this.#inside(constant, alone);
    }
    const blocks = Array.isArray(this.#node) ? this.#node : this.#node === undefined ? [] : [this.#node];
    if (blocks.length < 2) return new Expression(this.scope, blocks[0], this.instance);
    const alike = blocks.filter((block) => agrees(block, planned));
    // More than one: nobody can tell. It is declared, but by an expression without references.
    return new Expression(this.scope, alike.length === 1 ? alike[0] : {}, this.instance);
  }

  #inside(constant: unknown, whole = false): Expression {
    if (whole && constant === undefined && !this.#below) return this;
    return new Expression(this.scope, this.#node, this.instance, { constant });
  }
}

function isLeaf(node: unknown): boolean {
  return isRecord(node) && (Object.hasOwn(node, "constant_value") || Object.hasOwn(node, "references"));
}

function isPrefix(short: string, long: string): boolean {
  return long.startsWith(short) && (long[short.length] === "." || long[short.length] === "[");
}

/** Whether nothing that the block's configuration says outright contradicts the planned one. */
function agrees(block: unknown, planned: unknown): boolean {
  if (!isRecord(block) || !isRecord(planned)) return false;
  return Object.entries(block).every(([key, node]) => {
    const constant = member(node, "constant_value");
    const found = member(planned, key);
    if (found === undefined || found === null) return true;
    if (typeof constant === "string") return constant.includes("${") || constant === found;
    if (typeof constant === "number" || typeof constant === "boolean") return constant === found;
    return true;
  });
}
